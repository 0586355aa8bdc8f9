#include "lineage/live_mounts.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "base/limits.h"

namespace ak {

const MountTable& LiveMounts::current() {
  // Asked before it is read: what changes meanwhile is told the next time.
  const bool has_changed = this->has_changed();
  if (has_changed || !is_read_) read();
  return table_;
}

bool LiveMounts::has_changed() const {
  pollfd wanted{mountinfo_.get(), POLLPRI, 0};
  return ::poll(&wanted, 1, 0) > 0 && (wanted.revents & (POLLPRI | POLLERR)) != 0;
}

void LiveMounts::read() {
  table_ = MountTable();
  if (!mountinfo_) mountinfo_.reset(::open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC));
  is_read_ = static_cast<bool>(mountinfo_);
  if (!mountinfo_ || ::lseek(mountinfo_.get(), 0, SEEK_SET) != 0) return;
  std::string text;
  std::array<char, 65536> piece{};
  while (true) {
    const ssize_t got = ::read(mountinfo_.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return read_again();
    if (got == 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > limits::kMaxMountInfoBytes) return;
  }
  table_ = MountTable(text);
}

}  // namespace ak
