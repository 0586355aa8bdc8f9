#include "lineage/strays.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace ak {
namespace {

constexpr auto kDirectory = Strays::What::directory;
constexpr std::uint64_t kHost = 1;

TEST(Strays, AreOfAKindAHostAndAName) {
  Strays strays;
  EXPECT_FALSE(strays.has_any(kDirectory));
  strays.note(kDirectory, kHost, "d", 7);
  EXPECT_TRUE(strays.has_any(kDirectory));
  EXPECT_EQ(strays.last(kDirectory, kHost, "d"), 7U);
  EXPECT_EQ(strays.last(kDirectory, kHost, "e"), 0U);
  EXPECT_EQ(strays.last(kDirectory, kHost + 1, "d"), 0U);
  EXPECT_FALSE(strays.has_any(Strays::What::another_file));
  strays.note(kDirectory, kHost, "d", 9);
  EXPECT_EQ(strays.last(kDirectory, kHost, "d"), 9U);
}

TEST(Strays, CountAsTheLastOfAnyNameBeyondTheCap) {
  Strays strays;
  for (std::uint64_t i = 1; i <= limits::kMaxStrayNames; ++i) {
    strays.note(kDirectory, kHost, std::to_string(i), i);
  }
  EXPECT_EQ(strays.last(kDirectory, kHost, "1"), 1U);
  EXPECT_EQ(strays.last(kDirectory, kHost, "other"), 0U);
  strays.note(kDirectory, kHost, "last", limits::kMaxStrayNames + 1);
  EXPECT_EQ(strays.last(kDirectory, kHost, "1"), limits::kMaxStrayNames);
  EXPECT_EQ(strays.last(kDirectory, kHost, "other"), limits::kMaxStrayNames);
  EXPECT_EQ(strays.last(kDirectory, kHost, "last"), limits::kMaxStrayNames + 1);
}

}  // namespace
}  // namespace ak
