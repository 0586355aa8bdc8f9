#include "base/text.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

TEST(Text, FoldsCaseInAsciiOnly) {
  EXPECT_EQ(to_lower("KubeCTL-\xC3\x84"), "kubectl-\xC3\x84");
  EXPECT_TRUE(equals_ignoring_case("--AS", "--as"));
  EXPECT_FALSE(equals_ignoring_case("\xC3\x84", "\xC3\xA4"));
}

TEST(Text, ParsesWholeNumbersOnly) {
  EXPECT_EQ(parse_int("-12"), -12);
  EXPECT_EQ(parse_uint("18446744073709551615"), 18446744073709551615ULL);
  for (const char* bad : {"", " 1", "1 ", "0x10", "+1", "18446744073709551616"}) {
    EXPECT_FALSE(parse_uint(bad)) << bad;
  }
}

TEST(Text, ReplacesEachByteThatIsNotUtf8) {
  struct Case {
    const char* bytes;
    const char* valid;
  };
  const Case cases[] = {
      {"plain", "plain"},
      {"\xC3\xA4", "\xC3\xA4"},
      {"a\xFFz", "a\xEF\xBF\xBDz"},
      {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                  // overlong '/'
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // a surrogate
      {"\xF0\x9F\x90\x9F", "\xF0\x9F\x90\x9F"},
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},  // past U+10FFFF
      {"cut \xE2\x82", "cut \xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (const Case& c : cases) EXPECT_EQ(to_utf8(c.bytes), c.valid);
}

TEST(Text, PrintableTextHoldsNoControlCharacter) {
  EXPECT_EQ(to_printable("a\nb\tc\\d"), "a\\nb\\tc\\\\d");
  EXPECT_EQ(to_printable("\x1B[2J\r"), "\\x1b[2J\\x0d");
  EXPECT_EQ(to_printable("\xC2\x9B"), "\\x9b");                    // the C1 form of ESC [
  EXPECT_EQ(to_printable("a\xE2\x80\xAE!"), "a\\xe2\\x80\\xae!");  // text from right to left
  EXPECT_EQ(to_printable("\xD8\x9C\xD8\x9B"), "\\xd8\\x9c\xD8\x9B");
  EXPECT_EQ(to_printable("\xE2\x81\xA9\xE2\x80\x94"), "\\xe2\\x81\\xa9\xE2\x80\x94");
  EXPECT_EQ(to_printable("\xC3\xA4\xFE"), "\xC3\xA4\\xfe");
}

TEST(Text, SuggestsOnlyWhatIsNear) {
  const std::vector<std::string_view> names = {"process.name", "process.pid", "file.path"};
  EXPECT_EQ(nearest("process.nme", names), "process.name");
  EXPECT_EQ(nearest("Process.Name", names), "process.name");
  EXPECT_EQ(nearest("destination.ip", names), "");
  EXPECT_EQ(nearest(std::string(100000, 'a'), names), "");
}

TEST(Text, HashesAsFnv1aDoes) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8ULL);
}

}  // namespace
}  // namespace ak
