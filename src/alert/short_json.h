// An alert in its smallest useful form, for a receiver with a size limit (syslog).
#pragma once

#include <cstddef>
#include <string>

#include "alert/alert.h"

namespace ak::alert {

// What is needed to act, and to find the alert elsewhere (event.id, event.sequence): one JSON
// object without a newline, with labels.shortened "true". Values are cut until it is within
// `max_bytes`; when even that does not help, only what names the detection and the event is left.
// REQUIRES: alert.rule is set.
std::string to_short_json(const Alert& alert, const FormatOptions& options, std::size_t max_bytes);

}  // namespace ak::alert
