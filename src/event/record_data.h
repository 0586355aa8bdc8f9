// What the records of an event say and no field of the schema holds, decoded, for who prints whole
// events (Extra): so that nothing of a record is lost.
#pragma once

#include <memory>

#include "audit/audit_event.h"
#include "event/event.h"

namespace ak {

// Of `main`, the record that the event is about: its ids under ECS's names (user.saved.id…), and
// auditd.data.NAME for every field that has no home in `event`. Of the other records: one object
// each, of all their fields, unless the event holds what they say. An id that has a name comes with
// NAME_name, a text that is not UTF-8 with its bytes as NAME_hex, a socket address with what it
// means. Fields of one name give a list. Beyond limits::kMaxRecordFields names of one record the
// rest comes as "NAME=VALUE" in one list, `more`.
std::shared_ptr<const Extra> extra_of(const Event& event, const audit::AuditEvent& audit_event,
                                      const audit::Record& main);

}  // namespace ak
