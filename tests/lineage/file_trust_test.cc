// FileTable: what is sure, and what it costs to find that out.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "base/limits.h"
#include "lineage/file_table.h"

namespace ak {
namespace {

constexpr std::uint64_t kHost = 1;

TEST(FileTrust, ASureNameIsSoughtBelowAmongSoManyNames) {
  for (const bool is_beyond : {false, true}) {
    Counters counters;
    FileTable table(counters);
    const std::size_t names = limits::kMaxMovedNames + (is_beyond ? 1 : 0);
    for (std::size_t i = 0; i < names; ++i) table.make(kHost, "/d/" + std::to_string(i));
    EXPECT_EQ(table.holds_sure(*table.find(kHost, "/d")), is_beyond);
  }
}

TEST(FileTrust, ASureNameBelowIsFound) {
  Counters counters;
  FileTable table(counters);
  FileTable::Name& file = *table.make(kHost, "/d/e/f");
  table.bind({kHost, 8, 1}, file, true, false);
  EXPECT_TRUE(table.holds_sure(*table.find(kHost, "/d")));
  EXPECT_FALSE(table.holds_sure(file));
  table.doubt(file);
  EXPECT_FALSE(table.holds_sure(*table.find(kHost, "/d")));
}

}  // namespace
}  // namespace ak
