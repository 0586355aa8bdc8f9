#include "lineage/lineage.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "lineage/process_fields.h"
#include "lineage/process_table.h"
#include "lineage/session_table.h"
#include "lineage/tracking.h"

namespace ak {
namespace {

// Whether `older` can have been there when `younger` began.
bool can_be_ancestor(const Process& older, const Process& younger) {
  if (older.doubtful || older.start > younger.start + younger.start_error) return false;
  return !older.dead || older.died.time >= younger.start;
}

// A fork's record has the time at which the call began. A large process takes long to be copied,
// but its pid does not come round in that time.
constexpr TimeMs kForkMs = 100;

// Whether the process that began then, as /proc shows it, is the one that is known under its pid.
// One that was heard of before it began is another.
bool began_by(const Process& known, TimeMs start) {
  const TimeMs error = known.seen > 0 ? known.start_error : std::max(known.start_error, kForkMs);
  return start <= std::max(known.start + error, known.seen);
}

// A pid does not come round in less, but where somebody sets the next one. So /proc is asked about
// a busy process ten times a second at most.
constexpr TimeMs kCheckMs = 100;

}  // namespace

class Lineage::Completer {
 public:
  Completer(Counters& counters, const ProcessSource* live)
      : counters_(counters), live_(live), table_(counters) {}

  void scan(TimeMs now) {
    if (live_ == nullptr) return;
    const std::uint64_t host = ProcessTable::host_key(live_->host());
    const std::vector<std::int64_t> pids = live_->pids();
    bury(host, pids, now);
    for (const std::int64_t pid : table_.dead(host)) table_.find(host, pid)->gone = true;
    for (const std::int64_t pid : pids) {
      Process* known = table_.find(host, pid);
      if (known == nullptr && table_.size() == table_.capacity()) continue;
      const auto snapshot = live_->read(pid);
      if (!snapshot) continue;
      if (known != nullptr && !known->dead && began_by(*known, snapshot->start)) {
        update(table_, *known, *snapshot);
      } else {
        track(table_, *live_, pid, *snapshot);
      }
    }
  }

  void notice_ends(TimeMs now) {
    if (live_ == nullptr) return;
    bury(ProcessTable::host_key(live_->host()), live_->pids(), now);
  }

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
    forget_replaced(fact);
    if (fact.kind == ProcessFact::Kind::fork) look_at_namespace(fact);
    track(table_, fact);
    if (fact.begins_session && fact.session >= 0) begin_session(fact);
  }

  void complete(Event& event, const Normalized& normalized) {
    const std::uint64_t host = ProcessTable::host_key(normalized.host);
    is_local_ = live_ != nullptr && normalized.host == live_->host();
    session_ = session_of(event, normalized);
    complete_session(event, host);
    complete_child(event, host);
    const std::int64_t* pid = event.number(Field::process_pid);
    if (Process* process = pid == nullptr ? nullptr : table_.find(host, *pid); process != nullptr) {
      event.set(Field::process_entity_id, entity_id(*process));
      set_program(event, *process);
      set_previous(event, *process);
      if (is_local_) event.set_nonempty(Field::container_id, container_of(*process, event.time));
    }
    const std::int64_t* ppid = event.number(Field::process_parent_pid);
    const Process* parent = ppid == nullptr ? nullptr : find_parent(event, host, *ppid);
    if (parent != nullptr) {
      set_parent(event, *parent);
      if (is_unconfirmed(*parent)) mark_unconfirmed(event);
      if (is_process_start(event)) set_ancestry(event, *parent);
    } else if (is_process_start(event)) {
      ++counters_.unknown_parents;
    }
  }

  [[nodiscard]] std::size_t processes() const { return table_.size(); }
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  // /proc shows what clone3 made, while it runs, and if its number is one of the host's.
  void settle_clone(ProcessFact& fact, Event& event) const {
    if (live_ == nullptr || fact.host != live_->host()) return;
    const auto process = live_->process_of(fact.child_pid);
    const bool is_thread = process == fact.pid;
    if (!is_thread && process != fact.child_pid) return;
    if (live_->is_in_pid_namespace(fact.pid)) return;
    fact.perhaps_thread = false;
    event.erase(Field::auditd_unresolved_task);
    if (!is_thread) return;
    fact.kind = ProcessFact::Kind::seen;
    fact.made_thread = true;
    be_of_thread(event, fact);
  }

