#include "app/read_only_view.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace ak::app {
namespace {

// mount_setattr(2), which C libraries before glibc 2.36 do not have: its number is the same on all
// machines, its structure that of linux/mount.h.
constexpr long kMountSetattr = 442;
constexpr unsigned kRecursive = 0x8000;  // AT_RECURSIVE
constexpr std::uint64_t kReadOnly = 1;   // MOUNT_ATTR_RDONLY

struct MountAttributes {
  std::uint64_t set = 0;
  std::uint64_t clear = 0;
  std::uint64_t propagation = 0;
  std::uint64_t user_namespace = 0;
};

bool set_attributes(const char* path, unsigned flags, const MountAttributes& attributes) {
  return ::syscall(kMountSetattr, AT_FDCWD, path, flags, &attributes, sizeof attributes) == 0;
}

bool is_read_only(const std::string& directory) {
  struct statvfs status {};
  return ::statvfs(directory.c_str(), &status) == 0 && (status.f_flag & ST_RDONLY) != 0;
}

std::string failure(std::string_view what) {
  return fmt::format("cannot {}: {}; files can be written everywhere", what, std::strerror(errno));
}

}  // namespace

std::string see_read_only_but(std::vector<std::string> directories) {
  if (::geteuid() != 0) return {};
  if (::unshare(CLONE_NEWNS) != 0) return failure("have a mount namespace");
  // What the host mounts or unmounts goes on to be seen; what is done here stays here.
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) {
    return failure("part from the host's mounts");
  }
  // One within another must lie on it.
  std::sort(directories.begin(), directories.end());
  std::vector<std::string> writable;
  for (const std::string& directory : directories) {
    if (is_read_only(directory)) continue;  // and so it stays
    // A mount of its own, which can be another thing than what it lies on; with what is mounted
    // below, which would else be hidden.
    if (::mount(directory.c_str(), directory.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
      return failure("mount " + directory);
    }
    writable.push_back(directory);
  }
  if (!set_attributes("/", kRecursive, {.set = kReadOnly})) return failure("mount / read-only");
  for (const std::string& directory : writable) {
    if (!set_attributes(directory.c_str(), 0, {.clear = kReadOnly})) {
      return failure("write below " + directory);
    }
  }
  return {};
}

}  // namespace ak::app
