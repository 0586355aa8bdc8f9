// Whose a fact is: of the process that is known under its pid, or of another that has it by now.
// Identity is never a bare pid (lineage.h).
#pragma once

#include <cstdint>

#include "event/process_fact.h"
#include "lineage/process_table.h"

namespace ak {

inline constexpr std::int64_t kInitPid = 1;  // the first process of all namespaces; it adopts

inline Moment moment_of(const ProcessFact& fact) {
  return {fact.time, fact.serial};
}

// Whether the fact tells what its process runs: a record of io_uring's does not.
bool tells_program(const ProcessFact& fact);

// Whether the fact tells another executable than the process is known to run.
bool runs_another(const Process& known, const ProcessFact& fact);

// A fact of before the process's program began says nothing new. A fork's child has not told yet
// when its own did.
bool is_late(const Process& known, const ProcessFact& fact);

// Whether the fact's process was in another session before than the one that is known. A process
// changes its session by setting its login id, which the kernel always reports (LOGIN).
bool was_in_other_session(const Process& known, const ProcessFact& fact);

// Whether the fact is of another process than the one that is known under its pid, by all that
// facts tell.
bool begins_another(ProcessTable& table, const Process& known, const ProcessFact& fact);

}  // namespace ak
