// The command that auditd starts: records on standard input, alerts to the sinks.
#pragma once

#include "app/cli.h"

namespace ak::app {

// Runs until standard input ends or SIGTERM comes. Returns the exit code.
//
// A mistake in the configuration or the detections does not keep it from starting, since auditd
// gives a plugin up that ends too often: wrong keys get their defaults, detections that cannot be
// loaded are left out, and the log says so. On SIGHUP both are loaded again, and taken over only
// when they are without a mistake.
int run_daemon(const CommandLine& line);

}  // namespace ak::app
