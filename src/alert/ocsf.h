// The alert in the Open Cybersecurity Schema Framework, version 1.3.0 (https://schema.ocsf.io):
// a Detection Finding, class 2004. A document about ourselves (a notice, a heartbeat) is no finding
// about anybody; it is an Application Lifecycle event, class 6002, which names the application that
// it speaks of, with the activity "Other". docs/formats.md has the mapping.
#pragma once

#include <string>

#include "base/json_value.h"

namespace ak::alert {

// One JSON object without a newline.
std::string to_ocsf(const JsonValue& ecs);

}  // namespace ak::alert
