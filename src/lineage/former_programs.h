// What processes ran before what they run now, and so what they ran at a moment of before.
#pragma once

#include "base/time.h"
#include "lineage/process_table.h"

namespace ak {

// What the process ran at that moment; nullptr when it was something that nobody told of.
const Program* program_at(const Process& process, const Moment& moment);

// Puts the program in front of those that the process ran before.
void remember_previous(Process& process, FormerProgram former);

// `child` was forked between those times, and is first heard of now: before, it was what the parent
// ran then, or all that this may have been, where that is not what the parent runs yet.
void take_former_of_parent(Process& child, const Process& parent, TimeMs earliest, TimeMs latest);

}  // namespace ak
