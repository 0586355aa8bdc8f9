#include "lineage/file_system.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <memory>
#include <utility>

namespace ak {

FileSystem::FileSystem(std::string host) : host_(std::move(host)) {}

std::optional<FileSource::File> FileSystem::look(const std::string& path) const {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return std::nullopt;
  File file;
  file.is_link = S_ISLNK(status.st_mode);
  if (file.is_link && stat(path.c_str(), &status) != 0) return std::nullopt;
  file.device_major = major(status.st_dev);
  file.device_minor = minor(status.st_dev);
  file.inode = status.st_ino;
  file.is_directory = S_ISDIR(status.st_mode);
  return file;
}

std::vector<std::string> FileSystem::list(const std::string& directory,
                                          std::size_t max_names) const {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> opened(opendir(directory.c_str()), closedir);
  if (!opened) return names;
  while (const dirent* entry = readdir(opened.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() == max_names) break;
    names.emplace_back(name);
  }
  return names;
}

}  // namespace ak
