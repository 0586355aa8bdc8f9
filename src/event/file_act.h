// What a syscall did to files, and where the names in its PATH items begin.
#pragma once

#include "event/path_resolver.h"
#include "event/syscall_view.h"

namespace ak {

// Sets PathItem::start of view.paths, by the syscall's name and arguments. A syscall whose
// arguments are not known here, or not in the record, may have used a descriptor.
void set_starts(SyscallView& view);

// The act, for a resolver. Points into `view`. REQUIRES: set_starts(view).
FileAct act_on_files(const SyscallView& view);

// Whether records are missing, or ends of them, that may have told of a name's change.
bool may_hide_change(const SyscallView& view);

}  // namespace ak
