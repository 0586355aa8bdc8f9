#include "app/event_loop_wait.h"

#include <gtest/gtest.h>

#include <string>

namespace ak::app {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr PendingWork::Time kNow{hours(1)};

TEST(EventLoopWait, IsUntilTheFirstOfAllThatIsToBeDone) {
  const auto in = [](auto time) { return kNow + time; };
  const PendingWork::Time later = in(hours(1));
  const milliseconds never = milliseconds::max();
  const struct {
    std::string what;
    PendingWork work;
    milliseconds wait;
  } cases[] = {
      {"ended processes", {.ends = in(milliseconds(2000))}, milliseconds(2000)},
      {"no sooner", {.ends = in(microseconds(1999'001))}, milliseconds(2000)},
      {"late already", {.ends = in(milliseconds(-5))}, milliseconds(0)},
      {"a silent input", {later, in(milliseconds(700)), never, never}, milliseconds(700)},
      {"one that is so already", {later, in(milliseconds(-1)), never, never}, milliseconds(0)},
      {"a save", {later, later, milliseconds(300), never}, milliseconds(300)},
      {"a look", {later, later, never, milliseconds(200)}, milliseconds(200)},
      {"a look that is far off delays nothing",
       {in(milliseconds(2000)), in(milliseconds(700)), milliseconds(900), hours(1)},
       milliseconds(700)},
  };
  for (const auto& c : cases) EXPECT_EQ(longest_wait(c.work, kNow), c.wait) << c.what;
}

}  // namespace
}  // namespace ak::app
