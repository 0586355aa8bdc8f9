#include "lineage/moved_files.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/path.h"

namespace ak {

MovedFiles::MovedFiles(std::string directory, std::vector<WatchedFile> found)
    : directory_(std::move(directory)) {
  for (WatchedFile& watched : found) found_.emplace(std::move(watched.path), watched.file);
}

std::vector<std::string> MovedFiles::files() const {
  std::vector<std::string> paths;
  for (const auto& [path, file] : found_) {
    if (!file.is_directory || file.is_link) paths.push_back(path);
  }
  return paths;
}

// The file and the directories below the renamed one, the file first; nullptr for one that was not
// found.
std::vector<const FileSource::File*> MovedFiles::way_to(const std::string& path) const {
  std::vector<const FileSource::File*> way;
  for (std::string_view at = path; at.size() > directory_.size(); at = directory_name(at)) {
    const auto there = found_.find(at);
    way.push_back(there == found_.end() ? nullptr : &there->second);
  }
  return way;
}

bool MovedFiles::is_younger_than(TimeMs time, const std::string& path) const {
  const auto way = way_to(path);
  return std::any_of(way.begin(), way.end(), [&](const FileSource::File* file) {
    return file != nullptr && file->born > time + kTickMs;
  });
}

bool MovedFiles::was_there_at(TimeMs time, const std::string& path) const {
  const auto way = way_to(path);
  return std::all_of(way.begin(), way.end(), [&](const FileSource::File* file) {
    return file != nullptr && file->changed != 0 && file->changed < time;
  });
}

bool MovedFiles::may_lack_files_of(TimeMs time) const {
  if (found_.size() >= limits::kMaxMovedFiles) return true;
  return std::any_of(found_.begin(), found_.end(), [&](const auto& found) {
    const auto& [path, file] = found;
    if (!file.is_directory) return false;
    if (path != directory_) return file.changed >= time;
    return file.modified >= time || file.changed > time + kTickMs;
  });
}

bool MovedFiles::is_behind_link(const std::string& path) const {
  const auto way = way_to(path);
  return std::any_of(way.begin() + (way.empty() ? 0 : 1), way.end(),
                     [](const FileSource::File* file) { return file != nullptr && file->is_link; });
}

}  // namespace ak
