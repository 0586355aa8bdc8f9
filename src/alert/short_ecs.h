// An ECS document reduced, for a receiver with a size limit (format.h), degree by degree.
#pragma once

#include "base/json_value.h"

namespace ak::alert {

// What is needed to act, with values of at most 512 bytes (degree 0), 256, 128 and 64 bytes (3);
// what names the detection and the event (4); the same in 64 printable bytes a value, and without
// the detection's title (5). labels.shortened is "true". REQUIRES: 0 <= degree < kShortenings.
JsonValue shorten_ecs(const JsonValue& ecs, int degree);
inline constexpr int kShortenings = 6;

}  // namespace ak::alert
