// File acts: which PATH item is the file, what was done to it, where it came from.
#pragma once

#include <vector>

#include "event/event.h"
#include "event/path_resolver.h"
#include "event/syscall_view.h"

namespace ak {

// The act that an event of that syscall shows: an open's depends on its flags and on whether it
// created the file. An open whose flags are not in the record counts as one for writing: to report
// a read too many is better than to miss a write.
// REQUIRES: view.act.
const Act& file_act(const SyscallView& view);

// `base`, completed with the file's fields: one event, or two for a rename that exchanges two
// names. Without a PATH item for the file itself only file.directory is known, or nothing.
// REQUIRES: view.act.
std::vector<Event> file_events(const SyscallView& view, const PathResolver& paths,
                               const Event& base);

// Sets file.* of the item.
void set_file(Event& event, const SyscallView& view, const PathItem& item,
              const PathResolver& paths);

}  // namespace ak
