// What can be told of an event from the outside of a condition: texts without which it cannot hold.
#pragma once

#include <vector>

#include "eql/condition.h"
#include "eql/matcher.h"

namespace ak::eql {

// Sorted by field, at most one for each: the strictest.
std::vector<RequiredText> required_texts(const Condition& condition);

}  // namespace ak::eql
