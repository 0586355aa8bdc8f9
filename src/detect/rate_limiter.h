// How many alerts of one kind are raised in a time: a token bucket for each, filled by the events'
// times. Bounded; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/time.h"
#include "detect/held_back.h"
#include "detect/key_table.h"

namespace ak::detect {

struct RateLimit {
  std::int64_t per_minute = 60;  // 0: no limit; at most limits::kMaxAlertsPerMinute
  std::int64_t burst = 600;      // at once, after a pause; from 1 to limits::kMaxAlertBurst

  friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

class RateLimiter {
 public:
  // One bucket, as it is kept.
  struct Bucket {
    std::string key;
    TimeMs filled = 0;       // up to this time
    std::int64_t level = 0;  // in 60,000ths of an alert, so that filling needs no fractions
    HeldBack held_back;      // since the last alert that passed
  };

  explicit RateLimiter(std::size_t max_buckets = limits::kMaxRateLimits);

  // Whether an alert of that kind at that time may be raised: what was held back since the last one
  // that was. Nothing: it is over the limit, and counted. A time that lies before an earlier one
  // fills nothing; one that lies more than a minute before is a clock that was set back, and from
  // there it goes on.
  std::optional<HeldBack> admit(const std::string& key, const RateLimit& limit, TimeMs time);

  // All buckets, those first that will be forgotten first; and the same again.
  [[nodiscard]] std::vector<Bucket> save() const;
  void restore(const std::vector<Bucket>& buckets);

 private:
  struct State {
    bool is_new = true;
    TimeMs filled = 0;
    std::int64_t level = 0;
    HeldBack held_back;

    [[nodiscard]] static std::size_t bytes() { return 0; }
  };

  static void fill(State& state, const RateLimit& limit, TimeMs time);
  void make_room();

  std::size_t max_buckets_;
  KeyTable<State> buckets_;
};

}  // namespace ak::detect
