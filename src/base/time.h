// Points in time as milliseconds since 1970-01-01 UTC, the resolution of an audit record. Where a
// decision depends on time it is the event's; a clock is only for what happens now (delivery).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ak {

using TimeMs = std::int64_t;

// "2026-11-22T13:30:51.123Z": ECS's @timestamp, RFC 3339 with milliseconds.
std::string format_time(TimeMs time);

// What format_time() wrote, of the years 1970 to 9999; nothing for another text.
std::optional<TimeMs> parse_time(std::string_view text);

// What the sinks and alerts ask for the present; tests hold their own.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimeMs now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimeMs now() const override;
};

}  // namespace ak
