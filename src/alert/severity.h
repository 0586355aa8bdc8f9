// How grave a document is, for formats that have other scales than ECS. Of an alert the rule's
// severity; of a document about ourselves (a notice, a heartbeat) the word of its log.level.
#pragma once

#include "base/json_value.h"

namespace ak::alert {

enum class Gravity { informational, low, medium, high, critical };
Gravity gravity(const JsonValue& ecs);

}  // namespace ak::alert
