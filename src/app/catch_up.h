// Reads in auditd's own log what this daemon has not seen: what was in its socket when it was
// killed, and what came while it was away. auditd writes an event into its log before it hands it
// to its plugins, so what the log does not have at its end comes on the stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/catch_up_options.h"
#include "app/pipeline.h"
#include "base/counters.h"
#include "base/time.h"

namespace ak::app {

struct CaughtUp {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;   // of them
  std::uint64_t missed = 0;  // records that were not read, or at least one
  bool is_of_boot = false;   // Present::boot_time came by
  std::string problem;       // why something is missing before the log's end: one line
};

// What the present looks like to it.
struct Present {
  TimeMs now = 0;
  // The state is that of an earlier boot, and this one began then: from there on what is known of
  // processes and files is forgotten. 0: the same boot.
  TimeMs boot_time = 0;
};

// Feeds the pipeline with what the log set of `log` has behind its position, of the newest
// CatchUpOptions::max_bytes. Nothing without a position.
CaughtUp catch_up(const std::string& log, const CatchUpOptions& options, const Present& present,
                  Pipeline& pipeline, Counters& counters);

// Sets the position of a pipeline that has none behind the log's last record, from where on a later
// run can catch up: at its beginning if it has none yet.
void begin_at_end(const std::string& log, Pipeline& pipeline);

}  // namespace ak::app
