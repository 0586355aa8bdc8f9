#include "lineage/former_programs.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/limits.h"

namespace ak {

// A record may come after that of the exec that followed what it tells of.
std::shared_ptr<const Program> program_at(const Process& process, const Moment& moment) {
  if (!is_before(moment, process.since)) return process.program;
  for (const FormerProgram& former : process.previous) {
    if (!is_before(moment, former.since)) return former.program;
  }
  return process.exec_recorded ? nullptr : process.program;
}

void remember_previous(Process& process, FormerProgram former) {
  auto& previous = process.previous;
  std::erase_if(previous, [&](const FormerProgram& held) {
    if (held.program->executable != former.program->executable) return false;
    if (is_before(held.since, former.since)) former.since = held.since;
    return true;
  });
  if (previous.size() >= limits::kMaxPreviousPrograms) {
    previous.pop_back();
    process.lacks_previous = true;
  }
  previous.insert(previous.begin(), std::move(former));
}

namespace {

bool has_former(const Process& process, const Program& program) {
  return std::any_of(
      process.previous.begin(), process.previous.end(),
      [&](const FormerProgram& held) { return held.program->executable == program.executable; });
}

// Puts the program behind the others, unless it is one of them.
void add_earlier(Process& process, FormerProgram former) {
  if (has_former(process, *former.program)) return;
  if (process.previous.size() == limits::kMaxPreviousPrograms) {
    process.lacks_previous = true;
    return;
  }
  process.previous.push_back(std::move(former));
}

void inherit_former(Process& child, const Process& parent, TimeMs earliest, TimeMs latest) {
  const bool has_changed = latest < parent.since.time;
  const bool may_have_changed = earliest < parent.since.time;
  const bool is_doubted = earliest <= parent.doubted;
  TimeMs since = latest + 1;
  if (!has_changed || !parent.exec_recorded) {
    const bool is_vague = is_doubted || (may_have_changed && !parent.exec_recorded);
    if (!is_vague) since = parent.since.time;
    add_earlier(child, {parent.program, {since, 0}, true});
  }
  if (!may_have_changed && !is_doubted) return;
  const std::size_t count = may_have_changed
                                ? parent.previous.size()
                                : std::min(parent.doubted_previous, parent.previous.size());
  bool is_told = false;
  for (std::size_t i = 0; i < count; ++i) {
    const FormerProgram& each = parent.previous[i];
    // Few fork before they execute what they were forked for.
    if (each.since.time > latest || (each.inherited && !has_changed)) continue;
    if (since <= earliest && each.since.time < since) return;
    since = each.since.time;
    add_earlier(child, {each.program, {since, 0}, true});
    is_told = true;
  }
  const bool is_lacking = has_changed || is_doubted || count == limits::kMaxPreviousPrograms;
  child.lacks_previous =
      child.lacks_previous || (is_lacking && parent.lacks_previous) || (has_changed && !is_told);
}

}  // namespace

Process* begun_by(ProcessTable& table, const ProcessFact& fact) {
  if (fact.kind != ProcessFact::Kind::exec) return nullptr;
  Process* const process = table.find(ProcessTable::host_key(fact.host), fact.pid);
  const bool is_first = process != nullptr && !process->forked && process->previous.empty() &&
                        process->since == Moment{fact.time, fact.serial};
  return is_first ? process : nullptr;
}

void inherit_former(ProcessTable& table, Process& child, TimeMs earliest, TimeMs latest) {
  const Process* const parent = table.find(child.host, child.ppid);
  if (parent != nullptr && !parent->dead) inherit_former(child, *parent, earliest, latest);
}

void inherit_former(ProcessTable& table, Process& child) {
  inherit_former(table, child, child.since.time - kForkToExecMs, child.since.time);
}

void take_former_of_forker(Process& child, const Process& forker, const Moment& fork) {
  std::erase_if(child.previous, [](const FormerProgram& held) { return held.inherited; });
  const auto program = program_at(forker, fork);
  const bool is_as_forked =
      program && !child.exec_recorded && child.program->executable == program->executable;
  if (program && !is_as_forked) add_earlier(child, {program, fork});
}

}  // namespace ak
