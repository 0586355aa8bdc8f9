// Durations by bucket.
#include "base/histogram.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

TEST(Histogram, PutsADurationIntoTheFirstBucketThatHoldsIt) {
  for (std::size_t i = 0; i < Histogram::kBounds.size(); ++i) {
    Histogram histogram;
    histogram.add(Histogram::kBounds.at(i));
    histogram.add(Histogram::kBounds.at(i) + nanoseconds(1));
    EXPECT_EQ(histogram.read().counts.at(i), 1U) << i;
    EXPECT_EQ(histogram.read().counts.at(i + 1), 1U) << i;
  }
}

TEST(Histogram, TellsNumberSumAndLongest) {
  Histogram histogram;
  for (const int us : {0, 100, 7000, 60'000'000, 5}) histogram.add(microseconds(us));
  const Histogram::Reading reading = histogram.read();
  EXPECT_EQ(reading.count, 5U);
  EXPECT_EQ(reading.sum, microseconds(60'007'105));
  EXPECT_EQ(reading.longest, microseconds(60'000'000));
  EXPECT_EQ(reading.counts.front(), 3U);
  EXPECT_EQ(reading.counts.back(), 1U);
}

}  // namespace
}  // namespace ak
