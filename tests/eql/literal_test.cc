// Dates, addresses and ranges of numbers.
#include <gtest/gtest.h>

#include <limits>

#include "eql/date.h"
#include "eql/interval.h"
#include "eql/ip.h"

namespace ak::eql {
namespace {

TEST(Date, ReadsIso8601) {
  const struct {
    std::string_view text;
    TimeMs time;
  } cases[] = {
      {"1970-01-01", 0},
      {"1970-01-01T00:00Z", 0},
      {"1970-01-01T00:00:01", 1000},
      {"1970-01-01T00:00:01.5Z", 1500},
      {"1970-01-01T00:00:01.0019Z", 1001},
      {"1970-01-01T01:00:00+01:00", 0},
      {"1969-12-31T23:59:59.999Z", -1},
      {"1969-12-31T18:30:00-05:30", 0},
      {"2026-11-22T13:30:51.123Z", 1795354251123},
      {"2024-02-29", 1709164800000},
  };
  for (const auto& c : cases) EXPECT_EQ(parse_date(c.text), c.time) << c.text;
}

TEST(Date, AgreesWithHowEventsPrintTime) {
  for (const TimeMs time : {TimeMs{0}, TimeMs{1795354251123}, TimeMs{951782400000}})
    EXPECT_EQ(parse_date(format_time(time)), time);
}

TEST(Date, RejectsEverythingElse) {
  for (const std::string_view text : {"",
                                      "now",
                                      "2026",
                                      "2026-11",
                                      "2026-1-1",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-02-30",
                                      "2023-02-29",
                                      "2026-01-01T",
                                      "2026-01-01T25:00",
                                      "2026-01-01T10:60",
                                      "2026-01-01T10:00:60",
                                      "2026-01-01T10:00:00.",
                                      "2026-01-01T10:00x",
                                      "2026-01-01 10:00",
                                      "2026-01-01T10:00+1",
                                      "2026-01-01T10:00Zx",
                                      "2026-01-01x",
                                      " 2026-01-01",
                                      "2026-01-01T10:00*02:00"})
    EXPECT_FALSE(parse_date(text).has_value()) << text;
}

TEST(Ip, IsMadeCanonical) {
  EXPECT_EQ(canonical_ip("10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(canonical_ip("2001:DB8:0:0::1"), "2001:db8::1");
  for (const std::string_view text : {"", "10.0.0", "10.0.0.0/8", "10.0.0.256", "host", "1::2::3"})
    EXPECT_FALSE(canonical_ip(text).has_value()) << text;
  EXPECT_FALSE(canonical_ip(std::string_view("10.0.0.1\0x", 10)).has_value());
}

TEST(Interval, HoldsTheIntegersThatSatisfyTheComparison) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  const struct {
    Operator op;
    Number number;
    std::int64_t low, high;
  } cases[] = {
      {Operator::equal, std::int64_t{5}, 5, 5},
      {Operator::less, std::int64_t{5}, kMin, 4},
      {Operator::less_equal, std::int64_t{5}, kMin, 5},
      {Operator::greater, std::int64_t{5}, 6, kMax},
      {Operator::greater_equal, std::int64_t{5}, 5, kMax},
      {Operator::less, 1.5, kMin, 1},
      {Operator::less_equal, 1.5, kMin, 1},
      {Operator::greater, 1.5, 2, kMax},
      {Operator::greater_equal, -1.5, -1, kMax},
      {Operator::equal, 2.0, 2, 2},
      {Operator::less, 2.0, kMin, 1},
      {Operator::less, 1e30, kMin, kMax},
      {Operator::greater, -1e30, kMin, kMax},
  };
  for (const auto& c : cases) {
    const Interval interval = satisfying(c.op, c.number);
    EXPECT_EQ(interval.low, c.low) << spelling(c.op);
    EXPECT_EQ(interval.high, c.high) << spelling(c.op);
  }
}

TEST(Interval, IsEmptyWhereNoIntegerSatisfies) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  const std::pair<Operator, Number> cases[] = {
      {Operator::less, kMin},
      {Operator::greater, kMax},
      {Operator::equal, 1.5},
      {Operator::equal, 1e30},
      {Operator::greater, 1e30},
      {Operator::less, -1e30},
      {Operator::equal, 9223372036854775808.0},
  };
  for (const auto& [op, number] : cases) {
    const Interval interval = satisfying(op, number);
    EXPECT_GT(interval.low, interval.high) << spelling(op);
  }
}

}  // namespace
}  // namespace ak::eql
