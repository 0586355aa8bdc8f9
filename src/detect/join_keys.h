// `by`: what makes events belong together.
#pragma once

#include <string>
#include <vector>

#include "base/counters.h"
#include "eql/sequence.h"
#include "event/event.h"

namespace ak::detect {

// The event's keys for these fields: several when a field has several values, none when one that
// is not optional is missing, unless it is host.id or host.name. Equal keys are equal strings.
// Beyond limits::kMaxJoinKeys values are left out and counted.
std::vector<std::string> join_keys(const std::vector<eql::JoinKey>& fields, const Event& event,
                                   Counters& counters);

}  // namespace ak::detect
