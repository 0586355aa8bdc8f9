// What the daemon says of itself, to the local syslog (facility daemon) and to stderr. Never waits:
// a line that syslog cannot take now reaches stderr alone. Any thread may call.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "sink/syslog_socket.h"

namespace ak::app {

class Log {
 public:
  // `syslog_path`: syslog's socket.
  explicit Log(std::string syslog_path) : socket_(std::move(syslog_path)) {}

  // One line each; control characters are escaped.
  void info(std::string_view message);
  void warning(std::string_view message);
  void error(std::string_view message);

 private:
  void write(int severity, std::string_view message);

  std::mutex mutex_;
  sink::SyslogSocket socket_;
};

}  // namespace ak::app
