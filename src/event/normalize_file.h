// File acts: which PATH item is the file, what was done to it, where it came from.
#pragma once

#include <vector>

#include "event/event.h"
#include "event/syscall_view.h"

namespace ak {

// The act that an event of that syscall shows: an open's depends on its flags and on whether it
// created the file. An open whose flags are not in the record counts as one for writing: to report
// a read too many is better than to miss a write.
// REQUIRES: view.act.
const Act& file_act(const SyscallView& view);

// `base`, completed with the file's fields: one event; two for a rename that exchanges two names;
// one more for each file that a renamed directory carried along, and for what a mount was laid
// over. Without a PATH item for the file itself only file.directory is known, or nothing. REQUIRES:
// view.act, view.resolved.
std::vector<Event> file_events(const SyscallView& view, const Event& base);

// Sets file.* of the item, one of view.paths. A path that is not known is not guessed: file.path is
// missing, file.name is as given, and auditd.unresolved_paths has the name. One that names alone
// tell is in auditd.unconfirmed_paths. REQUIRES: view.resolved.
void set_file(Event& event, const SyscallView& view, const PathItem& item);

// The same for the file that a syscall of another kind names, if any.
void set_named_file(Event& event, const SyscallView& view);

}  // namespace ak
