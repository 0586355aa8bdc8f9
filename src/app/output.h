// Data on stdout: buffered by us, so that every failure to write is seen.
#pragma once

#include <string>
#include <string_view>

namespace ak::app {

class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}

  // Buffers `text`; writes when much has gathered.
  void write(std::string_view text);
  void flush();

  // The reader is gone (`| head`): nobody wants more, and nothing went wrong.
  [[nodiscard]] bool closed() const { return closed_; }

  // Why writing failed; empty while all is well. After a failure nothing is written any more.
  [[nodiscard]] const std::string& error() const { return error_; }

  [[nodiscard]] bool pending() const { return !buffer_.empty(); }
  [[nodiscard]] bool ended() const { return closed_ || !error_.empty(); }

 private:
  int fd_;
  std::string buffer_;
  std::string error_;
  bool closed_ = false;
};

}  // namespace ak::app
