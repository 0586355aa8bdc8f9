// Each cap at its limit and one beyond, and inputs made to hurt.
#include "base/limits.h"

#include <gtest/gtest.h>

#include <string>

#include "eql/query.h"

namespace ak::eql {
namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (; times > 0; --times) all += text;
  return all;
}

// The codes of the query's findings, each once in a row.
std::string codes_of(const std::string& query) {
  std::string codes;
  std::string last;
  for (const Finding& finding : compile(query).findings) {
    if (finding.code != last) codes += (codes.empty() ? "" : " ") + finding.code;
    last = finding.code;
  }
  return codes;
}

TEST(Limits, LengthOfAQuery) {
  const std::string query = "any where true //";
  const std::string longest = query + std::string(limits::kMaxQueryBytes - query.size(), 'x');
  EXPECT_EQ(codes_of(longest), "");
  EXPECT_EQ(codes_of(longest + "x"), "E001");
}

TEST(Limits, DepthOfParentheses) {
  const auto nested = [](std::size_t depth) {
    return "any where " + repeat("(", depth) + "true" + repeat(")", depth);
  };
  EXPECT_EQ(codes_of(nested(limits::kMaxQueryDepth)), "");
  EXPECT_EQ(codes_of(nested(limits::kMaxQueryDepth + 1)), "E029");
}

TEST(Limits, DepthOfNegations) {
  const auto negated = [](std::size_t depth) {
    return "any where " + repeat("not ", depth) + "true";
  };
  EXPECT_EQ(codes_of(negated(limits::kMaxQueryDepth)), "");
  EXPECT_EQ(codes_of(negated(limits::kMaxQueryDepth + 1)), "E029");
}

TEST(Limits, DepthOfSignsCallsAndArithmetic) {
  const std::size_t depth = limits::kMaxQueryDepth;
  EXPECT_EQ(codes_of("any where process.pid == " + repeat("-", depth) + "1"), "");
  EXPECT_EQ(codes_of("any where process.pid == " + repeat("-", depth + 1) + "1"), "E029");
  const auto calls = [](std::size_t n) {
    return "any where " + repeat("string(", n) + "1" + repeat(")", n) + " == 1";
  };
  EXPECT_EQ(codes_of(calls(depth)), "");
  EXPECT_EQ(codes_of(calls(depth + 1)), "E029");
  EXPECT_EQ(codes_of("any where 1" + repeat(" + 1", depth - 1) + " == 1"), "");
  EXPECT_EQ(codes_of("any where 1" + repeat(" + 1", depth) + " == 1"), "E029");
}

TEST(Limits, NumberOfParts) {
  // Beside the list's literals there are the field and the membership itself.
  const auto listed = [](std::size_t literals) {
    return "any where process.pid in (1" + repeat(",1", literals - 1) + ")";
  };
  EXPECT_EQ(codes_of(listed(limits::kMaxQueryNodes - 2)), "");
  EXPECT_EQ(codes_of(listed(limits::kMaxQueryNodes - 1)), "E030");
}

TEST(Limits, NumberOfArguments) {
  const auto concat = [](std::size_t arguments) {
    return "any where concat(1" + repeat(",1", arguments - 1) + ") == \"1\"";
  };
  EXPECT_EQ(codes_of(concat(limits::kMaxFunctionArguments)), "");
  EXPECT_EQ(codes_of(concat(limits::kMaxFunctionArguments + 1)), "E057");
}

TEST(Limits, NumberOfFindings) {
  const auto wrong = [](std::size_t times) { return "any where 1" + repeat(" or 1", times - 1); };
  EXPECT_EQ(codes_of(wrong(limits::kMaxDiagnosticsPerFile)), "E047");
  EXPECT_EQ(codes_of(wrong(limits::kMaxDiagnosticsPerFile + 1)), "E047 W003");
  EXPECT_EQ(compile(wrong(5000)).findings.size(), limits::kMaxDiagnosticsPerFile + 1);
}

TEST(Limits, AnErrorAfterTooManyWarningsStillRefusesTheQuery) {
  std::string query = "any where true";
  for (std::size_t i = 0; i <= limits::kMaxDiagnosticsPerFile; ++i)
    query += " or process.name == \"*" + std::to_string(i) + "\"";
  EXPECT_TRUE(compile(query).query);
  const Compilation refused = compile(query + " or mystery == 1");
  EXPECT_FALSE(refused.query);
  EXPECT_EQ(codes_of(query + " or mystery == 1"), "W001 E041 W003");
}

TEST(Limits, LongChainsAreWideAndNotDeep) {
  const Compilation chain =
      compile("any where true" + repeat(" and true or false", 10000) + " or process.pid == 1");
  ASSERT_TRUE(chain.query);
  EXPECT_TRUE(chain.query->matches(Event{}));
}

TEST(Limits, HostileTextIsRefusedWithoutACrash) {
  constexpr std::string_view kHead = "any where ";
  for (const std::string_view piece : {"(",         ")",
                                       "not ",      "-",
                                       "f(",        "[",
                                       "a.",        "\"",
                                       "'",         "`",
                                       "?",         "/*",
                                       "a in (",    "a == ",
                                       "((a) ",     ",",
                                       "or ",       "a or (",
                                       "1+(",       "a b or ",
                                       "(a b) or ", "a in (1 2) or "}) {
    const std::size_t times = limits::kMaxQueryBytes / 4 / piece.size();
    EXPECT_FALSE(compile(std::string(kHead) + repeat(piece, times)).query) << piece;
  }
}

