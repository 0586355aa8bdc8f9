// The daemon's signals as a descriptor to poll.
#pragma once

#include "base/fd.h"

namespace ak::app {

class Signals {
 public:
  // Blocks SIGTERM, SIGINT, SIGHUP and SIGUSR1 in this thread and in those it starts, to be read
  // here; unblocks all others, as auditd up to 4.0.4 hands its own mask on.
  Signals();

  [[nodiscard]] int fd() const { return fd_.get(); }

  // The number of a signal that has come; 0 if none has.
  [[nodiscard]] int next();

 private:
  UniqueFd fd_;
};

}  // namespace ak::app
