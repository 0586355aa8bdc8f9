// What one fact changes in the process table: where an identity begins, goes on and ends. The rules
// are told in lineage.h.
#pragma once

#include <cstdint>

#include "event/process_fact.h"
#include "lineage/process_source.h"
#include "lineage/process_table.h"

namespace ak {

// Facts without a pid change nothing. `is_same`: the process is known to be the one under its pid
// all the same.
void track(ProcessTable& table, const ProcessFact& fact, bool is_same = false);

// Enters a process as the running system shows it, in place of what was known under its pid.
Process& track(ProcessTable& table, const ProcessSource& source, std::int64_t pid,
               const ProcessSource::Snapshot& snapshot);

// The known process is the one that the running system shows: what it is by now is taken over, or
// only what it runs. Where that is another program, it may have run the former one until now.
void update(ProcessTable& table, const ProcessSource& source, Process& known,
            const ProcessSource::Snapshot& snapshot);
void update_program(ProcessTable& table, const ProcessSource& source, Process& known,
                    const ProcessSource::Snapshot& snapshot);

// The same of one of which no record told what it runs.
void learn_program(ProcessTable& table, const ProcessSource& source, Process& known,
                   const ProcessSource::Snapshot& snapshot);

}  // namespace ak
