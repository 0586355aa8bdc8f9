// Syscalls: which act, by which process, with what outcome.
#pragma once

#include <vector>

#include "event/event.h"
#include "event/syscall_view.h"

namespace ak {

// `event`, which tells the audit event's time and origin, with all that is the same whatever the
// syscall did.
Event syscall_event(const SyscallView& view, Event event);

// The events of the act, `base` being from syscall_event(): one, but for what file_events() tells.
// REQUIRES: view.resolved.
std::vector<Event> syscall_events(const SyscallView& view, Event base);

}  // namespace ak
