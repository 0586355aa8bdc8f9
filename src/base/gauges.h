// What the program holds at present: the sizes of its tables, each beside its cap. One table, as
// base/counters.h is for what it counts.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace ak {

// X(identifier, meaning, cap)
#define AK_GAUGES(X)                                                                     \
  X(open_events, "audit events not yet complete", limits::kMaxOpenEvents)                \
  X(processes, "processes known", limits::kMaxProcesses)                                 \
  X(sessions, "audit sessions known", limits::kMaxSessions)                              \
  X(files, "names of files known", limits::kMaxFiles)                                    \
  X(sequence_bytes, "bytes of pending sequences and samples", limits::kMaxSequenceBytes) \
  X(suppressed_groups, "groups of alerts whose repeats are suppressed",                  \
    limits::kMaxSuppressedGroups)                                                        \
  X(ended_watches, "paths that audit rules report no more", limits::kMaxEndedWatches)

// The reader sets them, any thread may read.
class Gauges {
 public:
#define AK_GAUGE_MEMBER(identifier, meaning, cap) std::atomic<std::uint64_t> identifier{0};
  AK_GAUGES(AK_GAUGE_MEMBER)
#undef AK_GAUGE_MEMBER

  struct Reading {
    std::string_view name;
    std::string_view meaning;
    std::uint64_t cap;
    std::uint64_t value;
  };
  [[nodiscard]] std::vector<Reading> read() const;
};

}  // namespace ak
