#include "base/time.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace ak {

std::string format_time(TimeMs time) {
  TimeMs seconds = time / 1000;
  TimeMs milliseconds = time % 1000;
  if (milliseconds < 0) {
    milliseconds += 1000;
    --seconds;
  }
  const auto when = static_cast<std::time_t>(seconds);
  std::tm parts{};
  if (gmtime_r(&when, &parts) == nullptr) return "1970-01-01T00:00:00.000Z";  // year beyond int
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                     milliseconds);
}

std::optional<TimeMs> parse_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00.000Z";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  std::tm parts{};
  parts.tm_year = number(0, 4) - 1900;
  parts.tm_mon = number(5, 2) - 1;
  parts.tm_mday = number(8, 2);
  parts.tm_hour = number(11, 2);
  parts.tm_min = number(14, 2);
  parts.tm_sec = number(17, 2);
  const TimeMs time = TimeMs{timegm(&parts)} * 1000 + number(20, 3);
  // timegm() takes the 32nd of a month for the first of the next.
  if (time < 0 || format_time(time) != text) return std::nullopt;
  return time;
}

TimeMs SystemClock::now() const {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace ak
