#include "lineage/former_programs.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/limits.h"

namespace ak {

// A record may come after that of the exec that followed what it tells of.
const Program* program_at(const Process& process, const Moment& moment) {
  if (!is_before(moment, process.since)) return process.program.get();
  for (const FormerProgram& former : process.previous) {
    if (!is_before(moment, former.since)) return former.program.get();
  }
  return process.exec_recorded ? nullptr : process.program.get();
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

void take_former_of_parent(Process& child, const Process& parent, TimeMs earliest, TimeMs latest) {
  const bool is_changed = latest < parent.since.time;
  if (!is_changed && earliest > parent.doubted) return;
  const std::size_t count = is_changed ? parent.previous.size()
                                       : std::min(parent.doubted_previous, parent.previous.size());
  auto& former = child.previous;
  // Nobody knows when it began.
  if (is_changed && !parent.exec_recorded) former.push_back({parent.program, {latest + 1, 0}});
  bool is_told = false;
  for (std::size_t i = 0; i < count; ++i) {
    const FormerProgram& each = parent.previous[i];
    if (each.since.time > latest) continue;
    const bool is_found = !former.empty() && former.back().since.time <= earliest;
    if (is_found && each.since.time < former.back().since.time) return;
    if (former.size() == limits::kMaxPreviousPrograms) {
      child.lacks_previous = true;
      return;
    }
    former.push_back(each);
    is_told = true;
  }
  child.lacks_previous = parent.lacks_previous || (is_changed && !is_told);
}

}  // namespace ak
