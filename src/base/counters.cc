#include "base/counters.h"

namespace ak {

std::vector<Counters::Reading> Counters::read() const {
  return {
#define AK_COUNTER_READING(identifier, name, meaning, is_loss) \
  {name, meaning, is_loss, identifier.load(std::memory_order_relaxed)},
      AK_COUNTERS(AK_COUNTER_READING)
#undef AK_COUNTER_READING
  };
}

}  // namespace ak
