#include "event/schema.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ak {
namespace {

constexpr std::array<FieldInfo, kFieldCount> kFields{{
#define AK_FIELD(identifier, name, type, many, from) {name, FieldType::type, (many) != 0, from},
#include "event/fields.def"
#undef AK_FIELD
}};

constexpr std::string_view kNeverPresent[] = {
#define AK_NEVER(name) name,
#include "event/never_present.def"
#undef AK_NEVER
};

using NamedFields = std::vector<std::pair<std::string_view, Field>>;

// The fields by name and alias, for binary search.
NamedFields sorted_fields() {
  NamedFields fields{
#define AK_ALIAS(name, identifier) {name, Field::identifier},
#include "event/aliases.def"
#undef AK_ALIAS
  };
  for (std::size_t i = 0; i < kFieldCount; ++i)
    fields.emplace_back(kFields[i].name, static_cast<Field>(i));
  std::sort(fields.begin(), fields.end());
  return fields;
}

}  // namespace

const FieldInfo& field_info(Field field) {
  return kFields[static_cast<std::size_t>(field)];
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::keyword:
      return "keyword";
    case FieldType::number:
      return "number";
    case FieldType::boolean:
      return "boolean";
    case FieldType::ip:
      return "ip";
    case FieldType::date:
      return "date";
  }
  return "";
}

std::optional<Field> find_field(std::string_view name) {
  static const NamedFields sorted = sorted_fields();
  const auto found = std::lower_bound(
      sorted.begin(), sorted.end(), name,
      [](const auto& field, std::string_view sought) { return field.first < sought; });
  if (found == sorted.end() || found->first != name) return std::nullopt;
  return found->second;
}

bool is_never_present(std::string_view name) {
  const bool is_name = std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ';  // no name has a line break or the like
  });
  if (!is_name || find_field(name)) return false;
  return std::any_of(std::begin(kNeverPresent), std::end(kNeverPresent), [&](std::string_view n) {
    if (n.substr(n.size() - 1) != "*") return n == name;
    const std::string_view below = n.substr(0, n.size() - 1);
    return name.size() > below.size() && name.substr(0, below.size()) == below;
  });
}

const std::vector<std::string_view>& field_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    all.reserve(kFieldCount);
    for (const FieldInfo& field : kFields) all.push_back(field.name);
    return all;
  }();
  return names;
}

bool is_category(std::string_view name) {
  const auto& names = category_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// ECS 8's allowed values of event.category, and "attempt": a syscall that failed.
// https://www.elastic.co/guide/en/ecs/current/ecs-allowed-values-event-category.html
const std::vector<std::string_view>& category_names() {
  static const std::vector<std::string_view> names{
      "api",     "attempt",  "authentication", "configuration", "database",
      "driver",  "email",    "file",           "host",          "iam",
      "library", "malware",  "network",        "package",       "intrusion_detection",
      "process", "registry", "session",        "threat",        "vulnerability",
      "web"};
  return names;
}

}  // namespace ak
