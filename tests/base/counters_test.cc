#include "base/counters.h"

#include <gtest/gtest.h>

#include <set>

namespace ak {
namespace {

TEST(Counters, AreReadByNameWithTheirMeaning) {
  Counters counters;
  counters.skipped_lines += 2;
  bool found = false;
  std::set<std::string_view> names;
  for (const Counters::Reading& reading : counters.read()) {
    EXPECT_TRUE(names.insert(reading.name).second) << reading.name << " twice";
    EXPECT_FALSE(reading.meaning.empty());
    if (reading.name != "skipped_lines") {
      EXPECT_EQ(reading.value, 0U);
      continue;
    }
    found = true;
    EXPECT_EQ(reading.value, 2U);
    EXPECT_TRUE(reading.is_loss);
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace ak
