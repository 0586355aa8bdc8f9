#include "alert/short_json.h"

#include <array>
#include <utility>

#include "alert/presentable.h"
#include "base/time.h"
#include "event/event_json.h"

namespace ak::alert {
namespace {

constexpr std::size_t kLongestValue = 512;  // bytes; halved until the alert fits
constexpr std::size_t kShortestValue = 64;  // cut_text() takes no less

constexpr std::array kKept = {
    Field::host_name,          Field::user_name,           Field::process_pid, Field::process_name,
    Field::process_executable, Field::process_parent_name, Field::file_path,
};

EcsDocument head(const Alert& alert) {
  EcsDocument document;
  document.set("@timestamp", format_time(alert.event.time));
  document.set("event.kind", std::string("alert"));
  document.set("event.id", std::string(alert.event.string(Field::event_id)));
  document.set("event.sequence", static_cast<std::int64_t>(alert.sequence));
  document.set("event.severity", static_cast<std::int64_t>(alert.rule->severity));
  document.set("log.level", std::string(severity_name(alert.rule->severity)));
  document.set("rule.id", alert.rule->id);
  document.set("rule.name", alert.rule->name);
  document.set("labels.shortened", std::string("true"));
  return document;
}

}  // namespace

std::string to_short_json(const Alert& alert, const FormatOptions& options, std::size_t max_bytes) {
  const Event event = presentable(alert.event, options).event;
  const std::string message = summary(alert, options);
  for (std::size_t limit = kLongestValue; limit >= kShortestValue; limit /= 2) {
    EcsDocument document = head(alert);
    document.set("message", cut_text(message, limit));
    for (const Field field : kKept) {
      const Value* value = event.find(field);
      if (value == nullptr) continue;
      const auto* text = std::get_if<std::string>(value);
      document.set(field_info(field).name,
                   text == nullptr ? *value : Value(cut_text(*text, limit)));
    }
    std::string json = document.text();
    if (json.size() <= max_bytes) return json;
  }
  return head(alert).text();
}

}  // namespace ak::alert
