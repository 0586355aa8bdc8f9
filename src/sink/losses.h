// What was lost and not told yet. Losses are told by a notice, which takes the way of the alerts:
// the first one soon, further ones in one notice an interval, so that a flood of losses is no flood
// of notices. Only the newest notice waits for a sink: it says the totals, so none is missed, and
// the place it takes in a full store is not taken again.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/time.h"
#include "sink/sink.h"

namespace ak::sink {

class Losses {
 public:
  Losses(std::string host_name, std::chrono::milliseconds interval)
      : host_name_(std::move(host_name)), interval_(interval) {}

  // Alerts that `sink` never gets.
  void add(const std::string& sink, std::uint64_t alerts);

  // Alerts that came to no sink, since the store did not take them in time.
  void add_for_all(std::uint64_t alerts) { add("*", alerts); }

  // Something is to be told: by the notice after the interval.
  [[nodiscard]] bool pending() const { return !untold_.empty(); }

  // The notice of all that is untold, if it is time; `at_once`: if there is any.
  std::optional<Message> notice(SteadyTime now, TimeMs wall, bool at_once);

 private:
  std::string host_name_;
  std::chrono::milliseconds interval_;
  std::map<std::string, std::uint64_t> untold_;
  std::map<std::string, std::uint64_t> totals_;
  std::optional<SteadyTime> last_;
};

}  // namespace ak::sink
