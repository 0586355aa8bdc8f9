#include "lineage/tracking.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/path.h"
#include "event/program_name.h"
#include "lineage/former_programs.h"
#include "lineage/process_identity.h"

namespace ak {
namespace {

std::shared_ptr<const Program> program_of(ProcessTable& table, const ProcessFact& fact) {
  Program program = make_program(fact.name, fact.executable, fact.args, fact.args_count);
  program.lacks_args = program.lacks_args || fact.lacks_args;
  program.start_seen = fact.kind == ProcessFact::Kind::exec;
  return table.share(std::move(program));
}

std::shared_ptr<const Program> program_of(ProcessTable& table,
                                          const ProcessSource::Snapshot& snapshot) {
  Program program =
      make_program(snapshot.name, snapshot.executable, snapshot.args, snapshot.args.size());
  program.lacks_args = program.lacks_args || snapshot.lacks_args;
  program.start_seen = true;
  return table.share(std::move(program));
}

// What the parent's forks return cannot be believed any more: drops what the last one is said to
// have made.
void distrust_forks(ProcessTable& table, Process& parent) {
  parent.forks_elsewhere = true;
  const std::uint64_t host = parent.host;
  const std::int64_t pid = parent.pid;
  const std::int64_t last = std::exchange(parent.last_child, 0);
  const Process* child = last == 0 ? nullptr : table.find(host, last);
  if (child == nullptr || child->told || child->ppid != pid) return;
  const std::shared_ptr<const Process> rival = child->rival;
  table.forget(host, last);
  if (rival) table.put(*rival);
}

// A child told of itself under the pid that its parent's fork returned: that is one of the host's.
void confirm_forks(ProcessTable& table, std::uint64_t host, std::int64_t forker) {
  Process* const process = table.find(host, forker);
  if (process == nullptr) return;
  process->namespace_known = true;
  process->forks_elsewhere = false;
}

// A process turns up under a pid that nobody has, and that no fork returned. When its parent's
// forks are reported, its fork's record is still to come (the parent waits in vfork), or had
// another number: the parent is in a pid namespace of its own. Process 1 is not, and adopts.
void note_unforked(ProcessTable& table, const Process& process) {
  Process* const parent = table.find(process.host, process.ppid);
  const bool tells_its_forks = parent != nullptr && !is_gone_by(*parent, process.since) &&
                               parent->pid != kInitPid && parent->last_child != 0;
  if (!tells_its_forks) return;
  if (parent->last_child == process.pid) {  // it was distrusted wrongly
    confirm_forks(table, process.host, process.ppid);
  } else if (!parent->namespace_known) {
    parent->unforked_child = process.pid;
  }
}

bool is_in_namespace_by_birth(ProcessTable& table, const Process& process) {
  const Process* const parent = table.find(process.host, process.ppid);
  return parent != nullptr && !is_gone_by(*parent, process.since) &&
         (parent->forks_elsewhere || parent->children_fork_elsewhere);
}

void see_ids(Process& process, const ProcessFact& fact) {
  if (fact.session != ProcessFact::kSessionNotTold) process.session = fact.session;
  process.user = fact.user;
  process.group = fact.group;
}

Process& begin(ProcessTable& table, const ProcessFact& fact) {
  Process process;
  process.host = ProcessTable::host_key(fact.host);
  process.pid = fact.pid;
  process.ppid = fact.ppid;
  process.start = fact.time;
  process.since = moment_of(fact);
  process.told = true;
  process.seen = moment_of(fact);
  process.program = program_of(table, fact);
  process.exec_recorded = fact.kind == ProcessFact::Kind::exec;
  see_ids(process, fact);
  process.forks_elsewhere = is_in_namespace_by_birth(table, process);
  return table.put(std::move(process));
}

// An exec record that came after a later record of the program it started: that one could not tell
// the name and the arguments.
void complete_late(ProcessTable& table, Process& process, const ProcessFact& fact) {
  const bool is_its_start = fact.kind == ProcessFact::Kind::exec && !process.program->start_seen &&
                            fact.ppid == process.ppid && !runs_another(process, fact);
  if (!is_its_start) return;
  process.program = program_of(table, fact);
  process.exec_recorded = true;
}

// Whether /proc showed already what the record tells now: after that execution, then.
bool is_foretold(const Process& process, const ProcessFact& fact) {
  return !process.exec_recorded && process.doubted >= fact.time &&
         process.program->executable == fact.executable;
}

// Whether a child of process 1 may be the fork's, orphaned, as well as the process that had the pid
// before.
bool may_be_rival(const Process& process, const ProcessFact& fact) {
  return process.rival && process.rival->ppid == kInitPid && fact.ppid == kInitPid;
}

void go_on(ProcessTable& table, Process& process, const ProcessFact& fact) {
  const bool is_latest = !is_before(moment_of(fact), process.seen);
  if (is_latest) process.seen = moment_of(fact);
  if (is_late(process, fact)) {
    complete_late(table, process, fact);
    return;
  }
  const bool is_as_forked = !process.told && fact.ppid == process.ppid;
  if (is_as_forked) confirm_forks(table, process.host, process.ppid);
  if (is_latest) process.ppid = fact.ppid;
  process.told = true;
  process.doubtful = false;
  if (is_as_forked || !may_be_rival(process, fact)) process.rival.reset();
  if (is_latest) see_ids(process, fact);
  const bool is_new = fact.kind == ProcessFact::Kind::exec || runs_another(process, fact);
  const bool is_renamed =
      !process.program->start_seen && tells_program(fact) && process.program->name != fact.name;
  if (!is_new && !is_renamed) return;
  if (fact.kind == ProcessFact::Kind::exec) process.has_threads = false;  // it ends all but one
  if (is_new) {
    if (!is_foretold(process, fact)) {
      remember_previous(process, {std::move(process.program), process.since});
    }
    process.container_known = false;  // a runtime joins the container and then executes in it
    process.doubted = 0;
    process.doubted_previous = 0;
  }
  process.program = program_of(table, fact);
  process.exec_recorded = fact.kind == ProcessFact::Kind::exec;
  process.since = moment_of(fact);
}

// The process that the fact is of, when it is one of two that may have the pid: nullptr if it is
// neither's.
Process* settle_doubt(ProcessTable& table, Process& known, const ProcessFact& fact) {
  if (fact.ppid == known.ppid || is_late(known, fact)) return &known;
  const std::shared_ptr<const Process> rival = known.rival;
  if (!rival || fact.ppid != rival->ppid) return &known;
  if (may_be_rival(known, fact) && runs_another(*rival, fact)) {
    remember_previous(known, {rival->program, rival->since});
    return &known;
  }
  // The fork was of another pid namespace.
  Process* const forker = table.find(known.host, known.ppid);
  if (forker != nullptr) forker->forks_elsewhere = true;
  return &table.put(*rival);
}

Process& track_self(ProcessTable& table, const ProcessFact& fact, bool is_same) {
  const std::uint64_t host = ProcessTable::host_key(fact.host);
  Process* known = table.find(host, fact.pid);
  if (known != nullptr && known->doubtful) known = settle_doubt(table, *known, fact);
  if (known == nullptr || (!is_same && begins_another(table, *known, fact))) {
    const bool was_free = known == nullptr || known->dead;
    Process& begun = begin(table, fact);
    if (was_free) note_unforked(table, begun);
    return begun;
  }
  known = table.find(host, fact.pid);  // the last one used, and so not the one to go
  go_on(table, *known, fact);
  table.trim();
  return *known;
}

// A fork's record has the time at which the call began. It is within this of what the child does,
// in streams that number it otherwise too.
constexpr TimeMs kForkMs = 1000;

// The child of that fork, which told of itself before: it is what the parent is until it executes.
void confirm_child(ProcessTable& table, Process& child, const ProcessFact& fact,
                   const Process& parent) {
  child.forked = true;
  confirm_forks(table, child.host, fact.pid);
  const bool is_as_forked = !child.program->start_seen && parent.program->start_seen &&
                            child.program->executable == parent.program->executable &&
                            !is_before(moment_of(fact), parent.since);
  if (is_as_forked) {
    child.program = parent.program;
  } else {
    take_former_of_forker(child, parent, moment_of(fact));
  }
}

// Whether the process known under the pid that the fork returned is the fork's child, or rules out
// that there is such a child: it told of itself after the fork.
bool is_told_already(ProcessTable& table, Process& known, const ProcessFact& fact,
                     const Process& parent) {
  const bool is_its_child = known.ppid == fact.child_ppid;
  // The child's own first event may come before the record of the fork that made it.
  const bool is_its_first = known.told && is_its_child && !known.forked && !known.dead &&
                            known.start + kForkMs >= fact.time &&
                            is_before(known.since, {fact.time, 0});
  if (is_its_first || known.start + known.start_error >= fact.time) {
    if (known.told && is_its_child) confirm_child(table, known, fact, parent);
    return true;
  }
  if (known.dead || !known.told || is_before(known.since, {fact.time, 0})) return false;
  // So may its exec, under a pid that another child of the same parent had.
  if (is_its_child) {
    known.start = fact.time;
    known.forked = true;
    known.doubtful = false;
    known.rival.reset();
    std::erase_if(known.previous, [&](const FormerProgram& held) {
      return is_before(held.since, moment_of(fact));
    });
    take_former_of_forker(known, parent, moment_of(fact));
    confirm_forks(table, known.host, fact.pid);
  }
  return true;
}

Process child_of(const Process& parent, const ProcessFact& fact) {
  Process child;
  child.host = parent.host;
  child.pid = fact.child_pid;
  child.ppid = fact.child_ppid;
  child.start = fact.time;
  child.since = moment_of(fact);
  child.program = parent.program;
  child.user = parent.user;
  child.group = parent.group;
  child.session = parent.session;
  child.forked = true;
  child.container = parent.container;
  child.container_known = parent.container_known;
  child.forks_elsewhere = parent.children_fork_elsewhere || fact.new_pid_namespace;
  child.namespace_known = child.forks_elsewhere;
  return child;
}

// A child that its forker gave to the forker's own parent (CLONE_PARENT) is no reason to distrust
// that one's forks.
void note_forked_for(ProcessTable& table, const ProcessFact& fact) {
  Process* const parent = table.find(ProcessTable::host_key(fact.host), fact.child_ppid);
  if (parent != nullptr && parent->unforked_child == fact.child_pid) parent->unforked_child = 0;
}

void track_child(ProcessTable& table, const ProcessFact& fact, Process& parent) {
  if (fact.child_pid <= 0 || fact.child_pid == fact.pid) return;
  if (fact.child_ppid != fact.pid) note_forked_for(table, fact);
  const bool tells_a_child = !fact.perhaps_thread || parent.unforked_child == fact.child_pid;
  const std::int64_t unforked = tells_a_child ? std::exchange(parent.unforked_child, 0) : 0;
  if (unforked != 0 && unforked != fact.child_pid) distrust_forks(table, parent);
  if (parent.forks_elsewhere) {
    if (!parent.namespace_known) parent.last_child = fact.child_pid;
    return;
  }
  if (unforked != 0 || parent.pid == kInitPid) parent.namespace_known = true;
  if (tells_a_child) parent.last_child = fact.child_pid;
  Process child = child_of(parent, fact);
  child.doubtful = !tells_a_child;
  Process* const known = table.find(child.host, child.pid);
  if (known != nullptr && is_told_already(table, *known, fact, parent)) return;
  if (known != nullptr && !known->dead) {
    child.doubtful = true;
    if (known->doubtful) {
      child.rival = known->rival;
    } else if (known->told) {
      Process rival = *known;
      rival.rival.reset();
      child.rival = std::make_shared<const Process>(std::move(rival));
    }
  }
  if (tells_a_child) {
    table.put(std::move(child));
  } else {
    table.put_first_to_go(std::move(child));
  }
}

// A LOGIN without a system call tells neither the program nor the parent.
void track_login(ProcessTable& table, const ProcessFact& fact) {
  const std::uint64_t host = ProcessTable::host_key(fact.host);
  Process* const known = table.find(host, fact.pid);
  if (known == nullptr || is_before(moment_of(fact), known->since)) return;
  if (is_gone_by(*known, moment_of(fact))) return table.forget(host, fact.pid);
  if (was_in_other_session(*known, fact)) return table.forget(host, fact.pid);
  if (!known->dead && !is_before(moment_of(fact), known->seen)) known->session = fact.session;
}

}  // namespace

void track(ProcessTable& table, const ProcessFact& fact, bool is_same) {
  if (fact.pid <= 0) return;
  if (fact.kind == ProcessFact::Kind::login) return track_login(table, fact);
  Process& process = track_self(table, fact, is_same);
  if (fact.kind == ProcessFact::Kind::fork) {
    track_child(table, fact, process);
    return;
  }
  process.has_threads = process.has_threads || fact.made_thread;
  if (fact.new_pid_namespace) process.children_fork_elsewhere = true;
  const bool ends = fact.kind == ProcessFact::Kind::exit && !is_late(process, fact);
  if (ends) table.mark_dead(process, moment_of(fact));
}

Process& track(ProcessTable& table, const ProcessSource& source, std::int64_t pid,
               const ProcessSource::Snapshot& snapshot) {
  Process process;
  process.host = ProcessTable::host_key(source.host());
  process.pid = pid;
  process.ppid = snapshot.ppid;
  process.user = snapshot.user;
  process.group = snapshot.group;
  process.session = snapshot.session;
  process.start = snapshot.start;
  process.start_error = source.start_error();
  // /proc dates the same start a bit otherwise from one time to the next.
  const Process* const known = table.find(process.host, pid);
  const bool is_known = known != nullptr && std::abs(known->start - snapshot.start) <=
                                                std::max(process.start_error, known->start_error);
  if (is_known) process.start = known->start;
  process.boot = source.boot();
  process.since = {snapshot.start, 0};
  process.told = true;
  process.program = program_of(table, snapshot);
  process.doubted = source.now();
  return table.put(std::move(process));
}

namespace {

// The same file has another path where a container or a chroot has another root.
bool is_one_file(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && (a.ends_with(b) || b.ends_with(a));
}

// Of programs that are many in one the file does not tell.
bool is_one_program(const Program& known, const Program& shown) {
  if (!is_one_file(known.executable, shown.executable)) return false;
  if (!runs_others(base_name(shown.executable))) return true;
  return known.start_seen ? known.packed_args == shown.packed_args : known.name == shown.name;
}

}  // namespace

void learn_program(ProcessTable& table, const ProcessSource& source, Process& known,
                   const ProcessSource::Snapshot& snapshot) {
  known.program = program_of(table, snapshot);
  known.doubted = source.now();
}

// What a record told of its exec is better than what it can make of its arguments since.
void update_program(ProcessTable& table, const ProcessSource& source, Process& known,
                    const ProcessSource::Snapshot& snapshot) {
  if (snapshot.executable.empty()) return;
  if (known.exec_recorded && is_one_file(known.program->executable, snapshot.executable)) return;
  std::shared_ptr<const Program> former = std::exchange(known.program, program_of(table, snapshot));
  if (is_one_program(*former, *known.program)) return;
  remember_previous(known, {std::move(former), known.since});
  known.doubted = source.now();
  known.doubted_previous = std::min(known.doubted_previous + 1, known.previous.size());
  known.exec_recorded = false;
  known.container_known = false;
}

void update(ProcessTable& table, const ProcessSource& source, Process& known,
            const ProcessSource::Snapshot& snapshot) {
  known.ppid = snapshot.ppid;
  known.user = snapshot.user;
  known.group = snapshot.group;
  update_program(table, source, known, snapshot);
}

}  // namespace ak
