// Dates as queries write them.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace ak::eql {

// ISO 8601: YYYY-MM-DD, or YYYY-MM-DDThh:mm[:ss[.fff…]][Z|±hh:mm]. UTC where no zone is given;
// what is finer than a millisecond is cut off. Nothing if the text is anything else.
std::optional<TimeMs> parse_date(std::string_view text);

}  // namespace ak::eql
