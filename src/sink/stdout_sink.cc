#include "sink/stdout_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace ak::sink {

StdoutSink::StdoutSink(StdoutOptions options, Context context)
    : options_(options), context_(std::move(context)) {}

void StdoutSink::open() {
  struct stat status {};
  if (::fstat(options_.fd, &status) != 0) {
    broken_ = true;
    context_.report("standard output is closed");
    return;
  }
  socket_ = S_ISSOCK(status.st_mode);
  if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) return;
  // O_NONBLOCK belongs to what was opened, which others share: so it is opened once more.
  const std::string self = fmt::format("/proc/self/fd/{}", options_.fd);
  own_.reset(::open(self.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
}

Sink::Delivery StdoutSink::deliver(const Message& message) {
  if (broken_) return Delivery::never;
  if (!rest_.empty()) return Delivery::later;
  rest_ = alert::render(options_.format, message.json, 0).text + "\n";
  const std::size_t size = rest_.size();
  flush();
  if (broken_) return Delivery::never;
  if (rest_.size() < size) return Delivery::taken;
  rest_.clear();  // nothing of it was written
  return Delivery::later;
}

void StdoutSink::flush() {
  while (!rest_.empty()) {
    const ssize_t written =
        socket_ ? ::send(fd(), rest_.data(), rest_.size(), MSG_NOSIGNAL | MSG_DONTWAIT)
                : ::write(fd(), rest_.data(), rest_.size());
    if (written >= 0) {
      rest_.erase(0, static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOSPC) {
      return;
    } else if (errno != EINTR) {
      broken_ = true;
      rest_.clear();
      context_.report("standard output is closed");
    }
  }
}

Interest StdoutSink::interest(bool blocked) {
  Interest interest;
  if (!blocked && rest_.empty()) return interest;
  if (!broken_) interest.fds.push_back({fd(), POLLOUT, 0});
  interest.retry = true;
  return interest;
}

}  // namespace ak::sink
