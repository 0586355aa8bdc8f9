// auditd.summary.*: who did it, to what, with what, in the words of Elastic's auditd_manager.
#pragma once

#include "audit/audit_event.h"
#include "event/event.h"

namespace ak {

// From the event's other fields, which must be complete but for what lineage knows, and from
// `record`, the one that the event is about.
void set_summary(Event& event, const audit::Record& record);

}  // namespace ak
