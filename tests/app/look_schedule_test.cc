#include "app/look_schedule.h"

#include <gtest/gtest.h>

namespace ak::app {
namespace {

using std::chrono::milliseconds;

const LookSchedule::Time kStart{std::chrono::hours(1)};

TEST(LookSchedule, IsNotDueUnlessAsked) {
  LookSchedule look;
  EXPECT_FALSE(look.is_asked());
  EXPECT_FALSE(look.is_due(kStart));
  look.ask();
  look.looked(kStart, kStart);
  EXPECT_FALSE(look.is_due(kStart + std::chrono::hours(1)));
}

TEST(LookSchedule, IsDueAtOnceWhereNamesMayBeOtherFiles) {
  LookSchedule look;
  look.looked(kStart, kStart);
  look.ask_soon();
  look.ask();
  EXPECT_TRUE(look.is_due(kStart));
}

TEST(LookSchedule, IsDueAtOnceForTheFirstRuleOnly) {
  LookSchedule look;
  int looks = 0;
  for (int ms = 0; ms <= 1000; ++ms) {  // a rule each millisecond
    const auto now = kStart + milliseconds(ms);
    look.ask_soon();
    if (!look.is_due(now)) continue;
    ++looks;
    look.looked(now, now);
  }
  EXPECT_EQ(looks, 1 + 1000 / limits::kLookInterval.count());
}

TEST(LookSchedule, ComesAfterTheLastRule) {
  LookSchedule look;
  look.looked(kStart, kStart);
  look.ask_soon();
  EXPECT_TRUE(look.is_asked());
  EXPECT_FALSE(look.is_due(kStart + milliseconds(10)));
  EXPECT_EQ(look.due_in(kStart + milliseconds(10)), limits::kLookInterval - milliseconds(10));
  EXPECT_TRUE(look.is_due(kStart + limits::kLookInterval));
}

TEST(LookSchedule, TakesATwentiethOfTheTimeHoweverLongALookTakes) {
  LookSchedule look;
  look.looked(kStart, kStart + milliseconds(50));
  look.ask_soon();
  EXPECT_EQ(look.due_in(kStart + milliseconds(50)), milliseconds(1000));
  EXPECT_TRUE(look.is_due(kStart + milliseconds(1050)));
}

}  // namespace
}  // namespace ak::app
