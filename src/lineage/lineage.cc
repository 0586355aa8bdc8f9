#include "lineage/lineage.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "lineage/former_programs.h"
#include "lineage/process_fields.h"
#include "lineage/process_identity.h"
#include "lineage/process_table.h"
#include "lineage/running_processes.h"
#include "lineage/session_table.h"
#include "lineage/tracking.h"

namespace ak {

class Lineage::Completer {
 public:
  Completer(Counters& counters, const ProcessSource* live)
      : counters_(counters), table_(counters), running_(live, table_) {}

  void scan(TimeMs now) { running_.scan(now); }
  void notice_ends(TimeMs now) { running_.notice_ends(now); }

  [[nodiscard]] LineageState save() const {
    ProgramList programs;
    ByteWriter tables;
    table_.save(programs, tables);
    sessions_.save(programs, tables);
    ByteWriter state;
    programs.save(state);
    return {state.take(), tables.take()};
  }

  void load(ByteReader& in) {
    ProgramList programs;
    if (!programs.load(in, table_)) return;
    table_.load(in, programs);
    sessions_.load(in, programs);
  }

  void forget() {
    table_.clear();
    sessions_.clear();
  }

  // Finds out, where it can be known, whether the events that may be of a thread's life or of a
  // process's (auditd.unresolved_task) are of the one or the other.
  void settle_task(ProcessFact& fact, std::vector<Event>& events) {
    for (Event& event : events) {
      if (event.find(Field::auditd_unresolved_task) == nullptr) continue;
      if (fact.perhaps_thread) {
        settle_clone(fact, event);
      } else if (has_threads(fact)) {
        be_of_thread(event, fact);
      }
      if (event.find(Field::auditd_unresolved_task) != nullptr) ++counters_.unresolved_tasks;
    }
  }

  void take(const ProcessFact& fact) {
    const bool is_here = running_.are_of(fact.host);
    const Process* known = table_.find(ProcessTable::host_key(fact.host), fact.pid);
    is_forked_child_ = known != nullptr && is_of_forked_child(*known, fact);
    bool is_same = false;
    if (is_here) {
      running_.forget_replaced(fact);
      if (fact.kind == ProcessFact::Kind::fork) running_.look_at_namespace(fact);
      known = table_.find(ProcessTable::host_key(fact.host), fact.pid);
      const bool seems_another = known != nullptr && begins_another(table_, *known, fact);
      is_same = seems_another && running_.has_gone_on(fact);
    }
    track(table_, fact, is_same);
    Process* const begun = begun_by(table_, fact);
    const bool is_shown = begun != nullptr && is_here && running_.note_former(*begun);
    if (begun != nullptr && !is_shown) inherit_former(table_, *begun);
    if (is_here) running_.note_clock(fact);
    if (is_here) running_.learn_program(fact);
    if (fact.begins_session && fact.session >= 0) begin_session(fact);
  }

  void complete(Event& event, const Normalized& normalized) {
    const std::uint64_t host = ProcessTable::host_key(normalized.host);
    is_forked_child_ = is_forked_child_ && normalized.process;
    is_local_ = running_.are_of(normalized.host);
    is_parent_glimpsed_ = false;
    session_ = session_of(event, normalized);
    complete_session(event, host);
    complete_child(event, host);
    const std::int64_t* pid = event.number(Field::process_pid);
    Process* const process = pid == nullptr ? nullptr : table_.find(host, *pid);
    if (process != nullptr && (normalized.process || may_be_of(*process, event))) {
      event.set(Field::process_entity_id, entity_id(*process));
      set_program(event, *process);
      if (is_unconfirmed(*process)) mark_unconfirmed(event);
      if (is_local_) {
        event.set_nonempty(Field::container_id, running_.container_of(*process, event.time));
      }
    }
    const std::int64_t* ppid = event.number(Field::process_parent_pid);
    const Process* parent = ppid == nullptr ? nullptr : find_parent(event, host, *ppid);
    if (parent != nullptr) {
      const auto ran = program_at(*parent, {event.time, event.serial});
      set_parent(event, *parent, ran != nullptr ? *ran : *parent->program);
      if (is_unconfirmed(*parent)) mark_unconfirmed(event);
      mark_doubt(event, *parent, ran == nullptr || is_parent_glimpsed_);
      if (is_process_start(event)) set_ancestry(event, *parent);
    }
    if (is_process_start(event) && !tells_parent(event)) ++counters_.unknown_parents;
    complete_previous(event, host);
  }

  [[nodiscard]] std::size_t processes() const { return table_.size(); }
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  // The parent of the event is told already.
  void complete_previous(Event& event, std::uint64_t host) {
    const std::int64_t* pid = event.number(Field::process_pid);
    const Process* const process = pid == nullptr ? nullptr : table_.find(host, *pid);
    if (process != nullptr && set_previous(event, *process)) ++counters_.partial_previous;
  }

