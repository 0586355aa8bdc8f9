#include "lineage/proc_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ak {
namespace {

std::string stat_of(const std::string& comm) {
  return "42 (" + comm + ") S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 6 7 8 9\n";
}

TEST(ProcStat, SurvivesEveryName) {
  for (const std::string comm : {"sh", "", ") S 1 (", "a b", "new\nline", "))", "(("}) {
    const auto stat = parse_proc_stat(stat_of(comm));
    ASSERT_TRUE(stat) << comm;
    EXPECT_EQ(stat->comm, comm);
    EXPECT_EQ(stat->ppid, 7) << comm;
    EXPECT_EQ(stat->start_ticks, 12345) << comm;
  }
}

TEST(ProcStat, TellsWhoIsEnding) {
  const auto is_ending = [](const std::string& state, const std::string& flags) {
    return parse_proc_stat("42 (sh) " + state + " 7 42 42 0 -1 " + flags +
                           " 1 2 3 4 5 6 7 8 20 0 1 0 12345 6\n")
        ->is_ending;
  };
  EXPECT_FALSE(is_ending("S", "4194560"));
  EXPECT_FALSE(is_ending("I", "69238880"));  // a kernel thread
  EXPECT_TRUE(is_ending("R", "4194564"));
  EXPECT_TRUE(is_ending("Z", "4228108"));
  EXPECT_TRUE(is_ending("X", "0"));
}

TEST(ProcStat, RefusesWhatIsNoStatLine) {
  for (const std::string text :
       {"", "42", "42 (sh", "42 sh) S 7", "42 (sh)", "42 (sh) ", "42 (sh) S 7 42",
        "42 (sh) S x 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 9"}) {
    EXPECT_FALSE(parse_proc_stat(text)) << text;
  }
  const std::string whole = stat_of("sh");
  for (std::size_t cut = 0; cut < whole.find("12345"); ++cut) {
    EXPECT_FALSE(parse_proc_stat(whole.substr(0, cut))) << cut;
  }
}

TEST(BootTime, IsInMilliseconds) {
  EXPECT_EQ(parse_boot_time("cpu 1 2\nintr 5\nbtime 1795355429\nprocesses 1\n"), 1795355429000);
  for (const std::string text :
       {"", "cpu 1\n", "btime\n", "btime x\n", "btime -1\n", "btime 9223372036854775807\n"}) {
    EXPECT_FALSE(parse_boot_time(text)) << text;
  }
}

TEST(Cmdline, SplitsAtNuls) {
  using namespace std::string_literals;
  EXPECT_EQ(parse_cmdline("ls\0-l\0"s), (std::vector<std::string>{"ls", "-l"}));
  EXPECT_EQ(parse_cmdline("a\0\0b\0"s), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(parse_cmdline("title: worker"s), (std::vector<std::string>{"title: worker"}));
  EXPECT_EQ(parse_cmdline(""), std::vector<std::string>{});
}

TEST(ProcText, SessionIsANumberOrNone) {
  EXPECT_EQ(parse_session("17"), 17);
  EXPECT_EQ(parse_session("17\n"), 17);
  for (const char* none : {"4294967295", "-1", "", "x", "99999999999999999999"}) {
    EXPECT_EQ(parse_session(none), -1) << none;
  }
}

TEST(ProcStatus, TellsTheEffectiveIds) {
  const EffectiveIds ids =
      parse_effective_ids("Name:\tUid:\\t9\t9\nUid:\t1000\t0\t0\t0\nGid:\t1000\t50\t50\t50\n");
  EXPECT_EQ(ids.user, 0);
  EXPECT_EQ(ids.group, 50);
  for (const char* without : {"", "Uid:\t1\t2\n", "x\nUid:\t1\n", "x\nUid:\t1\tx\nGid:\n"}) {
    EXPECT_EQ(parse_effective_ids(without).user, -1) << without;
    EXPECT_EQ(parse_effective_ids(without).group, -1) << without;
  }
}

TEST(ProcStatus, TellsTheProcessOfAThread) {
  EXPECT_EQ(parse_thread_group("Name:\tTgid:\\t1\nTgid:\t5012\nNgid:\t0\nPid:\t5013\n"), 5012);
  EXPECT_EQ(parse_thread_group("Name:\tsh\n"), std::nullopt);
}

TEST(ProcStatus, TellsOfPidsInInnerNamespaces) {
  EXPECT_FALSE(has_inner_pid("Name:\tsh\nPid:\t7\nNSpid:\t7\nNSpgid:\t7\n"));
  EXPECT_TRUE(has_inner_pid("Name:\tsh\nPid:\t5012\nNSpid:\t5012\t7\nNSpgid:\t5012\t7\n"));
  EXPECT_TRUE(has_inner_pid("Name:\tsh\nNSpid:\t5012\t7"));
  EXPECT_FALSE(has_inner_pid("Name:\tNSpid:\\t1\t2\n"));
  EXPECT_FALSE(has_inner_pid(""));
}

TEST(Status, TellsTheFirstOfAPidNamespace) {
  EXPECT_TRUE(is_inner_init("Name:\tx\nNSpid:\t5012\t1\nNSpgid:\t5012\t1\n"));
  EXPECT_FALSE(is_inner_init("Name:\tx\nNSpid:\t5012\t11\n"));
  EXPECT_FALSE(is_inner_init("Name:\tx\nNSpid:\t1\n"));
}

}  // namespace
}  // namespace ak
