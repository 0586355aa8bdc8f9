// The processes of the table as the running system shows them: who runs no more, who has whose pid
// by now, who is in a namespace or a container. In replay there is no source: nothing is known.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/process_fact.h"
#include "lineage/process_source.h"
#include "lineage/process_table.h"

namespace ak {

class RunningProcesses {
 public:
  // `source`: nullptr in replay. Both outlive it.
  RunningProcesses(const ProcessSource* source, ProcessTable& table)
      : source_(source), table_(table) {}

  // Whether the system that is shown is that host.
  [[nodiscard]] bool are_of(std::string_view host) const {
    return source_ != nullptr && source_->host() == host;
  }

  // Takes in all that run, and notices which of the known have ended.
  void scan(TimeMs now);
  void notice_ends(TimeMs now);

  // The rest REQUIRES are_of() the host of the fact or the event.

  // What clone3 made: a thread of its caller, or not. Nothing when it is gone already, or its
  // number is one of a namespace.
  [[nodiscard]] std::optional<bool> made_thread(const ProcessFact& fact) const;

  // What is known under the pid of the fact is forgotten if it is another process's that had it
  // before: by when the pid's process began, or if that is gone again, its parent. Orphans are
  // adopted by older ones.
  void forget_replaced(const ProcessFact& fact);

  // Whether the process known under the pid of the fact has it yet, whatever else changed.
  [[nodiscard]] bool has_gone_on(const ProcessFact& fact);

  // What the process of the fact runs, where no record has told it.
  void learn_program(const ProcessFact& fact);

  // The process of the fact was heard of by the clock as it is now.
  void note_clock(const ProcessFact& fact);

  // Of a process that was begun_by its last exec: what it was before, which is what its parent was
  // when it forked it. If it was that for long, or another process may have forked it, it
  // lacks_previous. False when it is gone.
  bool note_former(Process& process);

  // Learns whether the process that forks has another pid in a namespace of its own.
  void look_at_namespace(const ProcessFact& fact);

  // Whether the known process's pid had passed to another by then. Looked at ten times a second at
  // most, since a pid does not come round in less, but where somebody sets the next one.
  bool has_passed_on(Process& known, TimeMs time) const;

  // Sees what the known process runs by now: rules report the exec of some programs only, and none
  // of a container's shell. False when it is gone, and its own start was not seen.
  bool look_again(Process& known);

  // From the process itself while it lives, else from its nearest ancestor that does. `time`: of
  // the event. Looked at again each second: a process can be moved.
  std::string container_of(Process& process, TimeMs time);

  // The running process of that pid, if it can be the parent of `child` at that time; now in the
  // table. `known`: what is known under that pid, or nullptr.
  const Process* parent_at(TimeMs time, std::int64_t pid, std::optional<std::int64_t> child,
                           const Process* known);

  // The running process of the parent's pid, if it has had that since before the child began; now
  // in the table, where `process` may be no more.
  const Process* parent_of(const Process& process);

 private:
  void bury(std::uint64_t host, const std::vector<std::int64_t>& running, TimeMs now);
  [[nodiscard]] bool began_by(const Process& known, TimeMs start) const;
  [[nodiscard]] bool began_later(std::int64_t pid, const Process& known, TimeMs time) const;

  const ProcessSource* source_;
  ProcessTable& table_;
};

}  // namespace ak
