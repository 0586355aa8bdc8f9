// Where in a log of a stream somebody goes on who has read part of the stream.
#pragma once

#include <vector>

#include "audit/audit_event.h"

namespace ak::audit {

struct ResumePoint {
  // Of the last record that was taken. Those behind it are new; of those before it, only those of
  // the open events are wanted again.
  EventId last;

  // The events that had begun and were not complete, in the order in which they began. Reading
  // begins at the first of them, if there is one.
  std::vector<EventId> open;

  [[nodiscard]] const EventId& first() const { return open.empty() ? last : open.front(); }
};

}  // namespace ak::audit
