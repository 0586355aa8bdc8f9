#include "app/log.h"

#include <unistd.h>

#include "app/report.h"
#include "base/text.h"
#include "base/time.h"

namespace ak::app {

void Log::info(std::string_view message) {
  write(sink::syslog_severity("info"), message);
}
void Log::warning(std::string_view message) {
  write(sink::syslog_severity("warning"), message);
}
void Log::error(std::string_view message) {
  write(sink::syslog_severity("err"), message);
}

void Log::write(int severity, std::string_view message) {
  const std::string line = to_printable(message);
  const sink::SyslogHeader header{sink::syslog_facility("daemon"), severity, "audisp-kube",
                                  ::getpid()};
  const std::lock_guard lock(mutex_);
  complain(line);
  socket_.send(sink::syslog_packet(header, SystemClock().now(), line));
}

}  // namespace ak::app
