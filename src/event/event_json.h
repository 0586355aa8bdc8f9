// An event's fields as ECS JSON: dotted names become nested objects.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "event/event.h"

namespace ak {

// The event as one JSON object without a newline (what `audisp-kube events` prints).
std::string to_json(const Event& event);

}  // namespace ak
