// `audisp-kube status`: how the running daemon is.
#pragma once

#include "app/cli.h"

namespace ak::app {

// Prints the daemon's status. With --check, only what is wrong. Returns the exit code: 0 it runs
// (and with --check: all is well), 1 it does not run or something is wrong, 3 it cannot be asked.
int run_status(const CommandLine& line);

}  // namespace ak::app
