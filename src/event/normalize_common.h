// What the parts of the normaliser set alike.
#pragma once

#include "audit/audit_event.h"
#include "event/acts.h"
#include "event/event.h"

namespace ak {

// event.category, type and action, in place of earlier ones.
void set_act(Event& event, const Act& act);

// user.*, group.*, auditd.session and auditd.keys of a SYSCALL or user-space record.
void set_identity(Event& event, const audit::Record& record);

}  // namespace ak
