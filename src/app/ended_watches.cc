#include "app/ended_watches.h"

#include <linux/audit.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/audit_fields.h"

namespace ak::app {
namespace {

constexpr std::string_view kOurKeys = "audisp-kube-";

// What a rule of a directory reports (dir=), whichever file has which name in it.
constexpr std::string_view kTree = "/etc/kubernetes";

bool is_in_tree(std::string_view path) {
  return path.starts_with(kTree) && (path.size() == kTree.size() || path[kTree.size()] == '/');
}

bool is_by_our_rule(const Event& event) {
  const Strings* const keys = event.strings(Field::auditd_keys);
  return keys != nullptr && std::any_of(keys->begin(), keys->end(), [](const std::string& key) {
           return key.starts_with(kOurKeys);
         });
}

enum class Naming { none, made, moved, gone };

// What the act does to the event's name: another file may have it than before, or none.
Naming naming_of(const Event& event) {
  const Strings* const actions = event.strings(Field::event_action);
  if (actions == nullptr || actions->empty()) return Naming::none;
  const std::string& act = actions->front();
  if (act == "deletion") return Naming::gone;
  if (act == "creation") return Naming::made;
  return act == "rename" ? Naming::moved : Naming::none;
}

// Two files. The first event is of the new name. Where records leave it open, the old name tells.
bool is_exchange(const std::vector<Event>& events, const FileSource* files) {
  const std::string_view path = events[0].string(Field::file_path);
  const std::string_view original = events[0].string(Field::file_original_path);
  if (path.empty() || original.empty()) return false;
  if (events[0].find(Field::auditd_unresolved_exchange) != nullptr) {
    return files != nullptr && files->look(std::string(original));
  }
  return events.size() > 1 && path == events[1].string(Field::file_original_path) &&
         original == events[1].string(Field::file_path);
}

std::uint64_t inode_of(const Event& event) {
  const std::string_view text = event.string(Field::file_inode);
  std::uint64_t inode = 0;
  std::from_chars(text.data(), text.data() + text.size(), inode);
  return inode;
}

}  // namespace

void EndedWatches::note(const audit::AuditEvent& audit_event, const std::vector<Event>& events,
                        const WatchedFiles& watched, const FileSource* files) {
  for (const audit::Record& record : audit_event.records) {
    if (record.type == AUDIT_CONFIG_CHANGE) note_rule(record);
  }
  if (events.empty() || events[0].string(Field::event_outcome) == "failure") return;
  note_names(events);
  if (is_exchange(events, files)) note_exchange(events, watched);
}

// A rule that somebody removes is told without its path.
void EndedWatches::note_rule(const audit::Record& change) {
  if (!field_text(&change, "key").starts_with(kOurKeys)) return;
  if (field_value(&change, "res") != "1") return;
  const std::string_view op = field_text(&change, "op");
  if (op == "add_rule") clear();
  if (op != "remove_rule") return;
  const std::string path(field_text(&change, "path"));
  const std::string tree(field_text(&change, "dir"));
  if (!path.empty() && make_room())
    lost_.try_emplace(path, Lost{std::string(directory_name(path))});
  if (tree.empty() || !make_room()) return;
  lost_.try_emplace(tree, Lost{tree}).first->second.inode = 0;
}

void EndedWatches::note_exchange(const std::vector<Event>& events, const WatchedFiles& watched) {
  const std::string path(events[0].string(Field::file_path));
  if (!is_by_our_rule(events[0]) || is_in_tree(path) || !watched.has(path)) return;
  if (make_room()) exchanged_.insert(path);
}

void EndedWatches::note_names(const std::vector<Event>& events) {
  for (const Event& event : events) {
    const Naming naming = naming_of(event);
    if (naming == Naming::gone) leave(event.string(Field::file_path));
    if (naming != Naming::moved) continue;
    const std::string_view original = event.string(Field::file_original_path);
    leave(original);
    if (original != kTree || !is_by_our_rule(event) || !make_room()) continue;
    // If another went before, the rule is with that.
    lost_.try_emplace(std::string(kTree), Lost{std::string(kTree), inode_of(event)});
  }
  for (const Event& event : events) {
    const Naming naming = naming_of(event);
    if (naming != Naming::made && naming != Naming::moved) continue;
    // What was made may have the number of a directory that is gone.
    come_back(event.string(Field::file_path), naming == Naming::moved ? inode_of(event) : 0);
  }
}

void EndedWatches::leave(std::string_view path) {
  exchanged_.erase(std::string(path));
  for (auto& [each, lost] : lost_) lost.is_there = lost.is_there && lost.directory != path;
}

void EndedWatches::look(const FileSource& files) {
  std::map<std::string, std::uint64_t> there;
  for (const auto& [path, lost] : lost_) {
    const auto file = lost.is_there ? std::nullopt : files.look(lost.directory);
    if (file && file->is_directory) there.emplace(lost.directory, file->inode);
  }
  for (const auto& [directory, inode] : there) come_back(directory, inode);
}

void EndedWatches::come_back(std::string_view path, std::uint64_t inode) {
  exchanged_.erase(std::string(path));
  std::erase_if(lost_, [&](const auto& entry) {
    const Lost& lost = entry.second;
    return lost.directory == path && lost.inode != 0 && lost.inode == inode;
  });
  for (auto& [each, lost] : lost_) lost.is_there = lost.is_there || lost.directory == path;
}

// What has gone for good makes room.
bool EndedWatches::make_room() {
  const auto is_full = [&] { return lost_.size() + exchanged_.size() >= limits::kMaxEndedWatches; };
  if (is_full()) std::erase_if(lost_, [](const auto& entry) { return !entry.second.is_there; });
  return !is_full();
}

std::size_t EndedWatches::size() const {
  const auto there = std::count_if(lost_.begin(), lost_.end(),
                                   [](const auto& entry) { return entry.second.is_there; });
  return static_cast<std::size_t>(there) + exchanged_.size();
}

void EndedWatches::save(ByteWriter& out) const {
  out.number(lost_.size());
  for (const auto& [path, lost] : lost_) {
    out.text(path);
    out.text(lost.directory);
    out.number(lost.inode);
    out.boolean(lost.is_there);
  }
  out.number(exchanged_.size());
  for (const std::string& path : exchanged_) out.text(path);
}

bool EndedWatches::load(ByteReader& in) {
  clear();
  for (auto left = in.count(limits::kMaxEndedWatches); left > 0; --left) {
    Lost& lost = lost_[std::string(in.text())];
    lost.directory = in.text();
    lost.inode = in.number();
    lost.is_there = in.boolean();
  }
  const std::size_t room = limits::kMaxEndedWatches - lost_.size();
  for (auto left = in.count(room); left > 0; --left) exchanged_.emplace(in.text());
  return !in.failed();
}

void EndedWatches::clear() {
  lost_.clear();
  exchanged_.clear();
}

}  // namespace ak::app
