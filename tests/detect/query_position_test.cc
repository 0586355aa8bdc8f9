#include "detect/query_position.h"

#include <gtest/gtest.h>

#include <string>

namespace ak::detect {
namespace {

// In each case `@` marks, in the file, where the query's byte `X` must be found.
struct Case {
  std::string_view name;
  std::string_view literal;
};

std::string decoded(const std::string& text, TomlSpan& span) {
  DiagnosticList complaints;
  const auto document = parse_toml(text, "f", complaints);
  if (!document) return "";
  span = document->root.entries.at(0).value.span;
  return document->root.entries.at(0).value.string;
}

TEST(QueryPosition, FindsAByteOfTheQueryInEveryKindOfString) {
  const Case cases[] = {
      {"basic", R"("ab X")"},
      {"basic, escapes before", R"("\"\\\n\t\b\f\r X")"},
      {"basic, unicode of 1, 2, 3 and 4 bytes", R"("\u0041\u00e9\u20AC\U0001F600X")"},
      {"basic, bytes over 0x7f", "\"\xC3\xA9X\""},
      {"literal", R"('a\b X')"},
      {"multi-line", "\"\"\"a\nb X\"\"\""},
      {"multi-line, first newline left out", "\"\"\"\n\nb X\"\"\""},
      {"multi-line, folded", "\"\"\"a \\\n   X\"\"\""},
      {"multi-line, folded over empty lines and space", "\"\"\"a \\  \n \n\t\n   X\"\"\""},
      {"multi-line, quotes inside and at the end", "\"\"\"a \"\" X\"\"\"\"\""},
      {"multi-line, escapes", "\"\"\"\n\\\"\\u00e9\\\\ X\"\"\""},
      {"multi-line, CRLF", "\"\"\"\r\na\r\nb X\r\n\"\"\""},
      {"literal multi-line", "'''\na\n'b' \\X'''"},
      {"literal multi-line, CRLF", "'''\r\na\r\nb X'''"},
      {"the first byte", R"("X")"},
      {"the last byte", "'''abcX'''"},
  };
  for (const Case& c : cases) {
    const std::string text = "# first\nquery = " + std::string(c.literal) + "\n";
    TomlSpan literal;
    const std::string query = decoded(text, literal);
    ASSERT_NE(query.find('X'), std::string::npos) << c.name;
    const TomlSpan found = QueryPosition(text, literal, query).find(query.find('X'), 1);
    EXPECT_EQ(found.offset, text.find('X')) << c.name;
  }
}

TEST(QueryPosition, SpansAnEscapeWhole) {
  const std::string text = R"(query = "a\u00e9b")";
  TomlSpan literal;
  const std::string query = decoded(text, literal);
  const QueryPosition position(text, literal, query);
  EXPECT_EQ(position.find(1, 2).offset, 10U);  // both bytes of é
  EXPECT_EQ(position.find(1, 2).width, 6U);
  EXPECT_EQ(position.find(2, 1).offset, 10U);  // its second byte
}

TEST(QueryPosition, PlacesTheEndAtTheClosingQuote) {
  const std::string text = R"(query = "abc")";
  TomlSpan literal;
  const std::string query = decoded(text, literal);
  const QueryPosition position(text, literal, query);
  EXPECT_EQ(position.find(3, 1).offset, text.size() - 1);
  EXPECT_EQ(position.find(1000, 1000).offset, text.size() - 1);
}

TEST(QueryPosition, FallsBackToTheWholeLiteralWhenTheTextIsAnother) {
  const std::string text = R"(query = "abc")";
  const TomlSpan found = QueryPosition(text, {8, 5}, "something else").find(2, 1);
  EXPECT_EQ(found.offset, 8U);
  EXPECT_EQ(found.width, 5U);
}

}  // namespace
}  // namespace ak::detect
