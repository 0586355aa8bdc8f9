// Which process is whose child. Fed by every audit event's ProcessFact, it completes ECS events
// with what the records do not say: the parent, and the arguments of a process seen earlier.
// A process is never a bare pid: an entry lives from fork, exec or first sight to exit or reuse.
// Bounded (limits::kMaxProcesses); evictions are counted. One thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/counters.h"
#include "event/normalize.h"

namespace ak {

// A process as the running system shows it now. Live only: in replay there is none, since today's
// processes say nothing of yesterday's events.
class ProcessSource {
 public:
  struct Snapshot {
    std::int64_t ppid = 0;
    TimeMs start = 0;
    std::string name;
    std::string executable;
    std::vector<std::string> args;
  };

  virtual ~ProcessSource() = default;
  [[nodiscard]] virtual std::optional<Snapshot> read(std::int64_t pid) const = 0;
};

class Lineage {
 public:
  // `live`: asked for parents never seen; nullptr in replay. Both outlive the Lineage.
  Lineage(Counters& counters, const ProcessSource* live);
  ~Lineage();

  // Takes the fact in, then completes the events: process.entity_id, process.args… of events that
  // are not execs, process.parent.*. A parent that is not known stays missing.
  void complete(Normalized& normalized);

 private:
  class Table;
  std::unique_ptr<Table> table_;
  Counters& counters_;
  const ProcessSource* live_;
};

}  // namespace ak
