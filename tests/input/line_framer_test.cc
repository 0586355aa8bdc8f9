#include "input/line_framer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ak::input {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kCap = 8;

struct Framed {
  std::vector<std::string> lines;
  std::uint64_t counted = 0;
  std::uint64_t long_lines = 0;
};

// `text` fed in chunks of `chunk_bytes`.
Framed frame(const std::string& text, std::size_t chunk_bytes) {
  Counters counters;
  LineFramer framer(counters, kCap);
  Framed framed;
  const auto drain = [&] {
    while (const auto line = framer.next()) framed.lines.emplace_back(*line);
  };
  for (std::size_t at = 0; at < text.size(); at += chunk_bytes) {
    const std::string chunk = text.substr(at, chunk_bytes);
    framer.feed(chunk);
    drain();
  }
  framer.finish();
  drain();
  framed.counted = counters.lines;
  framed.long_lines = counters.long_lines;
  return framed;
}

struct Case {
  const char* name;
  std::string text;
  std::vector<std::string> lines;
  std::uint64_t long_lines = 0;
};

class LineFramerCase : public testing::TestWithParam<Case> {};

TEST_P(LineFramerCase, GivesTheSameLinesHoweverTheBytesAreCut) {
  const Case& c = GetParam();
  for (std::size_t chunk_bytes = 1; chunk_bytes <= c.text.size() + 1; ++chunk_bytes) {
    SCOPED_TRACE(chunk_bytes);
    const Framed framed = frame(c.text, chunk_bytes);
    EXPECT_EQ(framed.lines, c.lines);
    EXPECT_EQ(framed.long_lines, c.long_lines);
    EXPECT_EQ(framed.counted, c.lines.size() + c.long_lines);
  }
}

INSTANTIATE_TEST_SUITE_P(
    LineFramer, LineFramerCase,
    testing::Values(
        Case{"Nothing", "", {}}, Case{"TwoLines", "ab\ncd\n", {"ab", "cd"}},
        Case{"LastLineWithoutNewline", "ab\ncd", {"ab", "cd"}},
        Case{"EmptyLinesAreNone", "\n\nab\n\n\ncd\n\n", {"ab", "cd"}},
        Case{"CarriageReturn", "ab\r\ncd\r\n\r\nef\r", {"ab", "cd", "ef"}},
        Case{"InnerCarriageReturnStays", "a\rb\n", {"a\rb"}},
        Case{"AtTheCap", "12345678\nab\n", {"12345678", "ab"}},
        Case{"AtTheCapWithCarriageReturn", "12345678\r\nab\n", {"12345678", "ab"}},
        Case{"OneBeyondTheCap", "123456789\nab\n", {"ab"}, 1},
        Case{"FarBeyondTheCap", std::string(100, 'x') + "\nab\n", {"ab"}, 1},
        Case{"BeyondTheCapAtTheEnd", "ab\n" + std::string(100, 'x'), {"ab"}, 1},
        Case{"OneBeyondTheCapAtTheEnd", "ab\n123456789", {"ab"}, 1},
        Case{"LongLinesOnEnd", "123456789\n123456789\nab", {"ab"}, 2},
        Case{"NulEndsALine", std::string("ab\0cd\n", 6), {"ab", "cd"}},
        Case{"HoleOfNuls", std::string(50, '\0') + "ab\n" + std::string(50, '\0'), {"ab"}},
        Case{"LongLineEndsAtNul", std::string(20, 'x') + std::string("\0ab\n", 4), {"ab"}, 1}),
    [](const auto& test) { return test.param.name; });

TEST(LineFramer, KeepsTheProgramsCap) {
  const std::string at_cap(limits::kMaxLineBytes, 'x');
  Counters counters;
  LineFramer framer(counters);
  const std::string text = at_cap + "\n" + at_cap + "x\n";
  framer.feed(text);
  ASSERT_EQ(framer.next(), at_cap);
  EXPECT_EQ(framer.next(), std::nullopt);
  EXPECT_EQ(counters.long_lines, 1);
}

// A quadratic framer takes minutes for this.
TEST(LineFramer, IsLinearInNulsAndInALineWithoutEnd) {
  Counters counters;
  LineFramer framer(counters);
  const std::string nuls(4 << 20, '\0');
  framer.feed(nuls);
  EXPECT_EQ(framer.next(), std::nullopt);
  const std::string endless(1 << 10, 'x');
  for (int i = 0; i < 100000; ++i) {
    framer.feed(endless);
    ASSERT_EQ(framer.next(), std::nullopt);
  }
  EXPECT_EQ(counters.long_lines, 1);
}

}  // namespace
}  // namespace ak::input