  // /proc shows what clone3 made, while it runs, and if its number is one of the host's.
  void settle_clone(ProcessFact& fact, Event& event) const {
    const auto made_thread = running_.are_of(fact.host) ? running_.made_thread(fact) : std::nullopt;
    if (!made_thread) return;
    fact.perhaps_thread = false;
    event.erase(Field::auditd_unresolved_task);
    if (!*made_thread) return;
    fact.kind = ProcessFact::Kind::seen;
    fact.made_thread = true;
    be_of_thread(event, fact);
  }

  bool has_threads(const ProcessFact& fact) {
    const Process* process = table_.find(ProcessTable::host_key(fact.host), fact.pid);
    return process != nullptr && !process->dead && process->has_threads;
  }

  // Whether a record that tells no program and no parent can be of the process that has its pid.
  [[nodiscard]] bool may_be_of(const Process& process, const Event& event) const {
    const bool is_in_another = session_ >= 0 && process.session >= 0 && session_ != process.session;
    return !is_in_another && !is_gone_by(process, {event.time, event.serial});
  }

  // Whether it is known only by what a fork returned, of a process that may be in a pid namespace,
  // or may be the one that had the pid before.
  bool is_unconfirmed(const Process& process) {
    if (process.told) return process.rival != nullptr;
    const Process* const forker = table_.find(process.host, process.ppid);
    return forker == nullptr || !forker->namespace_known;
  }

  void mark_unconfirmed(Event& event) {
    if (event.find(Field::auditd_unconfirmed_process) != nullptr) return;
    event.set(Field::auditd_unconfirmed_process, true);
    ++counters_.unconfirmed_processes;
  }

  // What the parent ran at the event's time, if that is not known for sure, or not at all.
  void mark_doubt(Event& event, const Process& parent, bool is_unknown) {
    const bool is_late = is_local_ && event.time <= parent.doubted;
    if (is_unknown || (is_late && parent.doubted_previous > 0)) {
      event.set(Field::auditd_unconfirmed_parent, true);
      ++counters_.unconfirmed_parents;
    } else if (is_late && tells_parent(event)) {
      event.set(Field::auditd_late_parent, true);
      ++counters_.late_parents;
    }
    if (!is_late) return;
    for (std::size_t i = 0; i < std::min(parent.doubted_previous, parent.previous.size()); ++i) {
      const std::string& executable = parent.previous[i].program->executable;
      if (!executable.empty()) event.add(Field::process_parent_previous_executable, executable);
    }
  }

  // The pid of a fork's child, where it is not the host's, or not known to be.
  void complete_child(Event& event, std::uint64_t host) {
    const std::int64_t* forker = event.number(Field::process_parent_pid);
    if (forker == nullptr || !is_process_start(event) ||
        !has_word(event, Field::event_action, "fork")) {
      return;
    }
    const Process* process = table_.find(host, *forker);
    if (process == nullptr) return;
    if (process->forks_elsewhere) event.erase(Field::process_pid);
    if (!process->namespace_known) mark_unconfirmed(event);
  }

  void begin_session(const ProcessFact& fact) {
    Session session;
    session.host = ProcessTable::host_key(fact.host);
    session.number = fact.session;
    session.leader_pid = fact.pid;
    if (const Process* leader = table_.find(session.host, fact.pid); leader != nullptr) {
      session.leader_entity_id = entity_id(*leader);
      session.program = leader->program;
    }
    sessions_.begin(std::move(session));
  }

  void complete_session(Event& event, std::uint64_t host) {
    const Session* session = session_ < 0 ? nullptr : sessions_.find(host, session_);
    if (session != nullptr) set_session(event, *session);
  }

  void set_ancestry(Event& event, const Process& parent) {
    Strings ancestry;
    const Process* at = &parent;
    while (at != nullptr && ancestry.size() < limits::kMaxAncestors) {
      ancestry.push_back(entity_id(*at));
      if (is_unconfirmed(*at)) mark_unconfirmed(event);
      at = parent_of(*at);
    }
    event.set(Field::process_ancestry, std::move(ancestry));
  }

  // `process` is of the table, where it may be no more afterwards.
  const Process* parent_of(const Process& process) {
    if (process.ppid <= 0 || process.ppid == process.pid) return nullptr;
    const Process* known = table_.find(process.host, process.ppid);
    if (known == nullptr) return is_local_ ? running_.parent_of(process) : nullptr;
    const bool is_its_parent = can_be_ancestor(*known, process) &&
                               !is_of_other_session(*known, process.session, process.pid);
    return is_its_parent ? known : nullptr;
  }

  // Whether /proc shows that the parent's pid had passed to another process before the event.
  bool is_replaced(Process& known, const Event& event) const {
    if (!is_local_) return false;
    if (is_process_start(event)) known.checked = 0;
    return running_.has_passed_on(known, event.time);
  }

