#include "app/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace ak::app {
namespace {

constexpr std::size_t kFlushBytes = 64 * 1024;

}  // namespace

void Output::write(std::string_view text) {
  if (ended()) return;
  buffer_ += text;
  if (buffer_.size() >= kFlushBytes) flush();
}

void Output::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty() && !ended()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      closed_ = true;
    } else if (errno != EINTR) {
      error_ = std::string("cannot write to standard output: ") + std::strerror(errno);
    }
  }
  buffer_.clear();
}

}  // namespace ak::app
