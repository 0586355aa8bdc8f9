// What the parts of the normaliser set alike.
#pragma once

#include <string_view>
#include <vector>

#include "audit/audit_event.h"
#include "event/acts.h"
#include "event/event.h"
#include "event/path_resolver.h"

namespace ak {

// event.category, type and action, in place of earlier ones.
void set_act(Event& event, const Act& act);

// user.*, group.*, auditd.session and auditd.keys of a SYSCALL or user-space record.
void set_identity(Event& event, const audit::Record& record);

// What the records beside the one that the event is about tell: the working directory, the title,
// the class of what a security module was asked about.
void set_companions(Event& event, const audit::AuditEvent& audit_event);

// auditd.paths: the names as the records have them.
void set_paths(Event& event, const std::vector<PathItem>& items);

// event.outcome for a record's success=, res= or result=; empty for another value.
std::string_view outcome_word(std::string_view result);

}  // namespace ak
