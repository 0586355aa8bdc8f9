// FileTable: the names and paths of a file or directory beside the one that it is found by.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lineage/file_table.h"

namespace ak {

void FileTable::note_other_path(const FileId& id, std::string path, bool is_directory) {
  forget_other_path(id);
  if (!has_room_for(path)) return;
  if (other_paths_.size() >= max_pinned_) {
    ++counters_.evicted_files;
    const FileId any = other_paths_.begin()->first;
    forget_other_path(any);
  }
  other_path_bytes_ += path.size();
  other_paths_[id] = {std::move(path), is_directory};
}

bool FileTable::has_room_for(const std::string& other_path) {
  if (other_path.size() <= limits::kMaxOtherPathBytes &&
      other_path_bytes_ + other_path.size() <= limits::kMaxOtherPathsBytes) {
    return true;
  }
  ++counters_.evicted_files;
  return false;
}

std::string FileTable::other_path(const FileId& id, bool is_directory) const {
  const auto found = other_paths_.find(id);
  const bool is_known = found != other_paths_.end() && found->second.is_directory == is_directory;
  return is_known ? found->second.path : std::string();
}

void FileTable::forget_other_path(const FileId& id) {
  const auto found = other_paths_.find(id);
  if (found == other_paths_.end()) return;
  other_path_bytes_ -= found->second.path.size();
  other_paths_.erase(found);
}

void FileTable::note_other_names(const FileId& id) {
  const auto entry = entries_.find(id);
  if (entry != entries_.end()) entry->second.has_other_names = true;
}

FileTable::Name* FileTable::add_alias(const FileId& id, std::string_view path) {
  if (!entries_.contains(id)) return nullptr;
  Name* const name = make(id.host, path);
  const auto entry = entries_.find(id);  // what made room may have been the file
  if (name == nullptr) return nullptr;
  if (name->alias_of == id) return name;
  const bool is_known = entry != entries_.end();
  const bool is_certain = is_known && entry->second.certain;
  const bool is_full = is_known && entry->second.aliases.size() >= limits::kMaxFileAliases;
  if (is_full) ++counters_.evicted_files;
  const bool is_taken = !is_certain && certain_file(*name) != nullptr;
  if (!is_known || is_full || is_taken || entry->second.name == name) {
    prune(name);
    return nullptr;
  }
  while (is_certain && !name->ids.empty()) erase_entry(name->ids.front());
  end_alias(*name);
  name->alias_of = id;
  entry->second.aliases.push_back(name);
  return name;
}

void FileTable::remove_alias(Name& name) {
  end_alias(name);
  prune(&name);
}

void FileTable::end_alias(Name& name) {
  if (!name.alias_of) return;
  std::erase(entries_.at(*name.alias_of).aliases, &name);
  name.alias_of.reset();
}

// The names stay, since this is called where names are taken away, and are the first to make room.
void FileTable::end_aliases(Entry& entry) {
  for (Name* name : entry.aliases) {
    name->alias_of.reset();
    if (!name->ids.empty() || !name->children.empty()) continue;
    names_.splice(names_.begin(), name->pinned ? pinned_ : names_, name->self);
    name->pinned = false;
  }
  entry.aliases.clear();
}

}  // namespace ak
