// Random lives of processes: what the bounded table says of a parent must agree with an oracle that
// remembers the whole truth.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lineage/lineage.h"

namespace ak {
namespace {

// A machine whose processes fork, exec and exit at random, with few pids so that they come again.
// They make threads, which take a pid too; they wait in vfork, whose record then comes after the
// child's; and their orphans go to process 1, or to an ancestor that adopts them.
class Machine {
 public:
  // `is_plain`: without adopters and threads.
  Machine(unsigned seed, bool is_plain) : random_(seed), is_plain_(is_plain) {
    processes_[1] = {0, "init", 0, true};
  }

  struct Process {
    std::int64_t ppid;
    std::string program;
    std::uint64_t identity;  // of one life
    bool adopts = false;
  };

  // The next syscall of a random process, as its audit record shows it.
  ProcessFact step() {
    if (late_) return *std::exchange(late_, std::nullopt);
    const std::int64_t pid = any_pid();
    ++now_;
    switch (random_() % 9) {
      case 0:
        return fork(pid);
      case 1:
        return random_() % 2 == 0 ? fork(pid) : vfork(pid);
      case 8:
        return thread(pid);
      case 2:
      case 3:
        return exec(pid);
      case 4:
        if (pid != 1) return exit(pid);
        [[fallthrough]];
      default:
        return fact(ProcessFact::Kind::seen, pid);
    }
  }

  [[nodiscard]] const Process& at(std::int64_t pid) const { return processes_.at(pid); }
  [[nodiscard]] bool lives(std::int64_t pid) const { return processes_.count(pid) > 0; }

 private:
  static constexpr std::int64_t kPids = 40;

  std::int64_t any_pid() {
    auto chosen = processes_.begin();
    std::advance(chosen, random_() % processes_.size());
    return chosen->first;
  }

  ProcessFact fact(ProcessFact::Kind kind, std::int64_t pid) {
    const Process& process = processes_.at(pid);
    ProcessFact made;
    made.kind = kind;
    made.host = "h";
    made.time = now_;
    made.serial = static_cast<std::uint64_t>(now_);
    made.pid = pid;
    made.ppid = process.ppid;
    made.name = process.program;
    made.executable = "/bin/" + process.program;
    return made;
  }

  // 0 when all are taken.
  std::int64_t free_pid() {
    for (std::int64_t tries = 0; tries < kPids; ++tries) {
      next_pid_ = next_pid_ % kPids + 2;
      if (!lives(next_pid_) && threads_.count(next_pid_) == 0) return next_pid_;
    }
    return 0;
  }

  ProcessFact fork(std::int64_t pid) {
    const std::int64_t child = free_pid();
    if (child == 0) return fact(ProcessFact::Kind::seen, pid);
    const bool adopts = !is_plain_ && random_() % 4 == 0;
    processes_[child] = {pid, processes_.at(pid).program, ++identities_, adopts};
    ProcessFact made = fact(ProcessFact::Kind::fork, pid);
    made.child_pid = child;
    made.child_ppid = pid;
    made.perhaps_thread = !is_plain_ && random_() % 4 == 0;  // clone3
    return made;
  }

  // The child's exec, and after it the fork that made it.
  ProcessFact vfork(std::int64_t pid) {
    ProcessFact made = fork(pid);
    if (made.kind != ProcessFact::Kind::fork) return made;
    ++now_;
    late_ = made;
    return exec(made.child_pid);
  }

  // clone3's flags are not in the record, so that its thread looks like a child.
  ProcessFact thread(std::int64_t pid) {
    if (threads_.size() > 3) threads_.clear();
    const std::int64_t id = free_pid();
    if (id == 0 || is_plain_) return fact(ProcessFact::Kind::seen, pid);
    threads_.insert(id);
    ProcessFact made = fact(ProcessFact::Kind::fork, pid);
    made.child_pid = id;
    made.child_ppid = pid;
    made.perhaps_thread = true;
    return made;
  }

