// The commands that look at what is installed: check, detections and audit-rules.
#pragma once

#include "app/cli.h"

namespace ak::app {

// Checks configuration and detections, or only the PATHs given. Returns the exit code.
int run_check(const CommandLine& line);

// The detections as a table, or the one with that id in full. Returns the exit code.
int run_detections(const CommandLine& line);

// The audit rules that only this host can tell, on stdout. Returns the exit code.
int run_audit_rules();

}  // namespace ak::app
