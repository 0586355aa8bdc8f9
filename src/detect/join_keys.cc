#include "detect/join_keys.h"

#include <algorithm>
#include <variant>

#include "base/limits.h"

namespace ak::detect {
namespace {

// With its length in front, so that no two lists of values make the same key.
std::string part(char kind, const std::string& text) {
  return kind + std::to_string(text.size()) + ':' + text;
}

std::vector<std::string> parts_of(const Value& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return {part('b', *boolean ? "1" : "0")};
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return {part('n', std::to_string(*number))};
  if (const auto* text = std::get_if<std::string>(&value)) return {part('s', *text)};
  Strings texts = std::get<Strings>(value);
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  std::vector<std::string> parts;
  parts.reserve(texts.size());
  for (const std::string& text : texts) parts.push_back(part('s', text));
  return parts;
}

// What is kept of sequences and samples is kept apart by host, and an event is of one host, also
// where no record and no configuration says which.
bool is_of_the_host(const eql::JoinKey& field) {
  return field.field == Field::host_id || field.field == Field::host_name;
}

}  // namespace

std::vector<std::string> join_keys(const std::vector<eql::JoinKey>& fields, const Event& event,
                                   Counters& counters) {
  std::vector<std::string> keys{""};
  for (const eql::JoinKey& field : fields) {
    const Value* value = field.field ? event.find(*field.field) : nullptr;
    std::vector<std::string> parts;
    if (value != nullptr) parts = parts_of(*value);
    if (parts.empty() && !field.is_optional && !is_of_the_host(field)) return {};
    if (parts.empty()) parts.emplace_back("0");

    std::vector<std::string> longer;
    for (const std::string& key : keys) {
      for (const std::string& next : parts) {
        if (longer.size() < limits::kMaxJoinKeys) {
          longer.push_back(key + next);
        } else {
          ++counters.left_out_join_keys;
        }
      }
    }
    keys = std::move(longer);
  }
  return keys;
}

}  // namespace ak::detect