  // Whether one of them is in a session that it was born into, after the other was born into
  // another: then the parent's pid has passed to another process, unless it adopted the child. The
  // kernel numbers sessions as they begin.
  bool is_of_other_session(const Process& parent, std::int64_t session, std::int64_t child) {
    if (parent.session < 0 || session < 0 || session == parent.session) return false;
    const bool is_childs_newer = session > parent.session;
    const Session* const newer =
        sessions_.find(parent.host, is_childs_newer ? session : parent.session);
    if (!is_childs_newer) return newer == nullptr || newer->leader_pid != parent.pid;
    return newer != nullptr && newer->leader_pid != child && !is_above(parent, newer->leader_pid);
  }

  // Whether the process of that pid, which may have ended, descends from `ancestor`.
  bool is_above(const Process& ancestor, std::int64_t pid) {
    for (std::size_t i = 0; i < limits::kMaxAncestors; ++i) {
      const Process* const at = table_.find(ancestor.host, pid);
      if (at == nullptr) return false;
      if (at->ppid == ancestor.pid) return true;
      pid = at->ppid;
    }
    return false;
  }

  bool is_of_other_session(const Process& parent, const Event& event) {
    const std::int64_t* child = event.number(Field::process_pid);
    return child != nullptr && is_of_other_session(parent, session_, *child);
  }

  static std::int64_t session_of(const Event& event, const Normalized& normalized) {
    if (normalized.process) return normalized.process->session;
    const auto number = parse_int(event.string(Field::auditd_session));
    return number ? *number : ProcessFact::kSessionNotTold;
  }

  const Process* find_parent(const Event& event, std::uint64_t host, std::int64_t pid) {
    Process* const known = table_.find(host, pid);
    if (known != nullptr && is_of_other_session(*known, event)) return look_up(event, pid, nullptr);
    const bool is_certain = known != nullptr && !known->dead && !known->doubtful;
    if (is_certain && is_replaced(*known, event)) return look_up(event, pid, nullptr);
    is_parent_glimpsed_ =
        is_certain && is_local_ && is_process_start(event) && !running_.look_again(*known);
    if (!is_certain) {
      if (const Process* found = look_up(event, pid, known); found != nullptr) return found;
    }
    if (known == nullptr || known->doubtful) return nullptr;
    if (has_left_children(*known, event)) return nullptr;
    // A process that /proc showed to be younger than the event is not its parent.
    const bool is_too_young = known->start_error > 0 && known->start > event.time;
    return is_too_young ? nullptr : known;
  }

  // Who is gone is nobody's parent: the kernel gives its children away. While it takes the process
  // down, those that it forked before have it yet; of others, its pid may have passed on.
  [[nodiscard]] bool has_left_children(const Process& parent, const Event& event) const {
    const Moment moment{event.time, event.serial};
    return is_forked_child_ ? is_down_by(parent, moment) : is_gone_by(parent, moment);
  }

  // Whether the fact is of the child that a fork told of.
  static bool is_of_forked_child(const Process& known, const ProcessFact& fact) {
    return known.forked && !known.dead && known.ppid == fact.ppid;
  }

  const Process* look_up(const Event& event, std::int64_t pid, const Process* known) {
    if (!is_local_) return nullptr;
    const std::int64_t* child = event.number(Field::process_pid);
    return running_.parent_at(event.time, pid, child ? std::optional(*child) : std::nullopt, known);
  }

  Counters& counters_;
  ProcessTable table_;
  RunningProcesses running_;
  SessionTable sessions_;
  // Of the event at hand.
  bool is_local_ = false;  // it is of the host that runs here
  std::int64_t session_ = ProcessFact::kSessionNotTold;
  bool is_forked_child_ = false;     // a fork told of its process
  bool is_parent_glimpsed_ = false;  // nobody saw it start, or can see now what it runs
};

Lineage::Lineage(Counters& counters, const ProcessSource* live)
    : completer_(std::make_unique<Completer>(counters, live)) {}

Lineage::~Lineage() = default;

void Lineage::scan(TimeMs now) {
  completer_->scan(now);
}

void Lineage::notice_ends(TimeMs now) {
  completer_->notice_ends(now);
}

LineageState Lineage::save() const {
  return completer_->save();
}

bool Lineage::load(ByteReader& in) {
  forget();
  completer_->load(in);
  if (in.failed()) forget();
  return !in.failed();
}

void Lineage::forget() {
  completer_->forget();
}

std::size_t Lineage::processes() const {
  return completer_->processes();
}

std::size_t Lineage::sessions() const {
  return completer_->sessions();
}

void Lineage::complete(Normalized& normalized) {
  if (normalized.process) {
    completer_->settle_task(*normalized.process, normalized.events);
    completer_->take(*normalized.process);
  }
  for (Event& event : normalized.events) completer_->complete(event, normalized);
}

}  // namespace ak
