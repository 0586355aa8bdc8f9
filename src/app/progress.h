// A progress line on a terminal's stderr, rewritten in place a few times a second.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/counters.h"

namespace ak::app {

class Progress {
 public:
  // `shown`: whether stderr is a terminal. `counters` outlives the Progress.
  Progress(bool shown, const Counters& counters) : shown_(shown), counters_(counters) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `bytes`: read so far.
  void update(std::uint64_t bytes);

  // Takes the line away, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  const bool shown_;
  const Counters& counters_;
  Clock::time_point next_ = Clock::now() + kInterval;
  bool visible_ = false;

  static constexpr std::chrono::milliseconds kInterval{250};
};

}  // namespace ak::app
