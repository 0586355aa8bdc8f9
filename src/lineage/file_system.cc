#include "lineage/file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <utility>

namespace ak {

FileSystem::FileSystem(std::string host, Counters& counters,
                       std::function<void(const std::string&)> warn)
    : host_(std::move(host)), walk_([&counters, warn = std::move(warn)](const std::string* reason) {
        counters.unlooked_files.fetch_add(1, std::memory_order_relaxed);
        if (reason != nullptr) warn(*reason);
      }) {}

namespace {

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

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

Directory open_directory(int place) {
  const int fd = ::openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const directory = fd < 0 ? nullptr : ::fdopendir(fd);
  if (directory == nullptr && fd >= 0) ::close(fd);
  return {directory, ::closedir};
}

}  // namespace

std::optional<FileSource::File> FileSystem::look(const std::string& path) const {
  auto place = walk_.find(path, PathWalk::Last::itself);
  if (!place || place->status.stx_mask == 0) return std::nullopt;
  const struct statx& name = place->status;
  File file;
  file.changed = latest(name.stx_ctime);
  if ((name.stx_mask & STATX_BTIME) != 0 && is_on_device(name)) {
    file.born = milliseconds(name.stx_btime);
  }
  file.is_link = S_ISLNK(name.stx_mode);
  if (file.is_link) {
    place = walk_.find(path, PathWalk::Last::target);
    if (!place || place->status.stx_mask == 0) return std::nullopt;
    file.target = place->path;
  }
  file.is_by_others_link = place->is_by_others_link;
  const struct statx& status = place->status;
  file.device_major = status.stx_dev_major;
  file.device_minor = status.stx_dev_minor;
  file.inode = status.stx_ino;
  file.modified = milliseconds(status.stx_mtime);
  file.is_directory = S_ISDIR(status.stx_mode);
  file.has_other_names = !file.is_directory && status.stx_nlink > 1;
  return file;
}

std::optional<std::string> FileSystem::dangling(const std::string& path) const {
  return walk_.find_missing(path);
}

std::vector<std::string> FileSystem::list(const std::string& directory,
                                          std::size_t max_names) const {
  std::vector<std::string> names;
  const auto place = walk_.find(directory, PathWalk::Last::target);
  if (!place) return names;
  const Directory opened = open_directory(place->fd.get());
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
