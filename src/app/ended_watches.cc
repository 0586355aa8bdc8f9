#include "app/ended_watches.h"

#include <linux/audit.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "event/audit_fields.h"

namespace ak::app {
namespace {

constexpr std::string_view kOurKeys = "audisp-kube-";

// What a rule of a directory reports, whichever file has which name in it.
constexpr std::string_view kDirectory = "/etc/kubernetes/";

bool is_by_our_rule(const Event& event) {
  const Strings* const keys = event.strings(Field::auditd_keys);
  return keys != nullptr && std::any_of(keys->begin(), keys->end(), [](const std::string& key) {
           return key.starts_with(kOurKeys);
         });
}

// Two files, certainly or perhaps. The first event is of the new name.
bool is_exchange(const std::vector<Event>& events) {
  const std::string_view path = events[0].string(Field::file_path);
  if (path.empty()) return false;
  if (events[0].find(Field::auditd_unresolved_exchange) != nullptr) return true;
  return events.size() > 1 && path == events[1].string(Field::file_original_path) &&
         events[1].string(Field::file_path) == events[0].string(Field::file_original_path);
}

}  // namespace

void EndedWatches::note(const audit::AuditEvent& audit_event, const std::vector<Event>& events,
                        const WatchedFiles& watched) {
  for (const audit::Record& record : audit_event.records) {
    if (record.type == AUDIT_CONFIG_CHANGE) note_rule(record);
  }
  if (events.empty() || events[0].string(Field::event_outcome) == "failure") return;
  if (!is_exchange(events)) {
    note_names(events);
    return;
  }
  std::string path(events[0].string(Field::file_path));
  if (!is_by_our_rule(events[0]) || path.starts_with(kDirectory) || !watched.has(path)) return;
  add(exchanged_, std::move(path));
}

// A rule that somebody removes is told without its path.
void EndedWatches::note_rule(const audit::Record& change) {
  if (!field_text(&change, "key").starts_with(kOurKeys)) return;
  const std::string_view op = field_text(&change, "op");
  if (op == "add_rule") clear();
  if (op != "remove_rule") return;
  for (const std::string_view field : {"path", "dir"}) {
    const std::string_view path = field_text(&change, field);
    if (!path.empty()) add(removed_, std::string(path));
  }
}

void EndedWatches::note_names(const std::vector<Event>& events) {
  if (exchanged_.empty()) return;
  for (const Event& event : events) {
    if (!is_by_our_rule(event)) continue;
    exchanged_.erase(std::string(event.string(Field::file_path)));
  }
}

void EndedWatches::add(std::set<std::string>& paths, std::string path) {
  if (size() < limits::kMaxEndedWatches) paths.insert(std::move(path));
}

void EndedWatches::save(ByteWriter& out) const {
  for (const auto* paths : {&removed_, &exchanged_}) {
    out.number(paths->size());
    for (const std::string& path : *paths) out.text(path);
  }
}

bool EndedWatches::load(ByteReader& in) {
  clear();
  for (auto* paths : {&removed_, &exchanged_}) {
    for (auto left = in.count(limits::kMaxEndedWatches); left > 0; --left)
      paths->emplace(in.text());
  }
  return !in.failed();
}

void EndedWatches::clear() {
  removed_.clear();
  exchanged_.clear();
}

}  // namespace ak::app
