#include "lineage/look_budget.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

using std::chrono::milliseconds;

constexpr LookBudget::Time kStart{std::chrono::hours(1)};

// The time that looks take if one is asked for each millisecond.
milliseconds spent_in(milliseconds time, milliseconds look) {
  LookBudget budget;
  milliseconds spent{0};
  for (milliseconds at{0}; at < time; at += milliseconds(1)) {
    if (!budget.has_time(kStart + at)) continue;
    budget.spend(kStart + at, kStart + at + look);
    spent += look;
    at += look;
  }
  return spent;
}

TEST(LookBudget, IsATwentiethOfTheTimeBesideAReserve) {
  const milliseconds hour = std::chrono::hours(1);
  for (const milliseconds look : {milliseconds(1), milliseconds(30), milliseconds(5000)}) {
    const milliseconds most = hour / LookBudget::kLeisure + LookBudget::kReserve + look;
    EXPECT_LE(spent_in(hour, look), most) << look.count();
    EXPECT_GE(spent_in(hour, look), hour / LookBudget::kLeisure - look) << look.count();
  }
}

TEST(LookBudget, HasAReserveForAFewAtOnce) {
  EXPECT_EQ(spent_in(milliseconds(100), milliseconds(30)), milliseconds(120));
}

TEST(LookBudget, IsNotSavedUpBeyondTheReserve) {
  LookBudget budget;
  const milliseconds look(50);
  int looks = 0;
  for (const auto now = kStart + std::chrono::hours(24); budget.has_time(now); ++looks) {
    budget.spend(now, now + look);
  }
  EXPECT_EQ(looks, LookBudget::kReserve / look + 1);
}

}  // namespace
}  // namespace ak
