#include "lineage/process_identity.h"

#include <algorithm>
#include <string>

#include "base/limits.h"

namespace ak {
namespace {

// A pid does not come round in less, but where somebody sets the next one.
constexpr TimeMs kSoonMs = 10'000;

// Whether the fact is of the same login session as the process, by both's own word.
bool is_of_session(const Process& known, const ProcessFact& fact) {
  return known.session >= 0 && fact.session == known.session;
}

// Whether the process has another parent by now since its own is gone: then the kernel gave it to
// process 1, or to an ancestor that adopts orphans. Where nothing tells that the parent is gone, it
// is as long as the pid cannot have come round; and if it is a child of process 1, where the pid
// would have had to come round within one login's session, to an orphan again, or without the fork
// that the former holder's pid had.
bool was_adopted(ProcessTable& table, const Process& known, const ProcessFact& fact) {
  const Process* at = table.find(known.host, known.ppid);
  const bool is_another = at != nullptr && at->start > known.start + known.start_error;
  const bool is_known_gone = at != nullptr && (at->dead || is_another);
  const bool is_soon = fact.time < std::max(known.start, known.seen.time) + kSoonMs;
  const bool is_certain_child =
      known.forked && (known.told || (at != nullptr && at->namespace_known));
  if (fact.ppid == kInitPid) {
    return is_known_gone || is_soon || is_certain_child || is_of_session(known, fact);
  }
  if (!is_known_gone && !is_soon) return false;
  for (std::size_t i = 0; i < limits::kMaxAncestors && at != nullptr && !is_another; ++i) {
    if (at->ppid == fact.ppid) return true;
    at = table.find(known.host, at->ppid);
  }
  return false;
}

// Who is a child of process 1 stays one: nobody adopts it again. A record of before may come late.
bool was_adopted_for_good(const Process& known, const ProcessFact& fact) {
  return known.told && known.ppid == kInitPid && fact.ppid > kInitPid &&
         !is_before(moment_of(fact), known.seen);
}

// Whether the process that it inherited from has its pid no more: one that began later has.
bool lost_forebear(const Process& known, const Process& parent) {
  return parent.start > known.start + known.start_error &&
         std::any_of(known.previous.begin(), known.previous.end(),
                     [](const FormerProgram& former) { return former.inherited; });
}

// Whether the process has another parent than it had: under another pid, or under the same, whose
// process died since and so is no parent any more.
bool has_other_parent(ProcessTable& table, const Process& known, const ProcessFact& fact) {
  if (fact.ppid != known.ppid) return true;
  const Process* parent = table.find(known.host, known.ppid);
  if (parent == nullptr) return false;
  const bool is_dead = is_down_by(*parent, moment_of(fact)) && parent->died.time >= known.start;
  return is_dead || lost_forebear(known, *parent);
}

}  // namespace

bool tells_program(const ProcessFact& fact) {
  return !fact.name.empty() || !fact.executable.empty();
}

bool runs_another(const Process& known, const ProcessFact& fact) {
  const std::string& executable = known.program->executable;
  return !fact.executable.empty() && !executable.empty() && fact.executable != executable;
}

bool is_late(const Process& known, const ProcessFact& fact) {
  if (!is_before(moment_of(fact), known.since)) return false;
  return known.told || fact.time < known.since.time;
}

bool was_in_other_session(const Process& known, const ProcessFact& fact) {
  // A LOGIN that comes late says nothing: the process has told of itself since.
  if (fact.begins_session &&
      (fact.session == known.session || is_before(moment_of(fact), known.seen))) {
    return false;
  }
  const std::int64_t before = fact.begins_session ? fact.former_session : fact.session;
  return known.session >= 0 && before != ProcessFact::kSessionNotTold && before != known.session;
}

bool begins_another(ProcessTable& table, const Process& known, const ProcessFact& fact) {
  const bool is_exec = fact.kind == ProcessFact::Kind::exec;
  const bool parent_changed = has_other_parent(table, known, fact);
  const bool program_changed = is_exec || runs_another(known, fact);
  if (is_late(known, fact)) return false;
  if (is_gone_by(known, moment_of(fact))) {
    return is_down_by(known, moment_of(fact)) || parent_changed || program_changed;
  }
  if (known.dead && !known.gone) return false;
  // A child of process 1 may be the fork's, orphaned before it told of itself.
  if (known.doubtful) return parent_changed && (known.told || fact.ppid != kInitPid);
  if (was_adopted_for_good(known, fact)) return true;
  // Without a LOGIN that says so, it may be one that did not come: then it takes another sign.
  const bool is_sign = fact.begins_session || parent_changed || program_changed;
  if (is_sign && was_in_other_session(known, fact)) return true;
  return parent_changed && program_changed && !was_adopted(table, known, fact);
}

}  // namespace ak
