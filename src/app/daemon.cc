#include "app/daemon.h"

#include <unistd.h>

#include <utility>

#include "app/event_loop.h"
#include "app/exit_code.h"
#include "app/log.h"
#include "app/report.h"
#include "app/signals.h"
#include "app/start_up.h"

namespace ak::app {

int run_daemon(const CommandLine& line) {
  if (::isatty(STDIN_FILENO) != 0) {
    complain(
        "the daemon is started by auditd, with records on standard input; to read a log: "
        "audisp-kube FILE");
    return kExitUsage;
  }
  Signals signals;
  Loaded loaded = load_what_is_there(line);
  Log log(loaded.setup.config.syslog.path);
  return EventLoop(line, signals, log, std::move(loaded)).run();
}

}  // namespace ak::app
