#include "audit/node_habits.h"

#include <gtest/gtest.h>
#include <linux/audit.h>

#include <string>
#include <vector>

#include "base/limits.h"

namespace ak::audit {
namespace {

constexpr int kHabitualTypes[] = {AUDIT_PROCTITLE, AUDIT_CWD};

HabitualRecords records_of(const std::vector<int>& types, std::string_view body = "name=\"/x\"") {
  HabitualRecords records;
  for (const int type : types) records.add(type, body);
  return records;
}

TEST(NodeHabits, WhatOthersHadIsLacking) {
  const struct {
    std::string what;
    HabitualRecords records;
    bool lacks;
  } cases[] = {
      {"a system call without a title", records_of({AUDIT_SYSCALL}), true},
      {"one with all", records_of({AUDIT_SYSCALL, AUDIT_CWD, AUDIT_PATH, AUDIT_PROCTITLE}), false},
      {"a named file without a directory", records_of({AUDIT_SYSCALL, AUDIT_PATH, AUDIT_PROCTITLE}),
       true},
      {"an open file",
       records_of({AUDIT_SYSCALL, AUDIT_PATH, AUDIT_PROCTITLE}, "item=0 name=(null)"), false},
      {"what io_uring does", records_of({AUDIT_URINGOP, AUDIT_CWD, AUDIT_PATH}), false},
      {"what a program says", records_of({AUDIT_USER}), false},
  };
  NodeHabits habits;
  for (const int type : kHabitualTypes) habits.see_record(1, type, "");
  for (const auto& c : cases) {
    EXPECT_EQ(lacks_any(c.records, habits.of(1)), c.lacks) << c.what;
    EXPECT_FALSE(lacks_any(c.records, habits.of(2))) << c.what << ", of another node";
  }
}

TEST(NodeHabits, EndWhereSeveralEventsInARowCameWithout) {
  for (const int type : kHabitualTypes) {
    NodeHabits habits;
    habits.see_record(1, type, "");
    const HabitualRecords without = records_of({AUDIT_SYSCALL, AUDIT_PATH});
    int lacking = 0;
    for (int i = 0; i < 20; ++i) {
      lacking += lacks_any(without, habits.of(1)) ? 1 : 0;
      habits.see_event(1, without);
    }
    EXPECT_EQ(lacking, 8);
    habits.see_record(1, type, "");
    EXPECT_TRUE(lacks_any(without, habits.of(1))) << "it has the habit again";
  }
}

TEST(NodeHabits, EndWhereRulesOfWhatIsLeftOutChange) {
  const std::string exclude = "auid=0 ses=1 op=add_rule key=(null) list=5 res=1";
  const std::string watch = "auid=0 ses=1 op=add_rule key=\"k\" list=4 res=1";
  const HabitualRecords without = records_of({AUDIT_SYSCALL, AUDIT_PATH});
  NodeHabits habits;
  for (const int type : kHabitualTypes) habits.see_record(1, type, "");
  habits.see_record(1, AUDIT_CONFIG_CHANGE, watch);
  habits.see_record(2, AUDIT_CONFIG_CHANGE, exclude);
  EXPECT_TRUE(lacks_any(without, habits.of(1)));
  habits.see_record(1, AUDIT_CONFIG_CHANGE, exclude);
  EXPECT_FALSE(lacks_any(without, habits.of(1)));
}

TEST(NodeHabits, AtTheCapTheLongestSilentNodeIsForgotten) {
  NodeHabits habits;
  for (std::size_t node = 0; node < limits::kMaxNodes; ++node) {
    habits.see_record(node, AUDIT_PROCTITLE, "");
  }
  habits.see_record(0, AUDIT_PROCTITLE, "");
  habits.see_record(limits::kMaxNodes, AUDIT_PROCTITLE, "");
  EXPECT_TRUE(lacks_any(records_of({AUDIT_SYSCALL}), habits.of(0)));
  EXPECT_FALSE(lacks_any(records_of({AUDIT_SYSCALL}), habits.of(1)));
  EXPECT_TRUE(lacks_any(records_of({AUDIT_SYSCALL}), habits.of(limits::kMaxNodes)));
}

TEST(NodeHabits, AKernelThatTellsThePathsKindsAlwaysDoes) {
  NodeHabits habits;
  HabitualRecords cut;
  cut.add(AUDIT_PATH, "item=0 name=\"/a\"");
  HabitualRecords whole;
  whole.add(AUDIT_PATH, "item=0 name=\"/a\" objtype=NORMAL");
  habits.see_record(1, AUDIT_PATH, "item=0 name=\"/a\"");
  EXPECT_FALSE(lacks_any(cut, habits.of(1)));
  habits.see_record(1, AUDIT_PATH, "item=0 name=\"/a\" nametype=NORMAL");
  habits.see_record(1, AUDIT_CONFIG_CHANGE, "op=add_rule key=(null) list=5 res=1");
  EXPECT_TRUE(lacks_any(cut, habits.of(1)));
  EXPECT_FALSE(lacks_any(whole, habits.of(1)));
}

TEST(NodeHabits, AreSavedAndLoaded) {
  const HabitualRecords without = records_of({AUDIT_SYSCALL, AUDIT_PATH});
  const auto save = [](const NodeHabits& habits) {
    ByteWriter out;
    habits.save(out);
    return out.take();
  };
  NodeHabits habits;
  habits.see_record(1, AUDIT_PROCTITLE, "");
  for (int i = 0; i < 7; ++i) habits.see_event(1, without);
  habits.see_record(2, AUDIT_CWD, "");
  const std::string saved = save(habits);

  NodeHabits loaded;
  ByteReader in(saved);
  loaded.load(in);
  EXPECT_TRUE(in.at_end() && !in.failed());
  EXPECT_EQ(save(loaded), saved);
  EXPECT_TRUE(loaded.of(1).titles && !loaded.of(1).directories);
  EXPECT_TRUE(loaded.of(2).directories && !loaded.of(2).titles);
  loaded.see_event(1, without);
  EXPECT_FALSE(loaded.of(1).titles) << "the eighth in a row";
}

TEST(NodeHabits, OfMoreEventsWithoutThanCountAreNoState) {
  ByteWriter out;
  out.number(1);
  out.hash(1);
  out.number(9);
  out.number(0);
  NodeHabits habits;
  ByteReader in(out.bytes());
  habits.load(in);
  EXPECT_TRUE(in.failed());
  EXPECT_FALSE(habits.of(1).directories);
}

}  // namespace
}  // namespace ak::audit