  bool has_threads(const ProcessFact& fact) {
    const Process* process = table_.find(ProcessTable::host_key(fact.host), fact.pid);
    return process != nullptr && !process->dead && process->has_threads;
  }

  // What is known under the pid is another process's that had it before, as /proc shows: by when
  // the pid's process began, or if that is gone again, its parent. Orphans are adopted by older
  // ones.
  void forget_replaced(const ProcessFact& fact) {
    if (live_ == nullptr || fact.host != live_->host()) return;
    const std::uint64_t host = ProcessTable::host_key(fact.host);
    Process* const known = table_.find(host, fact.pid);
    if (known == nullptr) return;
    const bool has_another_parent = fact.ppid > 0 && fact.ppid != known->ppid;
    if (has_passed_on(*known, fact.time) ||
        (has_another_parent && began_later(fact.ppid, *known, fact.time))) {
      table_.forget(host, fact.pid);
    }
  }

  // Whether /proc shows that the pid had passed to another process by then.
  bool has_passed_on(Process& known, TimeMs time) const {
    if (time < known.checked + kCheckMs) return false;
    known.checked = time;
    return began_later(known.pid, known, time);
  }

  // Whether the running process of that pid began after the known one was last heard of, and before
  // `time`.
  bool began_later(std::int64_t pid, const Process& known, TimeMs time) const {
    const auto start = live_->start(pid);
    return start && !began_by(known, *start) && *start <= time;
  }

  // Whether the process that forks has another pid in a namespace of its own.
  void look_at_namespace(const ProcessFact& fact) {
    if (live_ == nullptr || fact.host != live_->host()) return;
    const std::uint64_t host = ProcessTable::host_key(fact.host);
    if (table_.find(host, fact.pid) == nullptr) {
      ProcessFact sight = fact;
      sight.kind = ProcessFact::Kind::seen;
      track(table_, sight);
    }
    Process* const process = table_.find(host, fact.pid);
    if (process == nullptr || process->namespace_known) return;
    const auto start = live_->start(fact.pid);
    if (!start || *start > fact.time) return;
    process->namespace_known = true;
    process->forks_elsewhere = live_->is_in_pid_namespace(fact.pid);
  }

  // Whether it is known only by what a fork returned, of a process that may be in a pid namespace.
  bool is_unconfirmed(const Process& process) {
    if (process.told) return false;
    const Process* const forker = table_.find(process.host, process.ppid);
    return forker == nullptr || !forker->namespace_known;
  }

