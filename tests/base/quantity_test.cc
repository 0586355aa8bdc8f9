// Durations and sizes as people write them.
#include "base/quantity.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

struct Case {
  std::string_view text;
  std::optional<std::int64_t> value;
};

TEST(Quantity, ReadsDurations) {
  for (const Case& c : std::initializer_list<Case>{
           {"0", 0},
           {"0s", 0},
           {"1ms", 1},
           {"90s", 90'000},
           {"2m", 120'000},
           {"1h", 3'600'000},
           {"7d", 604'800'000},
           {"9007199254740992ms", std::int64_t{1} << 53},
           {"9007199254740993ms", std::nullopt},
           {"104249991375d", std::nullopt},
           {"99999999999999999999s", std::nullopt},
           {"", std::nullopt},
           {"s", std::nullopt},
           {"90", std::nullopt},
           {"-1s", std::nullopt},
           {" 1s", std::nullopt},
           {"1 s", std::nullopt},
           {"1.5h", std::nullopt},
           {"1w", std::nullopt},
           {"1S", std::nullopt},
       }) {
    EXPECT_EQ(parse_duration(c.text), c.value) << c.text;
  }
}

TEST(Quantity, ReadsSizes) {
  for (const Case& c : std::initializer_list<Case>{
           {"0", 0},
           {"4096", 4096},
           {"4096B", 4096},
           {"8kB", 8000},
           {"8KiB", 8192},
           {"64MB", 64'000'000},
           {"64MiB", 64 * 1024 * 1024},
           {"2GB", 2'000'000'000},
           {"2GiB", std::int64_t{2} << 30},
           {"8388608GiB", std::int64_t{1} << 53},
           {"8388609GiB", std::nullopt},
           {"64mb", std::nullopt},
           {"64 MB", std::nullopt},
           {"-1", std::nullopt},
           {"MB", std::nullopt},
       }) {
    EXPECT_EQ(parse_bytes(c.text), c.value) << c.text;
  }
}

TEST(Quantity, WritesWhatItReads) {
  for (const std::int64_t ms : {0, 1, 999, 1000, 90'000, 120'000, 3'600'000, 86'400'000}) {
    EXPECT_EQ(parse_duration(format_duration(ms)), ms);
  }
  for (const std::int64_t bytes : {0, 1, 1000, 1024, 8192, 64'000'000, 1 << 30}) {
    EXPECT_EQ(parse_bytes(format_bytes(bytes)), bytes);
  }
  EXPECT_EQ(format_duration(90'000), "90s");
  EXPECT_EQ(format_duration(604'800'000), "7d");
  EXPECT_EQ(format_bytes(8192), "8KiB");
}

}  // namespace
}  // namespace ak
