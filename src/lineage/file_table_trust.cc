// FileTable: what is confirmed. A path is, where each name on it was told after it was last
// doubted: by a move by a name alone, by a lost record, or with the directory that it is in. What
// was told of a whole path vouches for all doubts of before on the way.
#include <algorithm>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "lineage/file_table.h"

namespace ak {

void FileTable::note_loss(std::uint64_t host) {
  if (const auto found = hosts_.find(host); found != hosts_.end()) {
    found->second.last_loss = ++moments_;
  }
}

std::uint64_t FileTable::last_loss(std::uint64_t host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? 0 : found->second.last_loss;
}

// A directory is told apart by its own number, another file by that of the directory it was in.
std::uint64_t FileTable::last_stray(const Name& name, Stray what) const {
  const Name* known = what == Stray::directory ? &name : name.parent;
  if (!strays_.has_any(what) || known == nullptr) return 0;
  if (is_certain(*known) && is_sure(*known)) return 0;
  return strays_.last(what, name.host, name.text);
}

// Of a name that others are below, or will be.
std::uint64_t FileTable::last_stray(const Name& name) const {
  return std::max(last_stray(name, Stray::directory), last_stray(name, Stray::another_file));
}

// Before the name becomes one that no stray can have been.
void FileTable::doubt_content_for_strays(Name& name) {
  name.trust.content_doubted = std::max(name.trust.content_doubted, last_stray(name));
}

// When it was last doubted that the name is in its directory. A root always is.
std::uint64_t FileTable::doubts_of(const Name& name) const {
  if (name.parent == nullptr) return 0;
  return std::max({name.trust.doubted, name.parent->trust.content_doubted, last_loss(name.host)});
}

bool FileTable::is_sure(const Name& name) const {
  if (name.parent == nullptr) return true;
  return name.trust.told > doubts_of(name);
}

// Of what is saved the order is lost in which it was told and doubted: the worst is saved.
bool FileTable::may_become_unsure(const Name& name) const {
  if (name.parent == nullptr) return false;
  const std::uint64_t stray =
      name.children.empty() ? last_stray(name, Stray::another_file) : last_stray(name);
  const bool may_have_gone = stray > 0 && stray >= name.trust.told;
  return !is_sure(name) || name.parent->trust.may_hold_others || may_have_gone;
}

bool FileTable::is_confirmed(const Name& name) const {
  std::uint64_t vouched = 0;
  for (const Name* at = &name; at->parent != nullptr; at = at->parent) {
    // What was told below of all of the path vouches for it until it came here.
    if (at->trust.told > vouched) vouched = at->trust.is_of_path ? at->trust.told : 0;
    const std::uint64_t stray =
        at == &name ? last_stray(*at, Stray::another_file) : last_stray(*at);
    if (std::max(at->trust.told, vouched) <= std::max(doubts_of(*at), stray)) return false;
  }
  return true;
}

bool FileTable::holds_sure(const Name& name) const {
  std::vector<const Name*> waiting{&name};
  std::size_t seen = 0;
  while (!waiting.empty()) {
    const Name* at = waiting.back();
    waiting.pop_back();
    for (const auto& [text, child] : at->children) {
      if (++seen > limits::kMaxMovedNames) return true;
      if (child->certain == 0 || !is_sure(*child)) continue;
      if (is_certain(*child)) return true;
      waiting.push_back(child);
    }
  }
  return false;
}

void FileTable::renew(Name& name, bool is_told) {
  const std::uint64_t now = ++moments_;
  doubt_content_for_strays(name);
  if (std::exchange(name.trust.may_hold_others, false)) name.trust.content_doubted = now;
  name.trust.is_of_path = false;
  name.is_presumed = false;
  if (is_told) {
    name.trust.told = now;
  } else {
    name.trust.doubted = now;
  }
}

void FileTable::confirm(Name& name) {
  renew(name, true);
  name.trust.is_of_path = true;
  for (Name* at = name.parent; at != nullptr; at = at->parent) {
    if (!is_sure(*at)) at->trust.may_hold_others = true;
  }
}

// Of which directory it was is known by its number alone.
void FileTable::doubt(Name& name) {
  name.trust.doubted = ++moments_;
  if (!is_certain(name)) name.trust.content_doubted = moments_;
}

void FileTable::presume(Name& name) {
  doubt(name);
  name.is_presumed = true;
}

void FileTable::presume(const FileId& id) {
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return;
  presume(*entry->second.name);
  for (Name* alias : entry->second.aliases) presume(*alias);
}

}  // namespace ak
