#include "base/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "base/crc32.h"

namespace ak {
namespace {

TEST(Bytes, WhatIsWrittenIsRead) {
  constexpr std::uint64_t kNumbers[] = {0,   1,   127,
                                        128, 300, std::numeric_limits<std::uint64_t>::max()};
  constexpr std::int64_t kIntegers[] = {0,
                                        -1,
                                        1,
                                        -64,
                                        std::numeric_limits<std::int64_t>::min(),
                                        std::numeric_limits<std::int64_t>::max()};
  ByteWriter out;
  for (const auto number : kNumbers) out.number(number);
  for (const auto integer : kIntegers) out.integer(integer);
  out.boolean(true);
  out.hash(0x0123456789abcdefULL);
  out.text(std::string_view("a\0b", 3));
  out.text("");

  ByteReader in(out.bytes());
  for (const auto number : kNumbers) EXPECT_EQ(in.number(), number);
  for (const auto integer : kIntegers) EXPECT_EQ(in.integer(), integer);
  EXPECT_TRUE(in.boolean());
  EXPECT_EQ(in.hash(), 0x0123456789abcdefULL);
  EXPECT_EQ(in.text(), std::string_view("a\0b", 3));
  EXPECT_EQ(in.text(), "");
  EXPECT_FALSE(in.failed());
  EXPECT_TRUE(in.at_end());
}

TEST(Bytes, SmallNumbersAreShort) {
  ByteWriter out;
  out.number(127);
  out.integer(-64);
  EXPECT_EQ(out.bytes().size(), 2U);
}

TEST(Bytes, AfterAFailureThereIsNothingMore) {
  ByteWriter out;
  out.number(5);
  out.number(6);
  ByteReader in(out.bytes());
  EXPECT_EQ(in.number(4), 0U);
  EXPECT_TRUE(in.failed());
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(in.number(), 0U);
  EXPECT_EQ(in.text(), "");
}

TEST(Bytes, NonsenseFails) {
  struct Case {
    const char* what;
    std::string bytes;
    void (*read)(ByteReader&);
  };
  const Case cases[] = {
      {"nothing", "", [](ByteReader& in) { in.number(); }},
      {"a number without its end", "\xff", [](ByteReader& in) { in.number(); }},
      {"a number of 65 bits", std::string(9, '\xff') + "\x02", [](ByteReader& in) { in.number(); }},
      {"a number of 11 bytes", std::string(10, '\xff') + "\x01",
       [](ByteReader& in) { in.number(); }},
      {"neither false nor true", "\x02", [](ByteReader& in) { in.boolean(); }},
      {"half a hash", "1234567", [](ByteReader& in) { in.hash(); }},
      {"a text longer than the rest",
       "\x03"
       "ab",
       [](ByteReader& in) { in.text(); }},
      {"a text longer than it may be",
       "\x02"
       "ab",
       [](ByteReader& in) { in.text(1); }},
      {"more elements than bytes",
       "\x03"
       "ab",
       [](ByteReader& in) { in.count(9); }},
      {"more elements than there may be",
       "\x02"
       "ab",
       [](ByteReader& in) { in.count(1); }},
  };
  for (const Case& one : cases) {
    ByteReader in(one.bytes);
    one.read(in);
    EXPECT_TRUE(in.failed()) << one.what;
  }
}

// The check value of CRC-32 in every table of them.
TEST(Crc32, IsThatOfGzip) {
  EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
  EXPECT_EQ(crc32(""), 0U);
}

}  // namespace
}  // namespace ak
