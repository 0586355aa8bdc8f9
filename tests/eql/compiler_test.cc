#include "eql/compiler.h"

#include <gtest/gtest.h>

#include "eql/checker.h"
#include "eql/evaluator.h"
#include "eql/lexer.h"
#include "eql/parser.h"

namespace ak::eql {
namespace {

Program program_of(std::string_view text) {
  Findings findings;
  Program program =
      compile_program(check(parse(text, lex(text, findings), findings), findings).filter);
  EXPECT_FALSE(findings.has_errors()) << text;
  return program;
}

// The intervals of one test, as the evaluator gets them: "1..3 7..7".
std::string merged(std::vector<Interval> intervals) {
  CheckedFilter query;
  Test test;
  test.kind = TestKind::in_intervals;
  test.field = Field::process_pid;
  test.intervals = std::move(intervals);
  query.condition = Condition::of(std::move(test));
  const Program program = compile_program(std::move(query));
  std::string text;
  for (const Interval& i : program.intervals.at(0))
    text += (text.empty() ? "" : " ") + std::to_string(i.low) + ".." + std::to_string(i.high);
  return text;
}

TEST(Compiler, SortsAndMergesIntervals) {
  EXPECT_EQ(merged({{7, 7}, {1, 3}}), "1..3 7..7");
  EXPECT_EQ(merged({{1, 9}, {2, 3}, {5, 12}, {12, 13}}), "1..13");
  EXPECT_EQ(merged({{1, 1}, {1, 0}, {1, 1}}), "1..1");
  EXPECT_EQ(merged({{1, 0}}), "");
}

TEST(Compiler, EveryStepLeadsToAnEarlierOneOrToAnAnswer) {
  const Program program = program_of(
      "process where (process.pid == 1 or not (user.name : \"a*\" and user.id == \"0\")) and "
      "not (process.name in (\"a\") or process.name != null)");
  ASSERT_EQ(program.steps.size(), 5U);
  for (StepId id = 0; id < program.steps.size(); ++id) {
    for (const StepId next : {program.steps[id].on_true, program.steps[id].on_false})
      EXPECT_TRUE(next < id || next == kMatch || next == kNoMatch) << id;
  }
}

TEST(Compiler, ConstantsCostNothing) {
  EXPECT_TRUE(program_of("any where true and not false").steps.empty());
  EXPECT_EQ(program_of("any where true and not false").first, kMatch);
  EXPECT_EQ(program_of("any where dns.id == \"x\" and process.pid == 1").first, kNoMatch);
  EXPECT_EQ(program_of("any where process.pid == 1 and 1 == 1").steps.size(), 1U);
}

}  // namespace
}  // namespace ak::eql
