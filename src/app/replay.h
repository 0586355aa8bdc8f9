// The commands that read logs: replay and events.
#pragma once

#include "app/cli.h"

namespace ak::app {

// Alerts from logs or standard input, on stdout. Returns the exit code.
int run_replay(const CommandLine& line);

// Every event as one ECS JSON line, on stdout. Returns the exit code.
int run_events(const CommandLine& line);

}  // namespace ak::app
