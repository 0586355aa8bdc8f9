// What the daemon shows of itself while it runs, besides its counters. The reader writes, the
// health thread reads.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/gauges.h"
#include "base/histogram.h"
#include "base/time.h"

namespace ak::app {

struct Vitals {
  Gauges tables;
  Histogram reader_busy;              // from a wait's end to the next wait
  std::atomic<TimeMs> busy_since{0};  // that wait's end; 0: it waits
  Histogram evaluation;               // of one event by all detections
  std::atomic<TimeMs> last_event{0};  // the newest event's time
  std::atomic<std::uint64_t> detections{0};
  std::atomic<std::int64_t> kernel_lost{-1};  // KernelStatus::lost, by the health thread; -1: not
                                              // known yet
};

}  // namespace ak::app
