// Token buckets over the events' times.
#include "detect/rate_limiter.h"

#include <gtest/gtest.h>

#include <limits>

namespace ak::test {
namespace {

using detect::HeldBack;
using detect::RateLimit;
using detect::RateLimiter;

constexpr RateLimit kTwoThenOneASecond{60, 2};

TEST(RateLimiter, LetsABurstPassAndThenTheRate) {
  RateLimiter limiter;
  const auto passes = [&](TimeMs time) {
    return limiter.admit("a", kTwoThenOneASecond, time).has_value();
  };
  EXPECT_TRUE(passes(1000));
  EXPECT_TRUE(passes(1000));
  EXPECT_FALSE(passes(1000));
  EXPECT_FALSE(passes(1999));
  EXPECT_TRUE(passes(2000));
  EXPECT_FALSE(passes(2000));
  EXPECT_TRUE(passes(60'000));
  EXPECT_TRUE(passes(60'000));
  EXPECT_FALSE(passes(60'000));  // a long pause makes no larger burst
}

TEST(RateLimiter, TellsWhatItHeldBackInTheNextThatPasses) {
  RateLimiter limiter;
  const RateLimit one{60, 1};
  EXPECT_EQ(limiter.admit("a", one, 1000), HeldBack{});
  EXPECT_EQ(limiter.admit("a", one, 1500), std::nullopt);
  EXPECT_EQ(limiter.admit("a", one, 1400), std::nullopt);
  EXPECT_EQ(limiter.admit("a", one, 2000), (HeldBack{2, 1400, 1500}));
  EXPECT_EQ(limiter.admit("a", one, 3000), HeldBack{});
}

TEST(RateLimiter, KeepsKindsApart) {
  RateLimiter limiter;
  const RateLimit one{60, 1};
  EXPECT_TRUE(limiter.admit("a", one, 1000));
  EXPECT_FALSE(limiter.admit("a", one, 1000));
  EXPECT_TRUE(limiter.admit("b", one, 1000));
}

TEST(RateLimiter, LetsEverythingPassWithoutALimit) {
  RateLimiter limiter;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limiter.admit("a", {0, 1}, 1000));
  EXPECT_TRUE(limiter.save().empty());
}

TEST(RateLimiter, FillsNothingForLateEventsAndGoesOnFromAClockThatWasSetBack) {
  RateLimiter limiter;
  const RateLimit one{60, 1};
  EXPECT_TRUE(limiter.admit("a", one, 1'000'000));
  EXPECT_FALSE(limiter.admit("a", one, 999'000));
  EXPECT_FALSE(limiter.admit("a", one, 1'000'000));  // the late one has not moved it back
  EXPECT_FALSE(limiter.admit("a", one, 500'000));    // set back
  EXPECT_TRUE(limiter.admit("a", one, 501'000));
}

TEST(RateLimiter, BearsTheEndsOfTimeAndTheLargestLimits) {
  RateLimiter limiter;
  const RateLimit largest{limits::kMaxAlertsPerMinute, limits::kMaxAlertBurst};
  EXPECT_TRUE(limiter.admit("a", largest, std::numeric_limits<TimeMs>::min()));
  EXPECT_TRUE(limiter.admit("a", largest, std::numeric_limits<TimeMs>::max()));
  EXPECT_TRUE(limiter.admit("a", largest, std::numeric_limits<TimeMs>::min()));
  EXPECT_TRUE(limiter.admit("a", {1, limits::kMaxAlertBurst}, 0));
  EXPECT_EQ(limiter.save()[0].level, (limits::kMaxAlertBurst - 1) * 60'000);
}

TEST(RateLimiter, ASmallerBurstTakesEffectAtOnce) {
  RateLimiter limiter;
  EXPECT_TRUE(limiter.admit("a", {60, 100}, 1000));
  EXPECT_TRUE(limiter.admit("a", {60, 1}, 1000));
  EXPECT_FALSE(limiter.admit("a", {60, 1}, 1000));
}

TEST(RateLimiter, ForgetsTheLongestUnusedAtTheCap) {
  RateLimiter limiter(2);
  const RateLimit one{60, 1};
  EXPECT_TRUE(limiter.admit("a", one, 1000));
  EXPECT_TRUE(limiter.admit("b", one, 1000));
  EXPECT_FALSE(limiter.admit("a", one, 1000));
  EXPECT_TRUE(limiter.admit("c", one, 1000));  // b goes
  EXPECT_EQ(limiter.save().size(), 2U);
  EXPECT_FALSE(limiter.admit("a", one, 1000));
  EXPECT_TRUE(limiter.admit("b", one, 1000));
}

TEST(RateLimiter, GoesOnFromWhatWasSaved) {
  RateLimiter limiter;
  const RateLimit one{60, 1};
  EXPECT_TRUE(limiter.admit("a", one, 1000));
  EXPECT_FALSE(limiter.admit("a", one, 1100));
  RateLimiter other;
  other.restore(limiter.save());
  EXPECT_FALSE(other.admit("a", one, 1999));
  EXPECT_EQ(other.admit("a", one, 2000), (HeldBack{2, 1100, 1999}));
}

}  // namespace
}  // namespace ak::test
