#include "detect/exceptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "detect/exception_file.h"
#include "detect/rule_files.h"

namespace ak::detect {
namespace {

constexpr TimeMs kDayMs = 24LL * 60 * 60 * 1000;
constexpr TimeMs kSoonMs = 14 * kDayMs;

bool holds(const Exception& exception, const Event& event, const std::vector<EventPtr>& events) {
  if (events.empty()) return exception.condition.matches(event);
  return std::any_of(events.begin(), events.end(),
                     [&](const EventPtr& one) { return exception.condition.matches(*one); });
}

Diagnostic warning(const Diagnostic& place, std::string code, std::string message,
                   std::string hint = {}) {
  Diagnostic out = place;
  out.severity = Severity::warning;
  out.code = std::move(code);
  out.message = std::move(message);
  out.hint = std::move(hint);
  return out;
}

}  // namespace

Exceptions::Exceptions(std::vector<Exception> all) : all_(std::move(all)) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    for (const std::string& id : all_[i].detections) {
      std::vector<std::size_t>& of_id = by_rule_[id];
      if (of_id.empty() || of_id.back() != i) of_id.push_back(i);
    }
  }
}

const Exception* Exceptions::find(const std::string& rule_id, const Event& event,
                                  const std::vector<EventPtr>& events) const {
  if (all_.empty()) return nullptr;
  for (const std::string& id : {rule_id, std::string("*")}) {
    const auto found = by_rule_.find(id);
    if (found == by_rule_.end()) continue;
    for (const std::size_t i : found->second) {
      if (all_[i].applies_at(event.time) && holds(all_[i], event, events)) return &all_[i];
    }
  }
  return nullptr;
}

std::vector<const Exception*> Exceptions::of(std::string_view rule_id, TimeMs time) const {
  std::vector<const Exception*> found;
  for (const Exception& exception : all_) {
    const bool is_meant =
        std::any_of(exception.detections.begin(), exception.detections.end(),
                    [&](const std::string& id) { return id == "*" || id == rule_id; });
    if (is_meant && exception.applies_at(time)) found.push_back(&exception);
  }
  return found;
}

std::vector<Diagnostic> Exceptions::expiry_warnings(TimeMs now, bool with_soon) const {
  std::vector<Diagnostic> warnings;
  for (const Exception& exception : all_) {
    if (!exception.applies_at(now)) {
      warnings.push_back(warning(
          exception.expires_place, "W140",
          fmt::format("the exception expired after {} and does not apply", exception.expires_text),
          "remove it, or look at its reason again and give it a new date"));
    } else if (with_soon && !exception.applies_at(now + kSoonMs)) {
      warnings.push_back(warning(
          exception.expires_place, "W141",
          fmt::format("the exception expires in {} days", (*exception.end - now) / kDayMs)));
    }
  }
  return warnings;
}

std::vector<Diagnostic> Exceptions::unknown_detections(const RuleSet& rules) const {
  const std::vector<std::string_view> known = known_ids(rules);
  const std::set<std::string_view> known_set(known.begin(), known.end());
  std::vector<Diagnostic> warnings;
  for (const Exception& exception : all_) {
    for (const std::string& id : exception.detections) {
      if (id == "*" || known_set.count(id) > 0) continue;
      if (warnings.size() >= limits::kMaxDiagnosticsPerFile) return warnings;
      const std::string_view meant = nearest(id, known);
      warnings.push_back(warning(exception.detection_place, "W142",
                                 fmt::format("there is no detection \"{}\" to except from", id),
                                 meant.empty() ? "" : fmt::format("did you mean \"{}\"?", meant)));
    }
  }
  return warnings;
}

std::vector<std::string_view> known_ids(const RuleSet& rules) {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules.rules) ids.emplace_back(rule.id);
  for (const SkippedRule& skipped : rules.skipped) ids.emplace_back(skipped.id);
  return ids;
}

std::vector<Exception> load_exceptions(const std::string& directory,
                                       std::vector<Exception> exceptions,
                                       std::vector<Diagnostic>& diagnostics) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory, ignored) && !ignored) return exceptions;
  for (const std::string& file : find_rule_files({directory}, diagnostics)) {
    const Result<std::string> bytes = read_rule_bytes(file);
    if (!bytes) {
      Diagnostic unreadable;
      unreadable.file = file;
      unreadable.code = "E110";
      unreadable.message = bytes.error().message;
      diagnostics.push_back(std::move(unreadable));
      continue;
    }
    DiagnosticList complaints;
    read_exception_file(bytes.value(), file, complaints, exceptions);
    for (Diagnostic& diagnostic : complaints.take()) diagnostics.push_back(std::move(diagnostic));
  }
  return exceptions;
}

}  // namespace ak::detect
