// io_uring's operations that ran while their program was in a system call (io_uring_enter): the
// kernel records them in that call's event, a URINGOP each beside the SYSCALL, and the PATHs of all
// in one row. Source: __audit_uring_exit() of kernel/auditsc.c.
#pragma once

#include <functional>

#include "audit/audit_event.h"

namespace ak {

// Whether the event is io_uring_enter's and tells of a file that was opened by way of it.
bool is_open_within_call(const audit::AuditEvent& event);

// Whether the event is of a system call and of such operations, or of opens without their records.
bool has_uring_operations(const audit::AuditEvent& event);

// Calls `take` with an event for each, as if it stood alone but for what the SYSCALL tells of the
// process; with one for each open of which there is only the file, with the SYSCALL itself
// (is_open_within_call()); and then with the call's, which has what is left.
// REQUIRES: has_uring_operations().
void part_uring_operations(const audit::AuditEvent& event,
                           const std::function<void(const audit::AuditEvent&)>& take);

}  // namespace ak
