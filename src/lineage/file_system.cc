#include "lineage/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <memory>
#include <utility>

namespace ak {

FileSystem::FileSystem(std::string host) : host_(std::move(host)) {}

namespace {

struct statx status_of(const std::string& path, int flags) {
  struct statx status {};
  const int known = statx(AT_FDCWD, path.c_str(), flags, STATX_BASIC_STATS | STATX_BTIME, &status);
  if (known != 0) status.stx_mask = 0;
  return status;
}

TimeMs milliseconds(const statx_timestamp& time) {
  return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

// Where the time is one of whole seconds (ext4 with inodes of 128 bytes), it may be that much
// later.
TimeMs latest(const statx_timestamp& time) {
  return milliseconds(time) + (time.tv_nsec == 0 ? 999 : 0);
}

// The files of another host (NFS) may be dated by its clock. They are on no device of this one, but
// neither are tmpfs's.
bool is_on_device(const struct statx& status) {
  return status.stx_dev_major != 0;
}

}  // namespace

std::optional<FileSource::File> FileSystem::look(const std::string& path) const {
  struct statx status = status_of(path, AT_SYMLINK_NOFOLLOW);
  if (status.stx_mask == 0) return std::nullopt;
  File file;
  file.changed = latest(status.stx_ctime);
  const bool is_dated = (status.stx_mask & STATX_BTIME) != 0 && is_on_device(status);
  if (is_dated) file.born = milliseconds(status.stx_btime);
  file.is_link = S_ISLNK(status.stx_mode);
  if (file.is_link) status = status_of(path, 0);
  if (status.stx_mask == 0) return std::nullopt;
  file.device_major = status.stx_dev_major;
  file.device_minor = status.stx_dev_minor;
  file.inode = status.stx_ino;
  file.modified = milliseconds(status.stx_mtime);
  file.is_directory = S_ISDIR(status.stx_mode);
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
