#include "audit/node_clocks.h"

#include <algorithm>

#include "base/limits.h"

namespace ak::audit {

void NodeClocks::note(std::uint64_t node, TimeMs time) {
  Clock* clock = nodes_.find(node);
  if (clock == nullptr) {
    nodes_.add(node, {.recent = time});
    return;
  }
  if (++clock->records % limits::kClockRecords == 0) {
    clock->former = clock->recent;
    clock->recent = time;
  }
  clock->recent = std::max(clock->recent, time);
}

TimeMs NodeClocks::now(std::uint64_t node) const {
  const Clock* clock = nodes_.peek(node);
  return clock == nullptr ? 0 : std::max(clock->former, clock->recent);
}

}  // namespace ak::audit
