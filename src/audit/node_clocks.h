// Event time of each node of a stream: the latest of its last limits::kClockRecords records, or
// twice as many, so that a clock that was set back is forgotten. One that is ahead of the others'
// says nothing of them.
#pragma once

#include <cstdint>

#include "audit/recent_nodes.h"
#include "base/time.h"

namespace ak::audit {

class NodeClocks {
 public:
  // A record of the node came, of that time.
  void note(std::uint64_t node, TimeMs time);

  // 0: of a node that is not known.
  [[nodiscard]] TimeMs now(std::uint64_t node) const;

 private:
  struct Clock {
    std::uint64_t records = 0;
    TimeMs recent = 0;
    TimeMs former = 0;
  };

  RecentNodes<Clock> nodes_;
};

}  // namespace ak::audit
