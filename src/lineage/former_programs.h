// What processes ran before what they run now, and so what they ran at a moment of before.
#pragma once

#include <memory>

#include "base/time.h"
#include "event/process_fact.h"
#include "lineage/process_table.h"

namespace ak {

// A program that starts another forks and executes at once; a shell's subshell may go on for long.
inline constexpr TimeMs kForkToExecMs = 300;

// What the process ran at that moment; nullptr when it was something that nobody told of.
std::shared_ptr<const Program> program_at(const Process& process, const Moment& moment);

// Puts the program in front of those that the process ran before.
void remember_previous(Process& process, FormerProgram former);

// The process that is first heard of by this exec, no fork having told of it; else nullptr.
Process* begun_by(ProcessTable& table, const ProcessFact& fact);

// The child of that table, so begun, was forked between those times. Before, it was what its parent
// ran then, or all that this may have been.
void inherit_former(ProcessTable& table, Process& child, TimeMs earliest, TimeMs latest);

// The same, where only the child's first record tells when it was forked: just before.
void inherit_former(ProcessTable& table, Process& child);

// The record of the child's fork came after one of its own.
void take_former_of_forker(Process& child, const Process& forker, const Moment& fork);

}  // namespace ak
