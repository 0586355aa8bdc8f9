// What a sequence finds in a whole stream, by its definition instead of by a machine: for each
// event and state it looks for the event before. Takes time in events × events × states.
#pragma once

#include <string>
#include <vector>

#include "eql/query.h"
#include "event/event.h"

namespace ak::test {

// The event.ids of each result, sorted. REQUIRES: the query is a sequence, its join fields have one
// value at most, and all events are of one host and in the order of their times.
std::vector<std::vector<std::string>> naive_sequences(const eql::Query& query,
                                                      const std::vector<Event>& events);

}  // namespace ak::test
