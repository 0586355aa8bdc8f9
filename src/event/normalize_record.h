// Records that say themselves what was done: those that programs write (logins, accounts), those
// about auditing, those of security modules.
#pragma once

#include "audit/audit_event.h"
#include "event/event.h"

namespace ak {

// The first record that has an act of its own; nullptr when the event has none.
const audit::Record* find_acting_record(const audit::AuditEvent& event);

// Completes `event`, which may hold the fields of a SYSCALL record already, from that record.
// REQUIRES: find_acting_record() returned it.
void set_record(Event& event, const audit::Record& record);

// Completes `event` from a record of a type that has no act: category process, type info, the
// record's type as the action.
void set_unknown_record(Event& event, const audit::Record& record);

}  // namespace ak
