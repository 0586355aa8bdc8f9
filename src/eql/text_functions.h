// The functions on text. Positions and lengths count characters: UTF-8 ones, or a byte that belongs
// to none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eql/scalar.h"

namespace ak::eql {

std::int64_t length(std::string_view text);

bool starts_with(std::string_view text, std::string_view prefix, bool ignore_case);
bool ends_with(std::string_view text, std::string_view suffix, bool ignore_case);
bool string_contains(std::string_view text, std::string_view part, bool ignore_case);

// Of the first `part` at or after the character `start`.
std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t start, bool ignore_case);

// Characters [start, end); a negative position counts from the end, one outside is moved inside.
std::string_view substring(std::string_view text, std::int64_t start, std::int64_t end);

// What stands between the first `left` and the first `right` after it; greedy: the last `right`.
// Empty if either is not there. The whole text if `left` or `right` is empty.
std::string_view between(std::string_view text, std::string_view left, std::string_view right,
                         bool is_greedy, bool ignore_case);

// Base 2 to 36; without one, 16 after "0x" and else 10, where decimals are possible too. Null if
// the text is not wholly a number.
Scalar number(std::string_view text, std::optional<std::int64_t> base);

// "true", "12", "1.5".
std::string string_of(const Scalar& value);

}  // namespace ak::eql
