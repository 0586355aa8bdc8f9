// Process acts: what ran, what was forked, what ended; and the fact that lineage learns from it.
#pragma once

#include <optional>
#include <string>

#include "event/event.h"
#include "event/path_resolver.h"
#include "event/process_fact.h"
#include "event/syscall_view.h"

namespace ak {

// What the event tells the process table. An `exit` ends only its thread, so it tells no more than
// any other syscall; a process ends by exit_group.
ProcessFact process_fact(const SyscallView& view);

// The same of a LOGIN record that came without its syscall: less is known. Nothing without a pid.
std::optional<ProcessFact> login_fact(const audit::AuditEvent& event, std::string host);

// True for a clone that made a thread. clone3's flags are not in the record: it counts as a fork,
// unless /proc tells (lineage).
bool makes_thread(const SyscallView& view);

// Sets process.* of an exec that succeeded: the program by its own name, its arguments and,
// where it gained some, its capabilities.
void set_exec(Event& event, const SyscallView& view);

// Sets process.args, args_count and command_line, if there is an EXECVE record.
void set_arguments(Event& event, const audit::AuditEvent& audit_event);

// Sets process.* of a fork: the event is of the child, its parent is the process that forked. In a
// container the child's pid is the one of that container's pid namespace.
void set_fork(Event& event, const SyscallView& view);

// process.exit_code, of exit and exit_group.
void set_exit(Event& event, const SyscallView& view);

// process.name, executable, pid and parent.pid, as the SYSCALL record shows them.
void set_process(Event& event, const SyscallView& view);

}  // namespace ak
