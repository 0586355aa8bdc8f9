#include "event/audit_fields.h"

#include <charconv>

#include "audit/field_text.h"
#include "base/text.h"

namespace ak {
namespace {

std::optional<std::uint64_t> parse_unsigned(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string_view field_text(const audit::Record* record, std::string_view name) {
  const audit::Field* field = record == nullptr ? nullptr : record->find(name);
  if (field == nullptr || is_null(*field)) return {};
  return field->interpreted.empty() ? field->value : field->interpreted;
}

std::string_view field_if_known(const audit::Record* record, std::string_view name) {
  const std::string_view text = field_text(record, name);
  return text == "?" || text == "(none)" ? std::string_view{} : text;
}

bool is_null(const audit::Field& field) {
  return field.value == "(null)" && field.interpreted.empty();
}

bool is_id(std::string_view name) {
  return audit::kind_of(name) == audit::FieldKind::id;
}

std::string_view field_value(const audit::Record* record, std::string_view name) {
  const audit::Field* field = record == nullptr ? nullptr : record->find(name);
  return field == nullptr ? std::string_view{} : std::string_view(field->value);
}

std::string_view field_name(const audit::Record* record, std::string_view name) {
  const audit::Field* field = record == nullptr ? nullptr : record->find(name);
  return field == nullptr ? std::string_view{} : std::string_view(field->interpreted);
}

std::optional<std::int64_t> field_number(const audit::Record* record, std::string_view name) {
  return parse_int(field_value(record, name));
}

std::optional<std::uint64_t> field_hex(const audit::Record* record, std::string_view name) {
  std::string_view value = field_value(record, name);
  if (value.substr(0, 2) == "0x") value.remove_prefix(2);
  return parse_unsigned(value, 16);
}

std::optional<std::uint64_t> field_octal(const audit::Record* record, std::string_view name) {
  return parse_unsigned(field_value(record, name), 8);
}

std::string_view field_id(const audit::Record* record, std::string_view name) {
  const std::string_view id = field_value(record, name);
  return id == "4294967295" || id == "-1" || id == "?" ? std::string_view{} : id;
}

}  // namespace ak
