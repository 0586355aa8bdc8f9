// Quantities as people write them in configuration: "90s", "64MB".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ak {

// "0", or a whole number and a unit: ms, s, m, h, d. Milliseconds; nothing for another text, or one
// over 2^53.
std::optional<std::int64_t> parse_duration(std::string_view text);

// The shortest text that parse_duration() reads as `ms`: 90000 is "90s", 120000 "2m". `ms` >= 0.
std::string format_duration(std::int64_t ms);

// A whole number, and a unit: none or B (bytes), kB, MB, GB (powers of 1000), KiB, MiB, GiB (of
// 1024). Nothing for another text, or one over 2^53.
std::optional<std::int64_t> parse_bytes(std::string_view text);

// The shortest text that parse_bytes() reads as `bytes`. `bytes` >= 0.
std::string format_bytes(std::int64_t bytes);

}  // namespace ak
