#include "base/quantity.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <span>
#include <utility>

namespace ak {
namespace {

using Unit = std::pair<std::string_view, std::int64_t>;

constexpr std::int64_t kLargest = std::int64_t{1} << 53;  // what JSON and doubles hold exactly

// The largest first, for formatting.
constexpr std::array<Unit, 5> kDurations = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 7> kBytes = {{{"GB", 1'000'000'000},
                                         {"MB", 1'000'000},
                                         {"kB", 1000},
                                         {"GiB", 1 << 30},
                                         {"MiB", 1 << 20},
                                         {"KiB", 1 << 10},
                                         {"B", 1}}};

std::optional<std::int64_t> parse(std::string_view text, std::span<const Unit> units,
                                  std::string_view implied_unit) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view name(rest, static_cast<std::size_t>(end - rest));
  if (name.empty()) name = number == 0 ? units.back().first : implied_unit;
  for (const auto& [unit, size] : units) {
    if (unit == name && number <= kLargest / size) return number * size;
  }
  return std::nullopt;
}

std::string format(std::int64_t value, std::span<const Unit> units) {
  if (value == 0) return "0";
  for (const auto& [unit, size] : units) {
    if (value % size == 0) return fmt::format("{}{}", value / size, unit);
  }
  return fmt::format("{}{}", value, units.back().first);  // not reached: the last is 1
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  return parse(text, kDurations, "");
}

std::string format_duration(std::int64_t ms) {
  return format(ms, kDurations);
}

std::optional<std::int64_t> parse_bytes(std::string_view text) {
  return parse(text, kBytes, "B");
}

std::string format_bytes(std::int64_t bytes) {
  return format(bytes, kBytes);
}

}  // namespace ak
