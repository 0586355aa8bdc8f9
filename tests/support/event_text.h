// Events written as text, for tables in test data: one "field = value" a line or, on one line,
// divided by ';'. Several values of one field are divided by '|'. A later line for a field replaces
// the earlier one, one without a value makes the field missing.
#pragma once

#include <string_view>

#include "event/event.h"

namespace ak::test {

// Fails the test that calls it, and returns what was read so far, on an unknown field.
Event event_from_text(std::string_view text);

}  // namespace ak::test
