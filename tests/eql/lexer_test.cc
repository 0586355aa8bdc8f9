#include "eql/lexer.h"

#include <gtest/gtest.h>

#include "eql/string_literal.h"

namespace ak::eql {
namespace {

// The tokens' texts as written, one blank between; then the findings' codes.
std::string lex_words(std::string_view text) {
  Findings findings;
  std::string words;
  for (const Token& token : lex(text, findings)) {
    if (token.kind == TokenKind::end) break;
    words += (words.empty() ? "" : " ");
    words += text.substr(token.span.offset, token.span.width);
  }
  for (const Finding& finding : findings.take()) words += " !" + finding.code;
  return words;
}

Token only_token(std::string_view text) {
  Findings findings;
  const std::vector<Token> tokens = lex(text, findings);
  EXPECT_EQ(tokens.size(), 2U) << text;
  EXPECT_TRUE(findings.take().empty()) << text;
  return tokens[0];
}

TEST(Lexer, SplitsTextIntoWords) {
  const struct {
    std::string_view text, words;
  } cases[] = {
      {"", ""},
      {" \t\r\n ", ""},
      {"a.b==c", "a . b == c"},
      {"a!=b<=c>=d<e>f=g", "a != b <= c >= d < e > f = g"},
      {"a:b?c!d", "a : b ? c ! d"},
      {"(a),[b]|c", "( a ) , [ b ] | c"},
      {"1+2-3*4/5%6", "1 + 2 - 3 * 4 / 5 % 6"},
      {"in~ like~(regex~ f~(", "in~ like~ ( regex~ f~ ("},
      {"a ~", "a !E003"},
      {"@timestamp _x x1 1x", "@timestamp _x x1 1 x"},
      {"a // b\nc", "a c"},
      {"a // b", "a"},
      {"a /* b * / \n */ c", "a c"},
      {"a /**/b", "a b"},
      {"a /* b /* c */ d", "a d"},
      {"a /* b", "a !E009"},
      {"a /*/ b", "a !E009"},
      {"\"//\" \"/*\"", "\"//\" \"/*\""},
      {"`a b`.`c``d`", "`a b` . `c``d`"},
      {"1 1.5 1. .5 1e5 1.5e-3 2E+7 a.5", "1 1.5 1. .5 1e5 1.5e-3 2E+7 a . 5"},
      {"1e x1e5", "1 e x1e5"},
      {"&& || <>", "&& || <> !E012 !E012 !E012"},
      {"a \x01 b # c é d", "a b c d !E003 !E003 !E003"},
      {"\"a", "\"a !E004"},
      {"'a' ?\"b\"", "'a' \"b\" !E005 !E011"},
  };
  for (const auto& c : cases) EXPECT_EQ(lex_words(c.text), c.words) << c.text;
}

TEST(Lexer, DecodesStrings) {
  const struct {
    std::string_view text, value;
  } cases[] = {
      {R"("")", ""},
      {R"("a b")", "a b"},
      {R"("\n\r\t\\\"")", "\n\r\t\\\""},
      {R"("\u{41}\u{0e9}\u{20ac}\u{0001f600}")", "A\u00e9\u20ac\U0001f600"},
      {R"("it's")", "it's"},
      {R"("""a\n"b" c""")", R"(a\n"b" c)"},
      {R"("""""")", ""},
      {R"(""""a""")", R"("a)"},
      {R"("""a"""")", R"(a")"},
      {R"("""a""""")", R"(a"")"},
      {"\"tab\tin\"", "tab\tin"},
  };
  for (const auto& c : cases) {
    const Token token = only_token(c.text);
    EXPECT_EQ(token.kind, TokenKind::string) << c.text;
    EXPECT_EQ(token.text, c.value) << c.text;
  }
}

TEST(Lexer, RejectsWhatIsNoString) {
  const struct {
    std::string_view text, words;
  } cases[] = {
      {"\"a\nb", "\"a b !E004"},
      {"\"a\\\nb", "\"a\\ b !E004"},
      {"\"a\\", "\"a\\ !E004"},
      {"\"\"\"a\n\"\"\"", "\"\"\"a \"\"\" !E004 !E004"},
      {"\"\"\"a", "\"\"\"a !E004"},
      {R"("\q\x41")", R"("\q\x41" !E006 !E006)"},
      {R"("\u{1}")", R"("\u{1}" !E007)"},
      {R"("\u{123456789}")", R"("\u{123456789}" !E007)"},
      {R"("\u{dfff}\u{110000}\u{zz}\u41")",
       R"("\u{dfff}\u{110000}\u{zz}\u41" !E007 !E007 !E007 !E007)"},
      {R"("\u{41)", R"("\u{41 !E004 !E007)"},
  };
  for (const auto& c : cases) EXPECT_EQ(lex_words(c.text), c.words) << c.text;
}

TEST(Lexer, ReadsNumbers) {
  EXPECT_EQ(only_token("9223372036854775807").integer, INT64_MAX);
  EXPECT_EQ(only_token("007").integer, 7);
  EXPECT_EQ(only_token("1.25").decimal, 1.25);
  EXPECT_EQ(only_token(".5").decimal, 0.5);
  EXPECT_EQ(only_token("2e3").decimal, 2000);
  EXPECT_EQ(lex_words("9223372036854775808 1e999"), "9223372036854775808 1e999 !E008 !E008");
}

TEST(Lexer, TakesOffTheBackquotes) {
  const Token token = only_token("`a``b.c`");
  EXPECT_EQ(token.kind, TokenKind::quoted_name);
  EXPECT_EQ(token.text, "a`b.c");
}

TEST(Lexer, KeywordsAreLowerCaseOnly) {
  EXPECT_EQ(only_token("and").kind, TokenKind::and_word);
  EXPECT_EQ(only_token("AND").kind, TokenKind::name);
  EXPECT_EQ(only_token("android").kind, TokenKind::name);
}

TEST(StringLiteral, QuotingIsUndoneByReading) {
  std::string every_byte;
  for (int byte = 0; byte < 128; ++byte) every_byte += static_cast<char>(byte);
  every_byte += "é€\U0001f600";
  Findings findings;
  const std::string quoted = quote_string(every_byte);
  const StringLiteral literal = read_string(quoted, 0, findings);
  EXPECT_EQ(literal.value, every_byte);
  EXPECT_EQ(literal.width, quoted.size());
  EXPECT_TRUE(findings.take().empty());
}

}  // namespace
}  // namespace ak::eql
