// io_uring's operations that ran while their program was in a system call (io_uring_enter): the
// kernel records them in that call's event, a URINGOP each beside the SYSCALL, and the PATHs of all
// in one row. Source: __audit_uring_exit() of kernel/auditsc.c.
#pragma once

#include <functional>

#include "audit/audit_event.h"

namespace ak {

// Whether the event is of a system call and of such operations.
bool has_uring_operations(const audit::AuditEvent& event);

// Calls `take` with an event for each, as if it stood alone but for what the SYSCALL tells of the
// process, and then with the call's, which has what is left. REQUIRES: has_uring_operations().
void part_uring_operations(const audit::AuditEvent& event,
                           const std::function<void(const audit::AuditEvent&)>& take);

}  // namespace ak
