#include "base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace ak {
namespace {

TEST(Time, IsShownAsRfc3339InUtc) {
  EXPECT_EQ(format_time(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_time(1795354251123), "2026-11-22T13:30:51.123Z");
  EXPECT_EQ(format_time(-1), "1969-12-31T23:59:59.999Z");
}

TEST(Time, SurvivesAnAbsurdTimestamp) {
  EXPECT_FALSE(format_time(std::numeric_limits<TimeMs>::max()).empty());
  EXPECT_FALSE(format_time(std::numeric_limits<TimeMs>::min()).empty());
}

TEST(Time, IsReadAsItWasWritten) {
  for (const TimeMs time : {TimeMs{0}, TimeMs{1795354251123}, TimeMs{253402300799999}}) {
    EXPECT_EQ(parse_time(format_time(time)), time);
  }
  for (const char* text :
       {"", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2026-02-30T00:00:00.000Z",
        "2026-01-01T24:00:00.000Z", "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00.000Z "}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

}  // namespace
}  // namespace ak
