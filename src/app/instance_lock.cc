#include "app/instance_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/text.h"

namespace ak::app {
namespace {

// The pid that the holder wrote; it may not have come to that yet.
std::string holder(int fd) {
  std::array<char, 16> text{};
  const ssize_t got = ::pread(fd, text.data(), text.size(), 0);
  const std::string_view digits(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  const auto pid = parse_uint(digits.substr(0, digits.find('\n')));
  return pid ? fmt::format("process {}", *pid) : "an unknown process";
}

}  // namespace

InstanceLock::InstanceLock(const std::string& run_directory)
    : directory_(run_directory), path_(run_directory + "/daemon.lock") {}

InstanceLock::Outcome InstanceLock::try_lock() {
  const auto unusable = [&](std::string_view what) {
    problem_ = fmt::format("cannot {} {}: {}", what, path_, std::strerror(errno));
    return Outcome::unusable;
  };
  if (!fd_) {
    if (::mkdir(directory_.c_str(), 0755) == 0) ::chmod(directory_.c_str(), 0755);
    fd_.reset(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd_) return unusable("open");
  }
  if (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return unusable("lock");
    problem_ = fmt::format("{} has {}", holder(fd_.get()), path_);
    return Outcome::taken;
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  // For the message alone: on a full disk the lock holds all the same.
  if (::ftruncate(fd_.get(), 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(fd_.get(), pid.data(), pid.size(), 0);
  }
  return Outcome::held;
}

}  // namespace ak::app
