// What was held back since the last alert of its kind: the next one tells it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace ak::detect {

struct HeldBack {
  std::uint64_t count = 0;
  TimeMs first = 0;  // the earliest and the latest event's time; without meaning if count is 0
  TimeMs last = 0;

  void add(TimeMs time) {
    first = count == 0 ? time : std::min(first, time);
    last = count == 0 ? time : std::max(last, time);
    ++count;
  }

  friend bool operator==(const HeldBack&, const HeldBack&) = default;
};

}  // namespace ak::detect
