#include "app/daemon.h"

#include <unistd.h>

#include <memory>
#include <string>
#include <utility>

#include "app/confinement.h"
#include "app/environment.h"
#include "app/event_loop.h"
#include "app/exit_code.h"
#include "app/instance_lock.h"
#include "app/log.h"
#include "app/report.h"
#include "app/signals.h"
#include "app/start_up.h"
#include "app/turn.h"
#include "input/byte_source.h"

namespace ak::app {

int run_daemon(const CommandLine& line) {
  if (::isatty(STDIN_FILENO) != 0) {
    complain(
        "the daemon is started by auditd, with records on standard input; to read a log: "
        "audisp-kube FILE");
    return kExitUsage;
  }
  settle_daemon();
  Signals signals;
  Loaded loaded = load_what_is_there(line);
  Log log(syslog_path(loaded.setup.config));
  const std::unique_ptr<input::ByteSource> input =
      input::read_descriptor(STDIN_FILENO, "standard input");
  InstanceLock lock(loaded.setup.config.run_directory);
  const Waited waited = wait_for_turn(lock, signals, *input);
  switch (waited.turn) {
    case Turn::ours:
      break;
    case Turn::ours_unlocked:
      log.warning(lock.problem() + "; a second audisp-kube would not be noticed");
      break;
    case Turn::refused:
      log.error("not started: another audisp-kube runs, " + lock.problem());
      return kExitIo;
    case Turn::told_to_stop:
      log.warning("stopped while another audisp-kube was still ending");
      return kExitDone;
  }
  for (const std::string& problem : confine(daemon_needs(loaded.setup.config))) {
    log.warning(problem);
  }
  EventLoop loop(line, signals, log, *input, std::move(loaded));
  loop.begin_with(waited);
  return loop.run();
}

}  // namespace ak::app
