// The other end of a stream connection that is sent lines: those it has not taken yet, up to a cap.
// Whole lines only: a line that does not fit is left out for this client, never cut.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "sink/unix_socket.h"

namespace ak::sink {

class SocketClient {
 public:
  // `fd`: a non-blocking stream socket. `max_bytes`: of lines waiting for the client; one line
  // alone may be longer.
  SocketClient(UniqueFd fd, std::size_t max_bytes) : fd_(std::move(fd)), max_bytes_(max_bytes) {}

  // Queues `line`, which ends in a newline, and writes what the client takes. False: it did not
  // fit behind what the client has not read.
  [[nodiscard]] bool add(std::string_view line);

  // Writes what the client takes.
  void flush();

  // Reads and ignores what the client says; learns when it only shut its sending side.
  void discard_input();

  // What poll said about its socket.
  void ready(short events);

  void hang_up() { gone_ = true; }

  [[nodiscard]] bool gone() const { return gone_; }
  [[nodiscard]] bool pending() const { return written_ < buffer_.size(); }
  // At least as many bytes as the client has not read.
  [[nodiscard]] std::size_t unread_bytes() const {
    return buffer_.size() - written_ + sink::unread_bytes(fd_.get());
  }
  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] short events() const;  // for poll

 private:
  UniqueFd fd_;
  std::size_t max_bytes_;
  std::string buffer_;
  std::size_t written_ = 0;  // of buffer_
  bool listens_only_ = false;
  bool gone_ = false;
};

}  // namespace ak::sink
