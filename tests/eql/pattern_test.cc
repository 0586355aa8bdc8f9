#include "eql/pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "eql/literal_finder.h"
#include "eql/text_set.h"

namespace ak::eql {
namespace {

TEST(Pattern, MatchesTheWholeText) {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } cases[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "a", true},
      {"a", "A", false},
      {"a", "ab", false},
      {"*", "", true},
      {"*", "a/b\nc", true},
      {"**", "", true},
      {"a*", "a", true},
      {"a*", "ab/c", true},
      {"a*", "ba", false},
      {"*a", "ba", true},
      {"*a", "ab", false},
      {"*ab", "b", false},
      {"*a*", "bab", true},
      {"*a*", "bbb", false},
      {"a*b", "ab", true},
      {"a*b", "a", false},
      {"a*a", "a", false},
      {"a*b*c", "aXbXbXc", true},
      {"a*b*c", "aXcXb", false},
      {"*ab*ab*", "abab", true},
      {"*ab*ab*", "abb", false},
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"?", "é", true},
      {"??", "é", false},
      {"?b", "éb", true},
      {"*?b", "\U0001f600b", true},
      {"*??b", "éb", false},
      {"?", "\xff", true},
      {"a?c",
       "a\xe9"
       "c",
       true},
      {"a?c",
       "a\xc3\xa9\xa9"
       "c",
       false},
      {"*.y?ml", "x.yaml", true},
      {"*.y?ml", "x.yml", false},
      {"a*?", "a", false},
      {"a?*", "ab", true},
      {"\\*", "\\x", true},
      {"\\*", "*", false},
      {"[a]", "[a]", true},
      {"[a]", "a", false},
  };
  for (const auto& c : cases)
    EXPECT_EQ(Pattern(c.pattern, false).matches(c.text), c.matches)
        << c.pattern << " on " << c.text;
}

TEST(Pattern, IgnoresTheCaseOfAsciiOnly) {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } cases[] = {
      {"aBc", "AbC", true},  {"aB*", "AbC", true},     {"*Bc", "AbC", true},
      {"*B*", "AbC", true},  {"a?C*d", "ABcxD", true}, {"é", "É", false},
      {"*É*", "xéx", false}, {"@", "`", false},        {"[", "{", false},
  };
  for (const auto& c : cases)
    EXPECT_EQ(Pattern(c.pattern, true).matches(c.text), c.matches) << c.pattern << " on " << c.text;
}

TEST(Pattern, TakesTheCheapestShape) {
  const struct {
    std::string_view pattern;
    Pattern::Shape shape;
  } cases[] = {
      {"*", Pattern::Shape::anything},    {"***", Pattern::Shape::anything},
      {"", Pattern::Shape::exact},        {"a", Pattern::Shape::exact},
      {"a**", Pattern::Shape::prefix},    {"*a", Pattern::Shape::suffix},
      {"**a*", Pattern::Shape::contains}, {"a*b", Pattern::Shape::general},
      {"?", Pattern::Shape::general},     {"*a?", Pattern::Shape::general},
  };
  for (const auto& c : cases) EXPECT_EQ(Pattern(c.pattern, false).shape(), c.shape) << c.pattern;
}

// With backtracking into every star this would not end in this universe's time.
TEST(Pattern, ManyStarsDoNotMultiply) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  pattern += "*b";
  const std::string text(20000, 'a');
  EXPECT_FALSE(Pattern(pattern, false).matches(text));
  EXPECT_TRUE(Pattern(pattern, true).matches(text + "B"));
}

TEST(PatternList, MatchesWhenAnyPatternDoes) {
  const PatternList list({"bash", "*.sh", "python?"}, true);
  for (const std::string_view text : {"bash", "BASH", "x.SH", "python3"})
    EXPECT_TRUE(list.matches(text)) << text;
  for (const std::string_view text : {"", "bas", "bashx", "python", "python33"})
    EXPECT_FALSE(list.matches(text)) << text;
  EXPECT_FALSE(PatternList({}, false).matches(""));
}

TEST(TextSet, ContainsWhatItWasGiven) {
  const TextSet exact({"a", "B", "*"}, false);
  EXPECT_TRUE(exact.contains("B"));
  EXPECT_TRUE(exact.contains("*"));
  EXPECT_FALSE(exact.contains("b"));
  EXPECT_FALSE(exact.contains(""));
  const TextSet folded({"a", "B", "é"}, true);
  EXPECT_TRUE(folded.contains("A"));
  EXPECT_TRUE(folded.contains("b"));
  EXPECT_FALSE(folded.contains("É"));
}

// A list long enough to be looked for in one pass answers as its patterns do one by one.
TEST(PatternList, LongListsAnswerAsTheirPatterns) {
  const std::vector<std::string> pieces{"a", "b", "ab", "A", "é", "*", "*", "?", "ba"};
  std::mt19937 random(7);
  const auto made = [&](std::size_t longest, std::size_t kinds) {
    std::string text;
    for (std::size_t n = random() % (longest + 1); n > 0; --n) text += pieces[random() % kinds];
    return text;
  };
  int matches = 0;
  for (int round = 0; round < 300; ++round) {
    const bool ignore_case = round % 2 == 0;
    std::vector<std::string> patterns;
    for (int i = 0; i < 40; ++i) patterns.push_back("b" + made(5, pieces.size()) + "a?b");
    for (int i = 0; i < 20; ++i) patterns.push_back("?*" + made(3, 5) + "aba*" + made(1, 5) + "?");
    patterns.push_back("*bbabb*");
    const PatternList list(patterns, ignore_case);
    for (int i = 0; i < 20; ++i) {
      const std::string text = made(10, 5);
      const bool expected = std::any_of(
          patterns.begin(), patterns.end(),
          [&](const std::string& pattern) { return Pattern(pattern, ignore_case).matches(text); });
      ASSERT_EQ(list.matches(text), expected) << text;
      matches += expected ? 1 : 0;
    }
  }
  EXPECT_GT(matches, 300);
  EXPECT_LT(matches, 5700);
}

TEST(LiteralFinder, FindsEveryLiteralWhereverItStands) {
  const LiteralFinder finder({"he", "she", "his", "hers", ""}, false);
  std::string found;
  finder.find("ushers", [&](std::uint32_t number, std::size_t end) {
    found += std::to_string(number) + "@" + std::to_string(end) + " ";
    return false;
  });
  EXPECT_EQ(found, "1@4 0@4 3@6 ");
  EXPECT_FALSE(finder.find("HERS", [](std::uint32_t, std::size_t) { return true; }));
  EXPECT_TRUE(LiteralFinder({"He"}, true).find("xHEx", [](std::uint32_t, std::size_t end) {
    return end == 3;
  }));
}

}  // namespace
}  // namespace ak::eql
