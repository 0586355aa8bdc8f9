#include "lineage/running_processes.h"

#include <algorithm>
#include <unordered_set>

#include "base/limits.h"
#include "base/path.h"
#include "lineage/former_programs.h"
#include "lineage/process_identity.h"
#include "lineage/tracking.h"

namespace ak {
namespace {

// A fork's record has the time at which the call began. A large process takes long to be copied,
// but its pid does not come round in that time.
constexpr TimeMs kForkMs = 100;

constexpr TimeMs kCheckMs = 100;

constexpr TimeMs kContainerMs = 1000;

}  // namespace

// Whether the process that began then, as /proc shows it, is the one that is known under its pid.
// One that was heard of before it began is another. /proc tells of starts by the clock of today.
bool RunningProcesses::began_by(const Process& known, TimeMs start) const {
  const TimeMs error =
      known.seen.time > 0 ? known.start_error : std::max(known.start_error, kForkMs);
  const TimeMs clock_set = known.boot == 0 ? 0 : source_->boot() - known.boot;
  return start - clock_set <= std::max(known.start + error, known.seen.time);
}

void RunningProcesses::scan(TimeMs now) {
  if (source_ == nullptr) return;
  const std::uint64_t host = ProcessTable::host_key(source_->host());
  const std::vector<std::int64_t> pids = source_->pids();
  bury(host, pids, now);
  for (const std::int64_t pid : table_.dead(host)) table_.find(host, pid)->gone = true;
  for (const std::int64_t pid : pids) {
    Process* known = table_.find(host, pid);
    if (known == nullptr && table_.size() == table_.capacity()) continue;
    const auto snapshot = source_->read(pid);
    if (!snapshot) continue;
    if (known != nullptr && !known->dead && began_by(*known, snapshot->start)) {
      update(table_, *source_, *known, *snapshot);
      known->boot = source_->boot();
    } else {
      track(table_, *source_, pid, *snapshot);
    }
  }
}

void RunningProcesses::notice_ends(TimeMs now) {
  if (source_ == nullptr) return;
  bury(ProcessTable::host_key(source_->host()), source_->pids(), now);
}

// Those that are none of `running` have ended by now.
void RunningProcesses::bury(std::uint64_t host, const std::vector<std::int64_t>& running,
                            TimeMs now) {
  if (running.empty()) return;  // it cannot be read
  const std::unordered_set<std::int64_t> pids(running.begin(), running.end());
  for (const std::int64_t pid : table_.alive(host)) {
    if (pids.count(pid) != 0) continue;
    Process& process = *table_.find(host, pid);
    table_.mark_dead(process, {now, 0});
    process.gone = true;
  }
}

std::optional<bool> RunningProcesses::made_thread(const ProcessFact& fact) const {
  const auto process = source_->process_of(fact.child_pid);
  const bool is_thread = process == fact.pid;
  if (!is_thread && process != fact.child_pid) return std::nullopt;
  if (source_->is_in_pid_namespace(fact.pid)) return std::nullopt;
  return is_thread;
}

void RunningProcesses::forget_replaced(const ProcessFact& fact) {
  const std::uint64_t host = ProcessTable::host_key(fact.host);
  Process* const known = table_.find(host, fact.pid);
  if (known == nullptr) return;
  const bool has_another_parent = fact.ppid > 0 && fact.ppid != known->ppid;
  if (has_passed_on(*known, fact.time) ||
      (has_another_parent && began_later(fact.ppid, *known, fact.time))) {
    table_.forget(host, fact.pid);
  }
}

bool RunningProcesses::has_gone_on(const ProcessFact& fact) {
  const Process* const known = table_.find(ProcessTable::host_key(fact.host), fact.pid);
  const auto start = known == nullptr || known->dead ? std::nullopt : source_->start(fact.pid);
  return start && began_by(*known, *start);
}

void RunningProcesses::learn_program(const ProcessFact& fact) {
  if (tells_program(fact)) return;
  Process* const process = table_.find(ProcessTable::host_key(fact.host), fact.pid);
  const bool is_told = process == nullptr || process->dead || !process->program->executable.empty();
  const auto snapshot = is_told ? std::nullopt : source_->read(fact.pid);
  if (snapshot && began_by(*process, snapshot->start)) {
    ak::learn_program(table_, *source_, *process, *snapshot);
  }
}

void RunningProcesses::note_clock(const ProcessFact& fact) {
  Process* const process = table_.find(ProcessTable::host_key(fact.host), fact.pid);
  if (process != nullptr) process->boot = source_->boot();
}

bool RunningProcesses::note_former(Process& process) {
  const auto start = source_->start(process.pid);
  if (!start) return false;
  inherit_former(table_, process, *start, *start + source_->start_error());
  if (process.ppid == kInitPid) return true;  // a service manager may take its time
  const TimeMs lived = process.since.time - *start - source_->start_error();
  process.lacks_previous = process.lacks_previous || lived > kForkToExecMs ||
                           source_->may_be_adopted(process.pid, process.ppid);
  return true;
}

void RunningProcesses::look_at_namespace(const ProcessFact& fact) {
  const std::uint64_t host = ProcessTable::host_key(fact.host);
  if (table_.find(host, fact.pid) == nullptr) {
    ProcessFact sight = fact;
    sight.kind = ProcessFact::Kind::seen;
    track(table_, sight);
  }
  Process* const process = table_.find(host, fact.pid);
  if (process == nullptr || process->namespace_known) return;
  const auto start = source_->start(fact.pid);
  if (!start || *start > fact.time) return;
  process->namespace_known = true;
  process->forks_elsewhere = source_->is_in_pid_namespace(fact.pid);
}

bool RunningProcesses::has_passed_on(Process& known, TimeMs time) const {
  if (time < known.checked + kCheckMs) return false;
  known.checked = time;
  return began_later(known.pid, known, time);
}

bool RunningProcesses::look_again(Process& known) {
  const bool is_same = source_->executable(known.pid) == known.program->executable;
  if (is_same && known.exec_recorded) return true;
  const auto snapshot = source_->read(known.pid);
  const bool is_it = snapshot && began_by(known, snapshot->start);
  const bool is_told = is_it && !snapshot->executable.empty();  // of a zombie it is not
  if (is_told) update_program(table_, *source_, known, *snapshot);
  return is_told || known.program->start_seen;
}

// Whether the running process of that pid began after the known one was last heard of, and before
// `time`.
bool RunningProcesses::began_later(std::int64_t pid, const Process& known, TimeMs time) const {
  const auto start = source_->start(pid);
  return start && !began_by(known, *start) && *start <= time;
}

std::string RunningProcesses::container_of(Process& process, TimeMs time) {
  if (process.container_known && time < process.container_checked + kContainerMs) {
    return process.container;
  }
  process.container_checked = time;
  const Process* at = &process;
  for (std::size_t i = 0; i <= limits::kMaxAncestors && at != nullptr; ++i) {
    const auto start = source_->start(at->pid);
    if (start && *start <= time) {
      process.container = source_->container(at->pid);
      break;
    }
    if (at->container_known) {
      process.container = at->container;
      break;
    }
    const Process* parent = table_.find(at->host, at->ppid);
    at = parent != nullptr && can_be_ancestor(*parent, *at) ? parent : nullptr;
  }
  process.container_known = true;
  return process.container;
}

const Process* RunningProcesses::parent_at(TimeMs time, std::int64_t pid,
                                           std::optional<std::int64_t> child,
                                           const Process* known) {
  const auto snapshot = source_->read(pid);
  if (!snapshot || snapshot->start > time) return nullptr;
  // A dying process still stands in /proc, where it shows less than the table knows: it has its
  // children yet, and nobody has its pid.
  const bool is_dying = known != nullptr && known->dead && snapshot->start <= known->died.time;
  if (is_dying) return known;
  // A child that has another parent by now has lost that one, whose pid may have gone on.
  const auto parent = child ? source_->parent(*child) : std::nullopt;
  const bool is_lost = parent && *parent != pid;
  return is_lost ? nullptr : &track(table_, *source_, pid, *snapshot);
}

const Process* RunningProcesses::parent_of(const Process& process) {
  const std::int64_t pid = process.ppid;
  const auto snapshot = source_->read(pid);
  if (!snapshot || snapshot->start > process.start + process.start_error) return nullptr;
  return &track(table_, *source_, pid, *snapshot);
}

}  // namespace ak
