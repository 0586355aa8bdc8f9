#include "eql/date.h"

#include <chrono>

namespace ak::eql {
namespace {

// Takes the parts of a date off the front of the text. After a mistake ok() is false for good.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return text_.empty(); }

  bool take_if(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take_if(c) && ok_; }

  // A number of exactly `digits` digits, at most `max`.
  int number(std::size_t digits, int max) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
    ok_ = ok_ && value <= max;
    return value;
  }

  // The digits of a second's fraction, as milliseconds.
  int fraction_ms() {
    int value = 0;
    int weight = 100;
    do {
      value += digit() * weight;
      weight /= 10;
    } while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9');
    return value;
  }

 private:
  int digit() {
    if (text_.empty() || text_.front() < '0' || text_.front() > '9') {
      ok_ = false;
      return 0;
    }
    const int value = text_.front() - '0';
    text_.remove_prefix(1);
    return value;
  }

  std::string_view text_;
  bool ok_ = true;
};

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

std::int64_t read_zone_ms(Reader& reader) {
  if (reader.at_end() || reader.take_if('Z')) return 0;
  const int sign = reader.take_if('-') ? -1 : 1;
  if (sign > 0) reader.expect('+');
  const int hours = reader.number(2, 23);
  reader.expect(':');
  return sign * (hours * kHourMs + reader.number(2, 59) * kMinuteMs);
}

std::int64_t read_time_ms(Reader& reader) {
  std::int64_t time = reader.number(2, 23) * kHourMs;
  reader.expect(':');
  time += reader.number(2, 59) * kMinuteMs;
  if (reader.take_if(':')) {
    time += reader.number(2, 59) * kSecondMs;
    if (reader.take_if('.')) time += reader.fraction_ms();
  }
  return time - read_zone_ms(reader);
}

}  // namespace

std::optional<TimeMs> parse_date(std::string_view text) {
  Reader reader(text);
  const std::chrono::year year(reader.number(4, 9999));
  reader.expect('-');
  const std::chrono::month month(static_cast<unsigned>(reader.number(2, 12)));
  reader.expect('-');
  const std::chrono::day day(static_cast<unsigned>(reader.number(2, 31)));
  const std::chrono::year_month_day date(year, month, day);
  std::int64_t time = 0;
  if (reader.take_if('T')) time = read_time_ms(reader);
  if (!reader.ok() || !reader.at_end() || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDayMs + time;
}

}  // namespace ak::eql
