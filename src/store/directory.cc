#include "store/directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/fd.h"

namespace ak::store {
namespace {

Error failure(std::string_view what, const std::string& path) {
  return Error{fmt::format("cannot {} {}: {}", what, path, std::strerror(errno))};
}

}  // namespace

Status make_private_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    if (::chmod(path.c_str(), 0700) != 0) return failure("change the mode of", path);
  } else if (errno != EEXIST) {
    return failure("make", path);
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return failure("look at", path);
  if (!S_ISDIR(status.st_mode)) return Error{path + " is no directory"};
  if (status.st_uid != ::geteuid()) return Error{path + " belongs to another user"};
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return Error{path + " can be written by others"};
  return Done{};
}

Status make_private_file(const std::string& path) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const UniqueFd fd(::open(path.c_str(), kFlags, 0600));
  if (!fd) return failure("open", path);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return failure("look at", path);
  if (!S_ISREG(status.st_mode)) return Error{path + " is no plain file"};
  if (status.st_uid != ::geteuid()) return Error{path + " belongs to another user"};
  if (::fchmod(fd.get(), 0600) != 0) return failure("change the mode of", path);
  return Done{};
}

FileId file_id(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {0, 0};
  return {status.st_dev, status.st_ino};
}

}  // namespace ak::store
