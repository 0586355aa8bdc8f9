// The alert in ArcSight's Common Event Format, version 0:
//   CEF:0|vendor|product|version|event class|name|severity|key=value key=value …
// Names of keys, their types and lengths are those of ArcSight's extension dictionary; what it has
// no key for is in custom strings and numbers, and in keys of our own ("audispkube…").
// docs/formats.md has the mapping.
#pragma once

#include <string>

#include "base/json_value.h"

namespace ak::alert {

// One line without a newline; valid UTF-8 without a control character.
std::string to_cef(const JsonValue& ecs);

}  // namespace ak::alert
