// The alert for people at a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "alert/alert.h"
#include "alert/presentable.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"

namespace ak::alert {
namespace {

constexpr std::size_t kShownBytes = 1024;  // of one value

class Details {
 public:
  explicit Details(std::string& out) : out_(out) {}

  // Leaves a line without anything to say out.
  void line(std::string_view label, std::string_view text) {
    if (!text.empty()) out_ += fmt::format("    {:<9} {}\n", label, text);
  }

 private:
  std::string& out_;
};

std::string shown(const Event& event, Field field) {
  if (const std::int64_t* number = event.number(field)) return std::to_string(*number);
  if (const Strings* texts = event.strings(field)) {
    return to_printable(cut_text(join(*texts, " "), kShownBytes));
  }
  return to_printable(cut_text(std::string(event.string(field)), kShownBytes));
}

// "NAME (pid 7, /usr/bin/name): COMMAND LINE", as far as known.
std::string process(const Event& event, Field name, Field pid, Field executable,
                    Field command_line) {
  std::string text = shown(event, name);
  if (text.empty()) text = "unknown";
  std::string about;
  for (const std::string& part :
       {event.find(pid) == nullptr ? "" : "pid " + shown(event, pid), shown(event, executable)}) {
    if (part.empty()) continue;
    about += (about.empty() ? "" : ", ") + part;
  }
  if (!about.empty()) text += fmt::format(" ({})", about);
  const std::string command = shown(event, command_line);
  return command.empty() ? text : text + ": " + command;
}

// "alice (1000), effective root (0), logged in as alice (1000)"; an effective user only if another.
std::string users(const Event& event) {
  struct Identity {
    std::string_view role;
    Field name, id;
  };
  constexpr Identity kIdentities[] = {
      {"", Field::user_name, Field::user_id},
      {"effective ", Field::user_effective_name, Field::user_effective_id},
      {"logged in as ", Field::user_audit_name, Field::user_audit_id}};
  std::string text;
  for (const Identity& identity : kIdentities) {
    const std::string name = shown(event, identity.name);
    const std::string id = shown(event, identity.id);
    if (name.empty() && id.empty()) continue;
    const bool is_effective = identity.id == Field::user_effective_id;
    if (is_effective && id == shown(event, Field::user_id)) continue;
    if (!text.empty()) text += ", ";
    text += identity.role;
    text += name.empty() ? "uid " + id : name;
    if (!name.empty() && !id.empty()) text += fmt::format(" ({})", id);
  }
  return text;
}

std::string file(const Event& event) {
  std::string text = shown(event, Field::file_path);
  const std::string original = shown(event, Field::file_original_path);
  const std::string target = shown(event, Field::file_target_path);
  if (!original.empty()) text += fmt::format(" (from {})", original);
  if (!target.empty()) text += fmt::format(" -> {}", target);
  return text;
}

// "12 held back, from 2026-… to 2026-…"
std::string since(const detect::HeldBack& held) {
  if (held.count == 0) return {};
  return fmt::format("{} held back, from {} to {}", held.count, format_time(held.first),
                     format_time(held.last));
}

std::string attack(const detect::Threat& threat) {
  std::string text = to_printable(threat.tactic.name) + ": ";
  bool first = true;
  const auto add = [&](const detect::ThreatEntry& entry) {
    text +=
        fmt::format("{}{} {}", first ? "" : ", ", to_printable(entry.id), to_printable(entry.name));
    first = false;
  };
  for (const detect::Technique& technique : threat.techniques) {
    if (technique.subtechniques.empty()) add(technique);
    for (const detect::ThreatEntry& sub : technique.subtechniques) add(sub);
  }
  return text;
}

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

}  // namespace

std::string to_text(const Alert& alert, const FormatOptions& options) {
  const detect::Rule& rule = *alert.rule;
  const Event event = presentable(alert.event, options).event;

  std::string out =
      fmt::format("{}  {}  {}\n", format_time(alert.event.time),
                  upper(detect::severity_name(rule.severity)), describe(alert, event));
  Details details(out);
  for (std::size_t i = 0; i < std::min(alert.events.size(), limits::kMaxAlertEvents); ++i) {
    const Event& one = *alert.events[i];
    details.line(
        fmt::format("event {}", i + 1),
        fmt::format("{}  {}  {}", format_time(one.time), to_printable(one.string(Field::event_id)),
                    describe_event(presentable(one, options).event)));
  }
  details.line("file", file(event));
  details.line("process", process(event, Field::process_name, Field::process_pid,
                                  Field::process_executable, Field::process_command_line));
  details.line("parent",
               process(event, Field::process_parent_name, Field::process_parent_pid,
                       Field::process_parent_executable, Field::process_parent_command_line));
  details.line("cwd", shown(event, Field::process_working_directory));
  details.line("user", users(event));
  details.line("host", shown(event, Field::host_name));
  details.line("event", shown(event, Field::event_id));
  details.line("session", shown(event, Field::auditd_session));
  details.line("keys", shown(event, Field::auditd_keys));
  details.line("repeats", since(alert.suppressed));
  details.line("flood", since(alert.rate_limited));
  if (!alert.held_back_by.empty()) {
    details.line("held back", fmt::format("by {}: {}", alert.held_back_by,
                                          to_printable(alert.held_back_reason)));
  }
  for (const detect::Threat& threat : rule.threats) details.line("ATT&CK", attack(threat));
  details.line("detection",
               fmt::format("{}, risk {}; what to do: audisp-kube detections {}",
                           to_printable(rule.id), rule.risk_score, to_printable(rule.id)));
  return out;
}

}  // namespace ak::alert