  void mark_unconfirmed(Event& event) {
    if (event.find(Field::auditd_unconfirmed_process) != nullptr) return;
    event.set(Field::auditd_unconfirmed_process, true);
    ++counters_.unconfirmed_processes;
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
    if (process->forks_elsewhere) {
      event.erase(Field::process_pid);
    } else if (!process->namespace_known) {
      mark_unconfirmed(event);
    }
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

  // Those that are none of `running` have ended by now.
  void bury(std::uint64_t host, const std::vector<std::int64_t>& running, TimeMs now) {
    if (running.empty()) return;  // it cannot be read
    const std::unordered_set<std::int64_t> pids(running.begin(), running.end());
    for (const std::int64_t pid : table_.alive(host)) {
      if (pids.count(pid) != 0) continue;
      Process& process = *table_.find(host, pid);
      table_.mark_dead(process, {now, 0});
      process.gone = true;
    }
  }

  // From the process itself while it lives, else from its nearest ancestor that does.
  std::string container_of(Process& process, TimeMs time) {
    if (process.container_known) return process.container;
    process.container_known = true;
    process.container.clear();
    const Process* at = &process;
    for (std::size_t i = 0; i <= limits::kMaxAncestors && at != nullptr; ++i) {
      if (at != &process && at->container_known) {
        process.container = at->container;
        break;
      }
      const auto start = live_->start(at->pid);
      if (start && *start <= time) {
        process.container = live_->container(at->pid);
        break;
      }
      const Process* parent = table_.find(at->host, at->ppid);
      at = parent != nullptr && can_be_ancestor(*parent, *at) ? parent : nullptr;
    }
    return process.container;
  }

  void set_ancestry(Event& event, const Process& parent) {
    Strings ancestry;
    const Process* at = &parent;
    while (at != nullptr && ancestry.size() < limits::kMaxAncestors) {
      ancestry.push_back(entity_id(*at));
      at = parent_of(*at);
    }
    event.set(Field::process_ancestry, std::move(ancestry));
  }

  // `process` is of the table, where it may be no more afterwards.
  const Process* parent_of(const Process& process) {
    if (process.ppid <= 0 || process.ppid == process.pid) return nullptr;
    const Process* known = table_.find(process.host, process.ppid);
    if (known == nullptr) return look_up_parent(process);
    const bool is_its_parent = can_be_ancestor(*known, process) &&
                               !is_of_other_session(*known, session_of(process), process.pid);
    return is_its_parent ? known : nullptr;
  }

  // The running process of the parent's pid, if it has had that since before the child began.
  const Process* look_up_parent(const Process& process) {
    if (!is_local_) return nullptr;
    const std::int64_t pid = process.ppid;
    const auto snapshot = live_->read(pid);
    if (!snapshot || snapshot->start > process.start + process.start_error) return nullptr;
    return &track(table_, *live_, pid, *snapshot);
  }

  // Whether /proc shows that the parent's pid had passed to another process before the event.
  bool is_replaced(Process& known, const Event& event) const {
    if (!is_local_) return false;
    if (is_process_start(event)) known.checked = 0;
    return has_passed_on(known, event.time);
  }

  // Whether one of them is in a session that it was born into, after the other was born into
  // another or none: then the parent's pid has passed to another process. The kernel numbers
  // sessions as they begin.
  bool is_of_other_session(const Process& parent, std::int64_t session, std::int64_t child) {
    if (parent.session < 0 || session == parent.session) return false;
    if (session == ProcessFact::kSessionNotTold) return false;
    const bool is_childs_newer = session > parent.session;
    const Session* const newer =
        sessions_.find(parent.host, is_childs_newer ? session : parent.session);
    if (is_childs_newer) return newer != nullptr && newer->leader_pid != child;
    return newer == nullptr || newer->leader_pid != parent.pid;
  }

  static std::int64_t session_of(const Process& process) {
    return process.session < 0 ? ProcessFact::kSessionNotTold : process.session;
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
    if (!is_certain) {
      if (const Process* found = look_up(event, pid, known); found != nullptr) return found;
    }
    if (known == nullptr || known->doubtful) return nullptr;
    // Who is dead is nobody's parent: the kernel gives its children away at once.
    if (known->dead && event.time > known->died.time) return nullptr;
    // A process that /proc showed to be younger than the event is not its parent.
    const bool is_too_young = known->start_error > 0 && known->start > event.time;
    return is_too_young ? nullptr : known;
  }

  // The running process of that pid, if it can be the event's parent; now in the table.
  const Process* look_up(const Event& event, std::int64_t pid, const Process* known) {
    if (!is_local_) return nullptr;
    const auto snapshot = live_->read(pid);
    if (!snapshot || snapshot->start > event.time) return nullptr;
    // A dying process still stands in /proc, where it shows less than the table knows: it has its
    // children yet, and nobody has its pid.
    const bool is_dying = known != nullptr && known->dead && snapshot->start <= known->died.time;
    if (is_dying) return known;
    return lost_its_parent(event, pid) ? nullptr : &track(table_, *live_, pid, *snapshot);
  }

  // Who has another parent by now than in the event has lost that one, whose pid may have gone on.
  bool lost_its_parent(const Event& event, std::int64_t pid) const {
    const std::int64_t* child = event.number(Field::process_pid);
    const auto parent = child == nullptr ? std::nullopt : live_->parent(*child);
    return parent && *parent != pid;
  }

  Counters& counters_;
  const ProcessSource* live_;
  ProcessTable table_;
  SessionTable sessions_;
  // Of the event at hand.
  bool is_local_ = false;  // it is of the host that live_ shows
  std::int64_t session_ = ProcessFact::kSessionNotTold;
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
