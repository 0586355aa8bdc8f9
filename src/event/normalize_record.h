// Records that are no syscall: those that programs write (logins, accounts) and those about
// auditing itself.
#pragma once

#include "audit/audit_event.h"
#include "event/event.h"

namespace ak {

// The record that an act of record_act() is found for; nullptr when the event has none.
const audit::Record* find_acting_record(const audit::AuditEvent& event);

// Completes `event`, which may hold the fields of a SYSCALL record already, from that record.
// REQUIRES: record_act(record.name).
void set_record(Event& event, const audit::Record& record);

// Completes `event` from a record of a type that has no act: category process, type info, the
// record's type as the action.
void set_unknown_record(Event& event, const audit::Record& record);

}  // namespace ak