TEST(Limits, ManyUnknownFieldsAreToldQuickly) {
  std::string query = "any where true";
  for (int i = 0; i < 20000; ++i) query += " or a" + std::to_string(i);
  EXPECT_FALSE(compile(query).query);
}

TEST(Limits, ItemsOfASequence) {
  const auto items = [](std::size_t n) { return "sequence" + repeat(" [any where true]", n); };
  EXPECT_EQ(codes_of(items(limits::kMaxSequenceItems)), "");
  EXPECT_EQ(codes_of(items(limits::kMaxSequenceItems + 1)), "E035");
}

TEST(Limits, RunsOfAnItem) {
  const auto runs = [](std::size_t n) {
    return "sequence [any where true] with runs=" + std::to_string(n);
  };
  EXPECT_EQ(codes_of(runs(limits::kMaxRuns)), "");
  EXPECT_EQ(codes_of(runs(limits::kMaxRuns + 1)), "E033");
  EXPECT_EQ(codes_of("sequence [any where true] [any where true] with runs=0"), "E033");
}

TEST(Limits, SpanOfASequence) {
  const auto span = [](const std::string& text) {
    return "sequence with maxspan=" + text + " [any where true] [any where true]";
  };
  EXPECT_EQ(codes_of(span("1ms")), "");
  EXPECT_EQ(codes_of(span("0s")), "E032");
  EXPECT_EQ(codes_of(span(std::to_string(limits::kMaxSpanDays) + "d")), "");
  EXPECT_EQ(codes_of(span(std::to_string(limits::kMaxSpanDays + 1) + "d")), "E032");
  EXPECT_EQ(codes_of(span("9223372036854775807d")), "E032");
}

TEST(Limits, LengthOfWhatAFunctionMakes) {
  Event event;
  event.set(Field::process_title, std::string(limits::kMaxExpressionText / 2, 'x'));
  const auto made = [&](const std::string& arguments) {
    const Compilation compilation = compile("any where concat(" + arguments + ") != null");
    return compilation.query && compilation.query->matches(event);
  };
  EXPECT_TRUE(made("process.title, process.title"));
  EXPECT_FALSE(made("process.title, process.title, \"x\""));
}

// Beyond the limit the values left are not looked at: time stays linear.
TEST(Limits, TextThatIsReadAgainForEachValue) {
  const std::size_t values = 64;
  Event event;
  event.set(Field::process_title, std::string(limits::kMaxRereadBytes / values - 1, 'x'));
  Strings args(values - 1, "no");
  args.push_back("xx");
  event.set(Field::process_args, args);
  const Compilation compilation = compile("any where stringContains(process.title, process.args)");
  ASSERT_TRUE(compilation.query);
  EXPECT_TRUE(compilation.query->matches(event));
  args.insert(args.begin(), "no");
  event.set(Field::process_args, args);
  EXPECT_FALSE(compilation.query->matches(event));
}

TEST(Limits, RegularExpressionsMadeToHurt) {
  Event event;
  event.set(Field::process_title, std::string(100000, 'a'));
  const auto answer = [&](const std::string& regex) -> std::string {
    const Compilation compilation = compile("any where process.title regex \"" + regex + "\"");
    if (!compilation.query) return compilation.findings[0].code;
    return compilation.query->matches(event) ? "yes" : "no";
  };
  EXPECT_EQ(answer("(a*)*b"), "no");
  EXPECT_EQ(answer("(a|aa)+"), "yes");
  EXPECT_EQ(answer("(a|a)*(a|a)*(a|a)*c"), "no");
  EXPECT_EQ(answer("(a?){1000}a*"), "yes");
  EXPECT_EQ(answer("((a{1000}){1000}){1000}"), "E056");
  EXPECT_EQ(answer("a{1001}"), "E056");
  EXPECT_EQ(answer("a" + repeat("*", 8)), "yes");
  EXPECT_EQ(answer("a" + repeat("*", 9)), "E056");
  EXPECT_EQ(answer(repeat("(", 128) + "a*" + repeat(")", 128)), "yes");
  EXPECT_EQ(answer(repeat("(", 129) + "a*" + repeat(")", 129)), "E056");
}

// The last of many patterns matches, and no pattern is tried in vain.
TEST(Limits, LongListsOfPatterns) {
  std::string query = "any where process.title : (";
  for (int i = 0; i < 10000; ++i) query += "\"*part" + std::to_string(i) + "*x?z\", ";
  const Compilation compilation = compile(query + "\"*end?\")");
  ASSERT_TRUE(compilation.query);
  Event event;
  event.set(Field::process_title, std::string(50000, 'p') + "ENDS");
  EXPECT_TRUE(compilation.query->matches(event));
  event.set(Field::process_title, std::string(50000, 'p') + "ENDSs");
  EXPECT_FALSE(compilation.query->matches(event));
}

}  // namespace
}  // namespace ak::eql
