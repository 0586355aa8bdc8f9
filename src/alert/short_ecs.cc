#include "alert/short_ecs.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "alert/presentable.h"

namespace ak::alert {
namespace {

constexpr std::array<std::size_t, kShortenings - 2> kMaxValueBytes = {512, 256, 128, 64};
constexpr std::size_t kLeastValueBytes = 64;  // cut_text() takes no less

// What names the event and the detection; and what else is needed to act.
constexpr std::array<std::string_view, 9> kNames = {
    "@timestamp",   "event.kind", "event.id", "event.sequence", "event.severity",
    "event.action", "log.level",  "rule.id",  "rule.name",
};
constexpr std::array<std::string_view, 8> kKept = {
    "message",      "host.name",          "user.name",           "process.pid",
    "process.name", "process.executable", "process.parent.name", "file.path",
};
// Of kNames when nothing else fits.
constexpr std::array<std::string_view, 5> kLeast = {
    "@timestamp", "event.id", "event.sequence", "event.severity", "rule.id",
};

// What no format writes as more than one byte.
std::string plain(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](unsigned char c) {
        return c < 0x20 || c >= 0x7F || c == '"' || c == '\\' || c == '|' || c == '=';
      },
      '?');
  return text;
}

// Texts and numbers alone: nothing else is expected under these names.
template <typename Names, typename Cut>
void copy(const JsonValue& from, const Names& names, const Cut& cut, JsonValue& to) {
  for (const std::string_view name : names) {
    const JsonValue* value = from.find(name);
    if (value == nullptr) continue;
    if (const auto* text = std::get_if<std::string>(&value->data)) {
      to.set(name, cut(*text));
    } else if (const auto* number = std::get_if<std::int64_t>(&value->data)) {
      to.set(name, *number);
    }
  }
}

}  // namespace

JsonValue shorten_ecs(const JsonValue& ecs, int degree) {
  JsonValue document;
  if (degree == kShortenings - 1) {
    copy(
        ecs, kLeast,
        [](const std::string& text) { return plain(cut_text(text, kLeastValueBytes)); }, document);
    document.set("labels.shortened", "true");
    return document;
  }
  const auto cut_to = [](std::size_t max_bytes) {
    return [max_bytes](const std::string& text) { return cut_text(text, max_bytes); };
  };
  copy(ecs, kNames, cut_to(kMaxValueBytes.front()), document);
  document.set("labels.shortened", "true");
  if (degree < static_cast<int>(kMaxValueBytes.size())) {
    copy(ecs, kKept, cut_to(kMaxValueBytes.at(static_cast<std::size_t>(degree))), document);
  }
  return document;
}

}  // namespace ak::alert
