// How much time the looks may take that events ask for, so that who makes such events by the
// hundred cannot have the reader do nothing else. A few at once are all made.
#pragma once

#include <algorithm>
#include <chrono>

namespace ak {

class LookBudget {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr int kLeisure = 20;  // of a look's duration: looks take a twentieth of the time
  static constexpr std::chrono::milliseconds kReserve{250};  // a full directory's takes some 30 ms

  [[nodiscard]] bool has_time(Time now) const { return paid_at_ <= now + kLeisure * kReserve; }
  void spend(Time began, Time ended) {
    paid_at_ = std::max(paid_at_, began) + kLeisure * (ended - began);
  }

 private:
  Time paid_at_{};  // when the time of all looks so far is a twentieth of that which went by
};

}  // namespace ak
