// What was suppressed and limited, as bytes: kept over a restart, so that a repeat is one there
// too.
#pragma once

#include "base/bytes.h"
#include "detect/noise.h"

namespace ak::detect {

void write(const NoiseState& state, ByteWriter& out);

// What write() wrote; `in` fails if it is not, or has more than the tables may hold.
NoiseState read_noise_state(ByteReader& in);

}  // namespace ak::detect
