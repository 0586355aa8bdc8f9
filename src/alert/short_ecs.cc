#include "alert/short_ecs.h"

#include <array>
#include <string_view>

#include "alert/presentable.h"

namespace ak::alert {
namespace {

constexpr std::size_t kLongestValue = 512;  // bytes; halved until the document fits
constexpr std::size_t kShortestValue = 64;  // cut_text() takes no less

// What names the event and the detection; and what else is needed to act.
constexpr std::array<std::string_view, 8> kNames = {
    "@timestamp",     "event.kind", "event.id", "event.sequence",
    "event.severity", "log.level",  "rule.id",  "rule.name",
};
constexpr std::array<std::string_view, 8> kKept = {
    "message",      "host.name",          "user.name",           "process.pid",
    "process.name", "process.executable", "process.parent.name", "file.path",
};
// Of kNames when nothing else fits.
constexpr std::array<std::string_view, 5> kLeast = {
    "@timestamp", "event.id", "event.sequence", "event.severity", "rule.id",
};

// Texts and numbers alone: nothing else is expected under these names.
template <typename Names>
void copy(const JsonValue& from, const Names& names, std::size_t max_value_bytes, JsonValue& to) {
  for (const std::string_view name : names) {
    const JsonValue* value = from.find(name);
    if (value == nullptr) continue;
    if (const auto* text = std::get_if<std::string>(&value->data)) {
      to.set(name, cut_text(*text, max_value_bytes));
    } else if (const auto* number = std::get_if<std::int64_t>(&value->data)) {
      to.set(name, *number);
    }
  }
}

}  // namespace

std::string shorten_ecs(const JsonValue& ecs, std::size_t max_bytes) {
  JsonValue names;
  copy(ecs, kNames, kLongestValue, names);
  names.set("labels.shortened", "true");
  for (std::size_t limit = kLongestValue; limit >= kShortestValue; limit /= 2) {
    JsonValue document = names;
    copy(ecs, kKept, limit, document);
    std::string json = document.text();
    if (json.size() <= max_bytes) return json;
  }
  if (std::string json = names.text(); json.size() <= max_bytes) return json;
  JsonValue least;
  copy(ecs, kLeast, kShortestValue, least);
  least.set("labels.shortened", "true");
  return least.text();
}

}  // namespace ak::alert
