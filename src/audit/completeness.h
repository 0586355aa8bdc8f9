// What an event's records tell of those that are missing.
#pragma once

#include "audit/audit_event.h"

namespace ak::audit {

// Whether records are missing without which the kernel does not write the others: an item of a
// SYSCALL or URINGOP has no PATH, a record that only accompanies those has neither, a name that is
// relative has no CWD, an execve that succeeded no EXECVE, a connect or bind that did no SOCKADDR,
// or one that is shorter than the kernel takes.
[[nodiscard]] bool lacks_records(const AuditEvent& event);

// Whether there are records that only accompany a SYSCALL or URINGOP, and no such.
[[nodiscard]] bool lacks_call(const AuditEvent& event);

// Whether the SYSCALL or URINGOP tells of more items than the event has PATHs.
[[nodiscard]] bool lacks_items(const AuditEvent& event);

}  // namespace ak::audit
