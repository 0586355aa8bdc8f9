#include "lineage/tracking.h"

#include <memory>
#include <utility>

namespace ak {
namespace {

// /proc/<pid>/stat counts hundredths of a second since a boot time given in whole seconds.
constexpr TimeMs kSnapshotErrorMs = 1010;

Moment moment_of(const ProcessFact& fact) {
  return {fact.time, fact.serial};
}

std::shared_ptr<const Program> program_of(const ProcessFact& fact) {
  Program program = make_program(fact.name, fact.executable, fact.args, fact.args_count);
  program.start_seen = fact.kind == ProcessFact::Kind::exec;
  return std::make_shared<const Program>(std::move(program));
}

bool runs_another(const Process& known, const ProcessFact& fact) {
  const std::string& executable = known.program->executable;
  return !fact.executable.empty() && !executable.empty() && fact.executable != executable;
}

// Is the fact of another process than the one known under its pid?
bool is_reuse(const Process& known, const ProcessFact& fact) {
  const bool is_exec = fact.kind == ProcessFact::Kind::exec;
  const bool parent_changed = fact.ppid != known.ppid;
  const bool program_changed = is_exec || runs_another(known, fact);
  if (moment_of(fact) < known.since) return false;
  if (known.dead) return moment_of(fact) > known.died && (parent_changed || program_changed);
  if (known.doubtful) return parent_changed;
  return parent_changed && program_changed;
}

Process& begin(ProcessTable& table, const ProcessFact& fact) {
  Process process;
  process.host = ProcessTable::host_key(fact.host);
  process.pid = fact.pid;
  process.ppid = fact.ppid;
  process.start = fact.time;
  process.since = moment_of(fact);
  process.program = program_of(fact);
  process.session = fact.session;
  return table.put(std::move(process));
}

// An exec record that came after a later record of the program it started: that one could not tell
// the name and the arguments.
void complete_late(Process& process, const ProcessFact& fact) {
  const bool is_its_start = fact.kind == ProcessFact::Kind::exec && !process.program->start_seen &&
                            fact.ppid == process.ppid && !runs_another(process, fact);
  if (is_its_start) process.program = program_of(fact);
}

void go_on(Process& process, const ProcessFact& fact) {
  if (moment_of(fact) < process.since) {
    complete_late(process, fact);
    return;
  }
  process.ppid = fact.ppid;
  process.doubtful = false;
  process.session = fact.session;
  const bool is_new = fact.kind == ProcessFact::Kind::exec || runs_another(process, fact);
  const bool is_renamed = !process.program->start_seen && process.program->name != fact.name;
  if (!is_new && !is_renamed) return;
  if (is_new) {
    process.previous = std::move(process.program);
    process.container_known = false;  // a runtime joins the container and then executes in it
  }
  process.program = program_of(fact);
  process.since = moment_of(fact);
}

Process& track_self(ProcessTable& table, const ProcessFact& fact) {
  Process* known = table.find(ProcessTable::host_key(fact.host), fact.pid);
  if (known == nullptr || is_reuse(*known, fact)) return begin(table, fact);
  go_on(*known, fact);
  return *known;
}

void track_child(ProcessTable& table, const ProcessFact& fact, const Process& parent) {
  if (fact.child_pid <= 0 || fact.child_pid == fact.pid) return;
  Process child;
  child.host = parent.host;
  child.pid = fact.child_pid;
  child.ppid = fact.pid;
  child.start = fact.time;
  child.since = {fact.time, 0};
  child.program = parent.program;
  child.session = parent.session;
  child.container = parent.container;
  child.container_known = parent.container_known;

  const Process* known = table.find(child.host, child.pid);
  // The child's own first event may come before the record of the fork that made it.
  if (known != nullptr && known->start + known->start_error >= fact.time) return;
  child.doubtful = known != nullptr && !known->dead;
  table.put(std::move(child));
}

}  // namespace

void track(ProcessTable& table, const ProcessFact& fact) {
  if (fact.pid <= 0 || fact.kind == ProcessFact::Kind::login) return;
  Process& process = track_self(table, fact);
  if (fact.kind == ProcessFact::Kind::fork) track_child(table, fact, process);
  const bool ends = fact.kind == ProcessFact::Kind::exit && moment_of(fact) >= process.since;
  if (ends) table.mark_dead(process, moment_of(fact));
}

Process& track(ProcessTable& table, std::string_view host, std::int64_t pid,
               const ProcessSource::Snapshot& snapshot) {
  Process process;
  process.host = ProcessTable::host_key(host);
  process.pid = pid;
  process.ppid = snapshot.ppid;
  process.session = snapshot.session;
  process.start = snapshot.start;
  process.start_error = kSnapshotErrorMs;
  process.since = {snapshot.start, 0};
  Program program =
      make_program(snapshot.name, snapshot.executable, snapshot.args, snapshot.args.size());
  program.start_seen = true;
  process.program = std::make_shared<const Program>(std::move(program));
  return table.put(std::move(process));
}

}  // namespace ak
