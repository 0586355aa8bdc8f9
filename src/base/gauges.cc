#include "base/gauges.h"

namespace ak {

std::vector<Gauges::Reading> Gauges::read() const {
  return {
#define AK_GAUGE_READING(identifier, meaning, cap) \
  {#identifier, meaning, cap, identifier.load(std::memory_order_relaxed)},
      AK_GAUGES(AK_GAUGE_READING)
#undef AK_GAUGE_READING
  };
}

}  // namespace ak
