// Recorded audit logs of tests/data: as text for libauparse, and as the events that detections see.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "event/event.h"

namespace ak::bench {

struct Recording {
  std::string text;           // audit records, a line each
  std::vector<Event> events;  // complete, as detections are given them
  std::size_t audit_events = 0;
};

// All recordings tests/data/PREFIX*.log, one after the other.
Recording load_recordings(const std::string& prefix);

}  // namespace ak::bench
