#include "support/event_text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace ak::test {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view dividers) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find_first_of(dividers);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

void set(Event& event, Field field, std::string_view value) {
  const FieldInfo& info = field_info(field);
  if (info.many) {
    Strings elements;
    for (const std::string_view element : split(value, "|")) elements.emplace_back(element);
    event.set(field, std::move(elements));
  } else if (info.type == FieldType::number || info.type == FieldType::date) {
    event.set(field, parse_int(value).value_or(0));
  } else if (info.type == FieldType::boolean) {
    event.set(field, value == "true");
  } else {
    event.set(field, std::string(value));
  }
}

}  // namespace

Event event_from_text(std::string_view text) {
  Event event;
  for (const std::string_view entry : split(text, ";\n")) {
    if (entry.empty()) continue;
    const std::size_t equals = entry.find('=');
    const std::string_view name = trimmed(entry.substr(0, equals));
    const auto field = find_field(name);
    if (!field || equals == std::string_view::npos) {
      ADD_FAILURE() << "not a field: " << entry;
      return event;
    }
    const std::string_view value = trimmed(entry.substr(equals + 1));
    if (value.empty()) {
      event.erase(*field);
    } else {
      set(event, *field, value);
    }
  }
  return event;
}

}  // namespace ak::test
