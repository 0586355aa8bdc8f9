// An ECS document in its smallest useful form, for a receiver with a size limit (format.h).
#pragma once

#include <cstddef>
#include <string>

#include "base/json_value.h"

namespace ak::alert {

// One JSON object without a newline, with labels.shortened "true", of at most `max_bytes`.
// REQUIRES: max_bytes >= limits::kMinRenderedBytes; a smaller one is not kept.
std::string shorten_ecs(const JsonValue& ecs, std::size_t max_bytes);

}  // namespace ak::alert
