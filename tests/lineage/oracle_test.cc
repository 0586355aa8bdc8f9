// Random lives of processes: what the bounded table says of a parent must agree with an oracle that
// remembers the whole truth.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "lineage/lineage.h"

namespace ak {
namespace {

// A machine whose processes fork, exec and exit at random, with few pids so that they come again.
class Machine {
 public:
  explicit Machine(unsigned seed) : random_(seed) { processes_[1] = {0, "init", 0}; }

  struct Process {
    std::int64_t ppid;
    std::string program;
    std::uint64_t identity;  // of one life
  };

  // The next syscall of a random process, as its audit record shows it.
  ProcessFact step() {
    const std::int64_t pid = any_pid();
    ++now_;
    switch (random_() % 8) {
      case 0:
      case 1:
        return fork(pid);
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

  ProcessFact fork(std::int64_t pid) {
    for (std::int64_t tries = 0; tries < kPids; ++tries) {
      next_pid_ = next_pid_ % kPids + 2;
      if (lives(next_pid_)) continue;
      processes_[next_pid_] = {pid, processes_.at(pid).program, ++identities_};
      ProcessFact made = fact(ProcessFact::Kind::fork, pid);
      made.child_pid = next_pid_;
      return made;
    }
    return fact(ProcessFact::Kind::seen, pid);
  }

  ProcessFact exec(std::int64_t pid) {
    processes_.at(pid).program = fmt::format("program{}", random_() % 1000);
    return fact(ProcessFact::Kind::exec, pid);
  }

  ProcessFact exit(std::int64_t pid) {
    ProcessFact made = fact(ProcessFact::Kind::exit, pid);
    processes_.erase(pid);
    for (auto& [other, process] : processes_) {
      if (process.ppid == pid) process.ppid = 1;
    }
    return made;
  }

  std::mt19937 random_;
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

TEST(LineageOracle, ParentsAndIdentitiesAreTheTrueOnes) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Machine machine(seed);
    Counters counters;
    Lineage lineage(counters, nullptr);
    std::map<std::string, std::uint64_t> identity_of;
    std::size_t parents = 0;
    for (int i = 0; i < 5000; ++i) {
      const ProcessFact fact = machine.step();
      Normalized normalized = event_of(fact);
      lineage.complete(normalized);
      const Event& event = normalized.events.front();
      const std::string trace = fmt::format("seed {} step {}: pid {}", seed, i, fact.pid);

      const auto parent = event.string(Field::process_parent_name);
      if (!parent.empty()) {
        ASSERT_EQ(parent, machine.at(fact.ppid).program) << trace;
        ++parents;
      }
      if (fact.kind == ProcessFact::Kind::exit) continue;
      ASSERT_EQ(event.string(Field::process_name), machine.at(fact.pid).program) << trace;
      const std::string entity(event.string(Field::process_entity_id));
      const auto [known, is_new] = identity_of.emplace(entity, machine.at(fact.pid).identity);
      ASSERT_EQ(known->second, machine.at(fact.pid).identity) << trace << " is another process";
    }
    EXPECT_GT(parents, 4000U) << seed;
  }
}

// Without the records of forks and exits, as most nodes are audited, parents may be missing.
TEST(LineageOracle, ExecsAloneNeverNameAParentThatNeverRan) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Machine machine(seed);
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
        ASSERT_EQ(parent, last_exec[fact.ppid]) << seed << " " << i;
      }
      last_exec[fact.pid] = fact.name;
    }
  }
}

}  // namespace
}  // namespace ak
