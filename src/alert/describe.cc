// What happened, in one line.
#include <fmt/format.h>

#include <algorithm>

#include "alert/presentable.h"
#include "base/text.h"
#include "base/time.h"

namespace ak::alert {
namespace {

constexpr std::size_t kShownBytes = 512;  // of a command line or a path in the one line

std::string shown(std::string_view text) {
  return to_printable(cut_text(std::string(text), kShownBytes));
}

bool has(const Event& event, Field field, std::string_view value) {
  const Strings* held = event.strings(field);
  return held != nullptr && std::find(held->begin(), held->end(), value) != held->end();
}

// "alice", "root (logged in as alice)", "uid 1000".
std::string who(const Event& event) {
  std::string user = shown(event.string(Field::user_name));
  if (user.empty() && event.find(Field::user_id) != nullptr) {
    user = "uid " + shown(event.string(Field::user_id));
  }
  if (user.empty()) user = "an unknown user";
  std::string login = shown(event.string(Field::user_audit_name));
  if (!login.empty() && login != user) user += fmt::format(" (logged in as {})", login);
  return user;
}

std::string process_started(const Event& event) {
  std::string_view command = event.string(Field::process_command_line);
  if (command.empty()) command = event.string(Field::process_name);
  const std::string parent =
      has_unknown_parent(event) ? "unknown" : shown(event.string(Field::process_parent_name));
  return fmt::format("{} ran \"{}\", parent {}", who(event), shown(command), parent);
}

std::string file_touched(const Event& event) {
  const std::string path = shown(event.string(Field::file_path));
  const std::string original = shown(event.string(Field::file_original_path));
  std::string act;
  if (has(event, Field::event_action, "rename") && !original.empty()) {
    act = fmt::format("renamed {} to {}", original, path);
  } else if (has(event, Field::event_action, "changed-file-permissions-of")) {
    act = "changed the permissions of " + path;
  } else if (has(event, Field::event_action, "changed-file-ownership-of")) {
    act = "changed the owner of " + path;
  } else if (has(event, Field::event_action, "changed-file-attributes-of")) {
    act = "changed the attributes of " + path;
  } else if (has(event, Field::event_action, "linked") && !original.empty()) {
    act = fmt::format("linked {} to {}", path, original);
  } else if (has(event, Field::event_action, "mounted")) {
    act = "laid a mount over " + path;
  } else if (has(event, Field::event_type, "creation")) {
    act = "created " + path;
  } else if (has(event, Field::event_type, "deletion")) {
    act = "deleted " + path;
  } else if (has(event, Field::event_type, "change")) {
    act = "changed " + path;
  } else {
    act = "opened " + path;
  }
  const std::string program = shown(event.string(Field::process_name));
  return fmt::format("{} {} with {}", who(event), act,
                     program.empty() ? "an unknown program" : program);
}

// A changed mount names a file too, but did nothing to it.
bool is_file_act(const Event& event) {
  return event.find(Field::file_path) != nullptr && !has(event, Field::event_category, "process") &&
         !has(event, Field::event_type, "info");
}

std::string anything_else(const Event& event) {
  const Strings* actions = event.strings(Field::event_action);
  const std::string action =
      actions == nullptr || actions->empty() ? "an event" : shown(actions->front());
  const std::string program = shown(event.string(Field::process_name));
  return fmt::format("{}: {} by {}", who(event), action,
                     program.empty() ? "an unknown program" : program);
}

}  // namespace

bool has_unknown_parent(const Event& event) {
  return has(event, Field::event_category, "process") && has(event, Field::event_type, "start") &&
         event.string(Field::process_parent_name).empty();
}

std::string describe_event(const Event& event) {
  std::string what;
  if (has(event, Field::event_category, "process") && has(event, Field::event_type, "start")) {
    what = process_started(event);
  } else if (is_file_act(event)) {
    what = file_touched(event);
  } else {
    what = anything_else(event);
  }
  if (has(event, Field::event_category, "attempt")) what += " (an attempt that failed)";
  return what;
}

std::string describe(const Alert& alert, const Event& event) {
  std::string text = fmt::format("{}: {}", to_printable(alert.rule->name), describe_event(event));
  if (alert.events.size() > 1) {
    const TimeMs span_ms = alert.events.back()->time - alert.events.front()->time;
    text += fmt::format(", the last of {} events within {}.{:03} s", alert.events.size(),
                        span_ms / 1000, span_ms % 1000);
  }
  if (alert.suppressed.count > 0) {
    text += fmt::format("; {} repeats suppressed since {}", alert.suppressed.count,
                        format_time(alert.suppressed.first));
  }
  if (alert.rate_limited.count > 0) {
    text += fmt::format("; {} alerts over the rate limit since {}", alert.rate_limited.count,
                        format_time(alert.rate_limited.first));
  }
  return text;
}

std::string summary(const Alert& alert, const FormatOptions& options) {
  return describe(alert, presentable(alert.event, options).event);
}

}  // namespace ak::alert
