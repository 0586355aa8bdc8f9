// What the daemon loads, at its start and at each reload, and what it says of it.
#pragma once

#include <vector>

#include "app/cli.h"
#include "app/log.h"
#include "app/reloader.h"
#include "base/diagnostic.h"
#include "base/time.h"
#include "detect/noise.h"

namespace ak::app {

// Configuration and detections, whole or not at all.
Result<Loaded> load(const CommandLine& line);

// For the start, which no mistake may prevent: what can be loaded; an unreadable configuration
// stands for the defaults. The diagnostics say what was wrong.
Loaded load_what_is_there(const CommandLine& line);

// The errors among them, each as one line that says where and what.
void log_errors(Log& log, const std::vector<Diagnostic>& diagnostics);

// The same for exceptions that have expired at `now`: alerts come again that somebody took for
// settled.
void log_expired(Log& log, const detect::NoisePolicy& noise, TimeMs now);

}  // namespace ak::app
