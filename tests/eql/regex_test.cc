#include "eql/regex.h"

#include <gtest/gtest.h>

#include "eql/regex_syntax.h"

namespace ak::eql {
namespace {

std::string translated(std::string_view expression, bool ignore_case = false) {
  const Result<std::string> result = translate_regex(expression, ignore_case);
  return result ? result.value() : "error: " + result.error().message;
}

TEST(RegexSyntax, IsTranslatedForRe2) {
  const struct {
    std::string_view lucene, re2;
  } cases[] = {
      {"", ""},
      {"ab1_", "ab1_"},
      {"a.b", "a.b"},
      {"a b-c", "a\\x20b\\x2dc"},
      {"^a$", "\\x5ea\\x24"},
      {"a|b", "a|b"},
      {"(a)", "(?:a)"},
      {"()", "(?:)"},
      {"a*?", "(?:(?:a)*)?"},
      {"a{2}b{2,}c{2,3}", "(?:a){2,2}(?:b){2,}(?:c){2,3}"},
      {"*a", "\\x2aa"},
      {"@", "(?:.*)"},
      {"\\n\\.\\d\\W", "n\\x2e\\d\\W"},
      {"\"a.b\"*", "(?:(?:a\\x2eb))*"},
      {"[a-c.]", "[a-c\\x2e]"},
      {"[^]-]", "[^\\x5d\\x2d]"},
      {"[\\w\\-]", "[\\w\\x2d]"},
      {"é[à-ü]", "é[à-ü]"},
  };
  for (const auto& c : cases) EXPECT_EQ(translated(c.lucene), c.re2) << c.lucene;
}

TEST(RegexSyntax, FoldsAsciiLettersOnly) {
  EXPECT_EQ(translated("aZ1é", true), "[aA][Zz]1é");
  EXPECT_EQ(translated("[b-dX]", true), "[b-dB-DXx]");
  EXPECT_EQ(translated("[Y-b]", true), "[Y-bA-By-z]");
  EXPECT_EQ(translated("[^k]", true), "[^kK]");
  // U+212A, the Kelvin sign, is a k to those who fold Unicode.
  EXPECT_FALSE(make_regex({"k"}, true)->matches("\u212a"));
}

// A byte that is not UTF-8 must not hide what stands beside it.
TEST(Regex, TakesBytesThatAreNotUtf8AsCharacters) {
  const auto regex = make_regex({".*--token=.+"}, false);
  EXPECT_TRUE(regex->matches("\xff --token=a\xfe\xc3"));
  EXPECT_TRUE(make_regex({"a.b"}, false)
                  ->matches("a\xff"
                            "b"));
  EXPECT_TRUE(make_regex({"[^b]"}, false)->matches("\xff"));
  EXPECT_FALSE(make_regex({"a.b"}, false)
                   ->matches("a\xff\xff"
                             "b"));
}

TEST(Regex, JoinsItsExpressions) {
  const auto regex = make_regex({"a|b", "c"}, false);
  for (const std::string_view text : {"a", "b", "c"}) EXPECT_TRUE(regex->matches(text)) << text;
  for (const std::string_view text : {"", "ac", "bc", "d"}) EXPECT_FALSE(regex->matches(text));
}

TEST(Regex, RefusesListsThatAreTooLargeTogether) {
  const std::string large = "([a-zà-ü]{1,500}x){1,2}";
  EXPECT_EQ(regex_problem(large, false), "");
  EXPECT_TRUE(make_regex({large}, false));
  EXPECT_FALSE(make_regex(std::vector<std::string>(200, large), false));
}

}  // namespace
}  // namespace ak::eql
