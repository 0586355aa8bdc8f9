// How long the event loop may wait for its input: until the first of what it has to do without any.
#pragma once

#include <algorithm>
#include <chrono>

namespace ak::app {

// What is not to be done is due never.
struct PendingWork {
  using Time = std::chrono::steady_clock::time_point;
  using Wait = std::chrono::milliseconds;

  Time ends = Time::max();     // to notice ended processes
  Time silence = Time::max();  // to take the input for silent
  Wait save = Wait::max();     // from now
  Wait look = Wait::max();     // from now
};

inline PendingWork::Wait longest_wait(const PendingWork& work, PendingWork::Time now) {
  const auto until = [now](PendingWork::Time due) {
    return std::chrono::ceil<PendingWork::Wait>(std::max(due, now) - now);
  };
  return std::min({until(work.ends), until(work.silence), work.save, work.look});
}

}  // namespace ak::app
