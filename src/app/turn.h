// A daemon's turn: when auditd restarts its plugin, or itself, the one before may still be handing
// its last alerts over.
#pragma once

#include <string>

#include "app/instance_lock.h"
#include "app/signals.h"
#include "input/byte_source.h"

namespace ak::app {

enum class Turn {
  ours,
  ours_unlocked,  // nobody can tell whether another runs: the lock's problem() says why
  refused,        // another runs on
  told_to_stop,   // SIGTERM came meanwhile
};

struct Waited {
  Turn turn = Turn::ours;
  std::string early;    // what came on the input meanwhile: auditd must not wait
  bool reload = false;  // SIGHUP came meanwhile
};

// Some seconds at most.
Waited wait_for_turn(InstanceLock& lock, Signals& signals, input::ByteSource& input);

}  // namespace ak::app
