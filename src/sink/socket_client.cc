#include "sink/socket_client.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace ak::sink {

bool SocketClient::add(std::string_view line) {
  if (gone_) return true;
  const std::size_t waiting = buffer_.size() - written_;
  if (waiting + line.size() > max_bytes_) {
    flush();
    if (pending() && buffer_.size() - written_ + line.size() > max_bytes_) return false;
  }
  buffer_ += line;
  flush();
  return true;
}

void SocketClient::flush() {
  while (pending() && !gone_) {
    const ssize_t sent = ::send(fd_.get(), buffer_.data() + written_, buffer_.size() - written_,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      written_ += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      gone_ = true;
    }
  }
  // Moving the rest only when most is written keeps the copying linear.
  if (written_ > buffer_.size() / 2) {
    buffer_.erase(0, written_);
    written_ = 0;
  }
}

void SocketClient::discard_input() {
  std::array<char, 4096> ignored{};
  const ssize_t got = ::recv(fd_.get(), ignored.data(), ignored.size(), MSG_DONTWAIT);
  if (got == 0) listens_only_ = true;
  if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) gone_ = true;
}

void SocketClient::ready(short events) {
  if ((events & (POLLHUP | POLLERR)) != 0) hang_up();
  if ((events & POLLIN) != 0) discard_input();
  flush();
}

short SocketClient::events() const {
  int events = 0;
  if (!listens_only_) events |= POLLIN;
  if (pending()) events |= POLLOUT;
  return static_cast<short>(events);
}

}  // namespace ak::sink
