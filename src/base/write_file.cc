#include "base/write_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/fd.h"

namespace ak {
namespace {

Error failure(const std::string& path) {
  return Error{fmt::format("cannot write {}: {}", path, std::strerror(errno))};
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool fill(const std::string& path, std::string_view bytes, mode_t mode, Durability durability) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const UniqueFd fd(::open(path.c_str(), kFlags, 0600));
  return fd && write_all(fd.get(), bytes) && ::fchmod(fd.get(), mode) == 0 &&
         (durability == Durability::process || ::fsync(fd.get()) == 0);
}

// So that the new name is on the disk as well. Not every file system can.
void sync_directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const UniqueFd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd) ::fsync(fd.get());
}

}  // namespace

Status write_file_atomically(const std::string& path, std::string_view bytes, mode_t mode,
                             Durability durability) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());  // left by a process that was killed
  if (!fill(fresh, bytes, mode, durability) || ::rename(fresh.c_str(), path.c_str()) != 0) {
    Error error = failure(path);
    ::unlink(fresh.c_str());
    return error;
  }
  if (durability == Durability::power) sync_directory_of(path);
  return Done{};
}

}  // namespace ak