  ProcessFact exec(std::int64_t pid) {
    processes_.at(pid).program = fmt::format("program{}", random_() % 1000);
    return fact(ProcessFact::Kind::exec, pid);
  }

  ProcessFact exit(std::int64_t pid) {
    ProcessFact made = fact(ProcessFact::Kind::exit, pid);
    std::int64_t adopter = processes_.at(pid).ppid;
    while (!processes_.at(adopter).adopts) adopter = processes_.at(adopter).ppid;
    processes_.erase(pid);
    for (auto& [other, process] : processes_) {
      if (process.ppid == pid) process.ppid = adopter;
    }
    return made;
  }

  std::mt19937 random_;
  bool is_plain_;
  std::optional<ProcessFact> late_;
  std::set<std::int64_t> threads_;
  TimeMs now_ = 1000;
  std::int64_t next_pid_ = 1;
  std::uint64_t identities_ = 0;
  std::map<std::int64_t, Process> processes_;
};

Normalized event_of(const ProcessFact& fact) {
  Normalized normalized;
  normalized.host = fact.host;
  normalized.process = fact;
  Event& event = normalized.events.emplace_back();
  event.time = fact.time;
  event.serial = fact.serial;
  event.set(Field::host_name, fact.host);
  event.set(Field::process_pid, fact.pid);
  event.set(Field::process_parent_pid, fact.ppid);
  event.set(Field::process_name, fact.name);
  event.set(Field::process_executable, fact.executable);
  return normalized;
}

class LineageOracle : public testing::TestWithParam<unsigned> {};

TEST_P(LineageOracle, ParentsAndIdentitiesAreTheTrueOnes) {
  const bool is_plain = GetParam() % 2 == 0;
  Machine machine(GetParam(), is_plain);
  Counters counters;
  Lineage lineage(counters, nullptr);
  std::map<std::string, std::uint64_t> identity_of;
  std::map<std::uint64_t, std::string> entity_of;
  std::size_t parents = 0;
  for (int i = 0; i < 5000; ++i) {
    const ProcessFact fact = machine.step();
    Normalized normalized = event_of(fact);
    lineage.complete(normalized);
    const Event& event = normalized.events.front();
    const std::string trace = fmt::format("step {}: pid {}", i, fact.pid);

    const auto parent = event.string(Field::process_parent_name);
    if (!parent.empty()) {
      ASSERT_EQ(parent, machine.at(fact.ppid).program) << trace;
      ++parents;
    }
    if (fact.kind == ProcessFact::Kind::exit) continue;
    const std::uint64_t identity = machine.at(fact.pid).identity;
    ASSERT_EQ(event.string(Field::process_name), machine.at(fact.pid).program) << trace;
    const std::string entity(event.string(Field::process_entity_id));
    ASSERT_EQ(identity_of.emplace(entity, identity).first->second, identity)
        << trace << " is another process";
    // A thread's number looks like a child's pid, and of an adopter nothing tells that it is one:
    // then a process may be taken for another, though never another for it.
    if (!is_plain) continue;
    ASSERT_EQ(entity_of.emplace(identity, entity).first->second, entity) << trace << " is the same";
  }
  EXPECT_GT(parents, 4000U);
}

// Without the records of forks and exits, as most nodes are audited, parents may be missing.
TEST_P(LineageOracle, ExecsAloneNeverNameAParentThatNeverRan) {
  Machine machine(GetParam(), false);
  Counters counters;
  Lineage lineage(counters, nullptr);
  std::map<std::int64_t, std::string> last_exec;
  for (int i = 0; i < 5000; ++i) {
    const ProcessFact fact = machine.step();
    if (fact.kind != ProcessFact::Kind::exec) continue;
    Normalized normalized = event_of(fact);
    lineage.complete(normalized);
    const auto parent = normalized.events.front().string(Field::process_parent_name);
    if (!parent.empty()) {
      ASSERT_EQ(parent, last_exec[fact.ppid]) << i;
    }
    last_exec[fact.pid] = fact.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Machines, LineageOracle, testing::Range(1U, 31U));

}  // namespace
}  // namespace ak
