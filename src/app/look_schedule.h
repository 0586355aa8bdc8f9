// When the watched files are to be looked at again: at once where names may be other files' now,
// and in a while where audit rules were loaded, a watched link made or a record lost. Those come by
// the hundred, and auditd hands the records over one by one.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/limits.h"

namespace ak::app {

class LookSchedule {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void ask() { at_once_ = true; }
  void ask_soon() { soon_ = true; }
  void looked(Time began, Time now) { *this = LookSchedule(began, now); }

  [[nodiscard]] bool is_asked() const { return at_once_ || soon_; }
  [[nodiscard]] bool is_due(Time now) const { return is_asked() && due_in(now).count() == 0; }

  // REQUIRES: is_asked().
  [[nodiscard]] std::chrono::milliseconds due_in(Time now) const {
    using std::chrono::milliseconds;
    if (at_once_) return milliseconds(0);
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(next_ - now));
  }

  LookSchedule() = default;

 private:
  LookSchedule(Time began, Time now)
      : next_(now + std::max<Time::duration>(limits::kLookInterval, kLeisure * (now - began))) {}

  static constexpr int kLeisure = 20;  // of a look's duration: it takes a twentieth of the time

  bool at_once_ = false;
  bool soon_ = false;
  Time next_{};  // if it is not asked at once
};

}  // namespace ak::app
