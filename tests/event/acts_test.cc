#include "event/acts.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace ak {
namespace {

TEST(Acts, EachSyscallHasOneEntry) {
  std::set<std::string_view> seen;
  for (const std::string_view name : syscalls_with_acts()) {
    EXPECT_TRUE(seen.insert(name).second) << name;
  }
}

TEST(Acts, EachEntryIsComplete) {
  for (const std::string_view name : syscalls_with_acts()) {
    const Act* act = syscall_act(name);
    ASSERT_NE(act, nullptr) << name;
    EXPECT_FALSE(act->category.empty()) << name;
    EXPECT_FALSE(act->types[0].empty()) << name;
    EXPECT_FALSE(act->actions[0].empty()) << name;
  }
}

TEST(Acts, UnknownNamesHaveNone) {
  EXPECT_EQ(syscall_act(""), nullptr);
  EXPECT_EQ(syscall_act("getpid"), nullptr);
  EXPECT_EQ(record_act("SYSCALL"), nullptr);
}

}  // namespace
}  // namespace ak
