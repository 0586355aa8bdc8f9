// The compiled evaluator against the naive one, and the printer against the parser, on generated
// queries and events.
#include <gtest/gtest.h>

#include "base/text.h"
#include "eql/lexer.h"
#include "eql/parser.h"
#include "eql/printer.h"
#include "eql/query.h"
#include "support/eql/dump.h"
#include "support/eql/generator.h"
#include "support/eql/naive_evaluator.h"

namespace ak::eql {
namespace {

constexpr std::uint32_t kQueries = 3000;
constexpr int kEventsPerQuery = 8;

std::string show(const Event& event) {
  std::string out;
  for (const auto& [field, value] : event.fields()) {
    out += std::string(field_info(field).name) + " = ";
    if (const auto* text = std::get_if<std::string>(value)) out += '"' + *text + '"';
    if (const auto* number = std::get_if<std::int64_t>(value)) out += std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(value)) out += *flag ? "true" : "false";
    if (const auto* texts = std::get_if<Strings>(value)) out += "[" + join(*texts, ", ") + "]";
    out += '\n';
  }
  return out;
}

TEST(Property, CompiledEvaluatorAgreesWithTheNaiveOne) {
  int matches = 0;
  for (std::uint32_t seed = 0; seed < kQueries; ++seed) {
    test::Generator generator(seed);
    const std::string text = generator.query();
    const Compilation compilation = compile(text);
    ASSERT_TRUE(compilation.query) << "seed " << seed << ": " << text << "\n"
                                   << compilation.findings[0].message;
    Findings findings;
    const Ast ast = parse(text, lex(text, findings), findings);
    for (int i = 0; i < kEventsPerQuery; ++i) {
      const Event event = generator.event();
      const bool expected = test::naive_matches(ast, event);
      matches += expected ? 1 : 0;
      ASSERT_EQ(compilation.query->matches(event), expected)
          << "seed " << seed << ": " << text << "\n"
          << show(event);
    }
  }
  // Both answers occur often enough to mean something.
  EXPECT_GT(matches, static_cast<int>(kQueries));
  EXPECT_LT(matches, static_cast<int>(kQueries) * (kEventsPerQuery - 1));
}

TEST(Property, ParsingWhatWasPrintedGivesTheSameTree) {
  for (std::uint32_t seed = 0; seed < kQueries; ++seed) {
    const std::string text = test::Generator(seed).query();
    Findings findings;
    const Ast ast = parse(text, lex(text, findings), findings);
    const std::string printed = print(ast);
    ASSERT_EQ(test::parse_and_dump(printed), test::dump(ast)) << text << "\n" << printed;
    const Ast again = parse(printed, lex(printed, findings), findings);
    ASSERT_EQ(print(again), printed);
  }
}

}  // namespace
}  // namespace ak::eql
