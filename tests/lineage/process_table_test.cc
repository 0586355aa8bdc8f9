#include "lineage/process_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ak {
namespace {

Process process(std::int64_t pid, std::uint64_t host = 1) {
  Process made;
  made.host = host;
  made.pid = pid;
  made.program = std::make_shared<const Program>();
  return made;
}

TEST(ProcessTable, KeepsAsManyAsItsCapAndCountsEvictions) {
  Counters counters;
  ProcessTable table(counters);
  const auto cap = static_cast<std::int64_t>(limits::kMaxProcesses);
  for (std::int64_t pid = 1; pid <= cap; ++pid) table.put(process(pid));
  EXPECT_EQ(table.size(), limits::kMaxProcesses);
  EXPECT_EQ(counters.evicted_processes, 0U);
  table.put(process(cap + 1));
  EXPECT_EQ(table.size(), limits::kMaxProcesses);
  EXPECT_EQ(counters.evicted_processes, 1U);
  EXPECT_EQ(table.find(1, 1), nullptr);
  EXPECT_NE(table.find(1, cap + 1), nullptr);
}

TEST(ProcessTable, ForgetsTheDeadFirstThenTheLongestUnused) {
  Counters counters;
  ProcessTable table(counters, 3);
  table.put(process(1));
  table.put(process(2));
  table.mark_dead(table.put(process(3)), {});
  EXPECT_NE(table.find(1, 1), nullptr);  // a use

  table.put(process(4));
  EXPECT_EQ(table.find(1, 3), nullptr);
  table.put(process(5));
  EXPECT_EQ(table.find(1, 2), nullptr);
  EXPECT_NE(table.find(1, 1), nullptr);
  EXPECT_NE(table.find(1, 4), nullptr);
  EXPECT_EQ(counters.evicted_processes, 2U);
}

TEST(ProcessTable, ReplacesWithoutEvicting) {
  Counters counters;
  ProcessTable table(counters, 2);
  table.put(process(1));
  table.mark_dead(table.put(process(2)), {});
  table.put(process(2));
  EXPECT_FALSE(table.find(1, 2)->dead);
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(counters.evicted_processes, 0U);
}

TEST(ProcessTable, HostsDoNotMix) {
  Counters counters;
  ProcessTable table(counters);
  table.put(process(1, ProcessTable::host_key("a")));
  EXPECT_EQ(table.find(ProcessTable::host_key("b"), 1), nullptr);
  EXPECT_EQ(table.find(ProcessTable::host_key(""), 1), nullptr);
}

TEST(Program, KeepsWholeArgumentsUpToItsBound) {
  const std::size_t bound = limits::kMaxProcessArgsBytes;
  const std::string fits(bound - 3, 'x');  // "a", its NUL, and this one's NUL fill the rest
  const Program at = make_program("n", "/n", {"a", fits}, 2);
  EXPECT_EQ(unpack_args(at), (std::vector<std::string>{"a", fits}));
  EXPECT_EQ(at.packed_args.size(), bound);
  EXPECT_FALSE(at.lacks_args);

  const Program beyond = make_program("n", "/n", {"a", fits + "x", "b"}, 3);
  EXPECT_EQ(unpack_args(beyond), (std::vector<std::string>{"a"}));
  EXPECT_EQ(beyond.args_count, 3U);
  EXPECT_TRUE(beyond.lacks_args);
}

TEST(Program, EmptyArgumentsAreKept) {
  const std::vector<std::string> args{"", "a", ""};
  EXPECT_EQ(unpack_args(make_program("", "", args, 3)), args);
}

TEST(Program, NamesBeyondTheirBoundAreLeftOut) {
  const std::string at(limits::kMaxProcessNameBytes, 'n');
  EXPECT_EQ(make_program(at, at, {}, 0).name, at);
  EXPECT_EQ(make_program(at + "n", at + "n", {}, 0).name, "");
  EXPECT_EQ(make_program(at + "n", at + "n", {}, 0).executable, "");
}

TEST(EntityId, DiffersByHostPidAndStart) {
  Process a = process(1);
  a.start = 5;
  Process same = a;
  same.ppid = 9;
  EXPECT_EQ(entity_id(a), entity_id(same));
  Process other = a;
  other.pid = 2;
  EXPECT_NE(entity_id(a), entity_id(other));
  other = a;
  other.start = 6;
  EXPECT_NE(entity_id(a), entity_id(other));
  other = a;
  other.host = 2;
  EXPECT_NE(entity_id(a), entity_id(other));
  EXPECT_EQ(entity_id(a).size(), 16U);
}

}  // namespace
}  // namespace ak
