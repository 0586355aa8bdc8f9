#include "detect/rate_limiter.h"

#include <algorithm>
#include <utility>

namespace ak::detect {
namespace {

constexpr std::int64_t kOneAlert = 60'000;  // of a bucket's level: one a minute fills 1 each ms
constexpr TimeMs kMostLateMs = 60'000;

}  // namespace

RateLimiter::RateLimiter(std::size_t max_buckets) : max_buckets_(max_buckets) {}

void RateLimiter::fill(State& state, const RateLimit& limit, TimeMs time) {
  const std::int64_t full = limit.burst * kOneAlert;
  if (state.is_new) {
    state = {false, time, full, {}};
    return;
  }
  if (time > state.filled) {
    const std::uint64_t passed_ms =
        static_cast<std::uint64_t>(time) - static_cast<std::uint64_t>(state.filled);
    const auto enough_ms = static_cast<std::uint64_t>(full / limit.per_minute + 1);
    const auto counted_ms = static_cast<std::int64_t>(std::min(passed_ms, enough_ms));
    state.level += counted_ms * limit.per_minute;
    state.filled = time;
  } else if (static_cast<std::uint64_t>(state.filled) - static_cast<std::uint64_t>(time) >
             static_cast<std::uint64_t>(kMostLateMs)) {
    state.filled = time;
  }
  state.level = std::min(state.level, full);
}

std::optional<HeldBack> RateLimiter::admit(const std::string& key, const RateLimit& limit,
                                           TimeMs time) {
  if (limit.per_minute <= 0) return HeldBack{};
  auto& entry = buckets_.touch(key, {time, 0});
  buckets_.count(entry);
  fill(entry.state, limit, time);
  std::optional<HeldBack> told;
  if (entry.state.level >= kOneAlert) {
    entry.state.level -= kOneAlert;
    told = std::exchange(entry.state.held_back, {});
  } else {
    entry.state.held_back.add(time);
  }
  make_room();
  return told;
}

void RateLimiter::make_room() {
  while (buckets_.size() > max_buckets_) buckets_.erase(*buckets_.oldest());
}

std::vector<RateLimiter::Bucket> RateLimiter::save() const {
  std::vector<Bucket> saved;
  saved.reserve(buckets_.size());
  for (const auto& entry : buckets_.entries()) {
    saved.push_back({entry.key, entry.state.filled, entry.state.level, entry.state.held_back});
  }
  return saved;
}

void RateLimiter::restore(const std::vector<Bucket>& buckets) {
  buckets_ = {};
  for (const Bucket& bucket : buckets) {
    auto& entry = buckets_.touch(bucket.key, {bucket.filled, 0});
    entry.state = {false, bucket.filled, bucket.level, bucket.held_back};
    buckets_.count(entry);
    make_room();
  }
}

}  // namespace ak::detect
