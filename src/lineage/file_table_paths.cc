// FileTable: the paths of a file or directory beside its name, bounded in bytes.
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

void FileTable::add_alias(const FileId& id, const std::string& path) {
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return;
  std::vector<std::string>& aliases = entry->second.aliases;
  const bool is_known = std::find(aliases.begin(), aliases.end(), path) != aliases.end();
  if (is_known || aliases.size() >= limits::kMaxFileAliases || !has_room_for(path)) return;
  aliases.push_back(path);
  other_path_bytes_ += path.size();
}

void FileTable::remove_alias(const FileId& id, std::string_view path) {
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) return;
  other_path_bytes_ -= std::erase(entry->second.aliases, path) * path.size();
}

void FileTable::give_up_aliases(const Entry& entry) {
  for (const std::string& path : entry.aliases) other_path_bytes_ -= path.size();
}

}  // namespace ak
