// A million processes: what is remembered of them stays within its bounds.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdint>
#include <string>

#include "base/limits.h"
#include "lineage/process_table.h"
#include "lineage/tracking.h"

#ifdef __SANITIZE_ADDRESS__
// The sanitizer's heap is not malloc's: sanitizer/allocator_interface.h, which GCC does not bring.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace ak {
namespace {

constexpr std::int64_t kProcesses = 1'000'000;
constexpr std::int64_t kShell = 5'000'000;

// Each is forked by a shell and executes a program with `argument_bytes` of arguments of its own.
class Crowd {
 public:
  explicit Crowd(std::size_t argument_bytes, bool exits)
      : argument_(argument_bytes, 'x'), exits_(exits) {}

  void run(std::int64_t first, std::int64_t last) {
    for (std::int64_t pid = first; pid <= last; ++pid) {
      ProcessFact fork = fact(ProcessFact::Kind::fork, kShell, 1, "/bin/sh");
      fork.child_pid = pid;
      fork.child_ppid = kShell;
      track(table_, fork);
      ProcessFact exec = fact(ProcessFact::Kind::exec, pid, kShell, "/bin/program");
      exec.args = {"program", argument_ + std::to_string(pid)};
      exec.args_count = 2;
      track(table_, exec);
      if (exits_) track(table_, fact(ProcessFact::Kind::exit, pid, kShell, "/bin/program"));
    }
  }

  Counters counters_;
  ProcessTable table_{counters_};

 private:
  ProcessFact fact(ProcessFact::Kind kind, std::int64_t pid, std::int64_t ppid,
                   const std::string& executable) {
    ProcessFact made;
    made.kind = kind;
    made.time = ++now_;
    made.serial = static_cast<std::uint64_t>(now_);
    made.pid = pid;
    made.ppid = ppid;
    made.name = executable.substr(5);
    made.executable = executable;
    return made;
  }

  std::string argument_;
  bool exits_;
  TimeMs now_ = 0;
};

std::size_t allocated_bytes() {
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes();
#else
  return mallinfo2().uordblks;
#endif
}

class ManyProcesses : public testing::TestWithParam<bool> {};

TEST_P(ManyProcesses, AreForgottenBeyondTheCap) {
  Crowd crowd(20, GetParam());
  const auto cap = static_cast<std::int64_t>(limits::kMaxProcesses);
  crowd.run(1, 2 * cap);
  const std::size_t full = allocated_bytes();
  crowd.run(2 * cap + 1, kProcesses);
  EXPECT_LT(allocated_bytes(), full + full / 10);
  EXPECT_EQ(crowd.table_.size(), limits::kMaxProcesses);
  EXPECT_EQ(crowd.counters_.evicted_processes,
            static_cast<std::uint64_t>(kProcesses - cap + 1));  // and the shell remains
  EXPECT_NE(crowd.table_.find(ProcessTable::host_key(""), kShell), nullptr);
  EXPECT_NE(crowd.table_.find(ProcessTable::host_key(""), kProcesses), nullptr);
}

INSTANTIATE_TEST_SUITE_P(ThatExitOrNot, ManyProcesses, testing::Bool());

// What a clone3 returns may be a thread's number: a program with a million threads, in a log that
// does not tell them apart, does not push out the processes that were idle meanwhile.
TEST(ManyThreads, ThatMayBeProcessesPushNoneOut) {
  Counters counters;
  ProcessTable table(counters);
  ProcessFact made;
  made.kind = ProcessFact::Kind::exec;
  made.executable = "/bin/program";
  const auto cap = static_cast<std::int64_t>(limits::kMaxProcesses);
  for (std::int64_t pid = 1; pid < cap; ++pid) {
    made.pid = pid;
    track(table, made);
  }
  made.kind = ProcessFact::Kind::fork;
  made.perhaps_thread = true;
  made.child_ppid = made.pid;
  for (std::int64_t thread = cap; thread < 3 * cap; ++thread) {
    made.child_pid = thread;
    track(table, made);
  }
  const std::uint64_t host = ProcessTable::host_key("");
  for (std::int64_t pid = 1; pid < cap; ++pid) ASSERT_NE(table.find(host, pid), nullptr);
  EXPECT_EQ(table.size(), limits::kMaxProcesses);
  EXPECT_EQ(counters.evicted_processes, static_cast<std::uint64_t>(2 * cap - 1));
}

TEST(ManyLongCommandLines, AreForgottenBeyondTheCapOnBytes) {
  Crowd crowd(limits::kMaxProcessArgsBytes - 64, false);
  crowd.run(1, 100'000);
  EXPECT_LE(crowd.table_.program_bytes(), limits::kMaxProgramBytes);
  EXPECT_GT(crowd.table_.program_bytes(), limits::kMaxProgramBytes - 8192);
  EXPECT_LT(crowd.table_.size(), limits::kMaxProcesses);
  EXPECT_GT(crowd.counters_.evicted_processes, 0U);
  EXPECT_NE(crowd.table_.find(ProcessTable::host_key(""), 100'000), nullptr);
}

// Programs executed one after the other in processes that are there already.
TEST(ManyLongCommandLines, AreBoundedWithoutANewProcess) {
  Counters counters;
  ProcessTable table(counters);
  for (std::int64_t i = 0; i < 100'000; ++i) {
    ProcessFact fact;
    fact.kind = ProcessFact::Kind::exec;
    fact.time = i + 1;
    fact.pid = i % 10'000 + 2;
    fact.ppid = 1;
    fact.name = "program";
    fact.executable = "/bin/program" + std::to_string(i);
    fact.args = {std::string(limits::kMaxProcessArgsBytes - 64, 'x')};
    fact.args_count = 1;
    track(table, fact);
    ASSERT_LE(table.program_bytes(), limits::kMaxProgramBytes);
  }
}

TEST(ProcessTablePrograms, AreCountedOnceAndGivenBack) {
  Counters counters;
  ProcessTable table(counters);
  auto program = table.share(make_program("sh", "/bin/sh", {"sh"}, 1));
  const std::size_t one = table.program_bytes();
  EXPECT_GT(one, sizeof(Program));
  const auto same = program;
  EXPECT_EQ(table.program_bytes(), one);
  const auto other = table.share(make_program("sh", "/bin/sh", {"sh"}, 1));
  EXPECT_EQ(table.program_bytes(), 2 * one);
  program.reset();
  EXPECT_EQ(table.program_bytes(), 2 * one);
}

}  // namespace
}  // namespace ak
