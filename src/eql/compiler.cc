#include "eql/compiler.h"

#include <algorithm>
#include <utility>

namespace ak::eql {
namespace {

// Sorted by their lower ends, none empty, none touching another.
std::vector<Interval> merged(std::vector<Interval> intervals) {
  std::sort(intervals.begin(), intervals.end(),
            [](const Interval& a, const Interval& b) { return a.low < b.low; });
  std::vector<Interval> apart;
  for (const Interval& next : intervals) {
    if (next.low > next.high) continue;
    if (!apart.empty() && next.low <= apart.back().high) {
      apart.back().high = std::max(apart.back().high, next.high);
    } else {
      apart.push_back(next);
    }
  }
  return apart;
}

class Compiler {
 public:
  Program run(CheckedQuery query) {
    program_.first = compile(query.condition, kMatch, kNoMatch);
    if (!query.category.empty()) program_.categories.push_back(std::move(query.category));
    program_.fields = std::move(query.fields);
    program_.absent_fields = std::move(query.absent_fields);
    return std::move(program_);
  }

 private:
  // Emits the condition's steps, the last first, since a step must know those that follow it.
  // Returns the step to begin with.
  StepId compile(Condition& condition, StepId on_true, StepId on_false) {
    switch (condition.kind) {
      case ConditionKind::constant:
        return condition.value ? on_true : on_false;
      case ConditionKind::test:
        return emit(condition.test, on_true, on_false);
      case ConditionKind::negation:
        return compile(condition.operands[0], on_false, on_true);
      case ConditionKind::all:
        for (auto it = condition.operands.rbegin(); it != condition.operands.rend(); ++it)
          on_true = compile(*it, on_true, on_false);
        return on_true;
      case ConditionKind::any:
        for (auto it = condition.operands.rbegin(); it != condition.operands.rend(); ++it)
          on_false = compile(*it, on_true, on_false);
        return on_false;
    }
    return on_false;
  }

  StepId emit(Test& test, StepId on_true, StepId on_false) {
    Step step;
    step.kind = test.kind;
    step.field = test.field;
    step.operand = add_operand(test);
    step.on_true = on_true;
    step.on_false = on_false;
    program_.steps.push_back(step);
    return static_cast<StepId>(program_.steps.size() - 1);
  }

  template <typename T>
  static std::uint32_t append(std::vector<T>& operands, T operand) {
    operands.push_back(std::move(operand));
    return static_cast<std::uint32_t>(operands.size() - 1);
  }

  std::uint32_t add_operand(Test& test) {
    switch (test.kind) {
      case TestKind::exists:
        return 0;
      case TestKind::in_intervals:
      case TestKind::text_in_intervals:
        return append(program_.intervals, merged(std::move(test.intervals)));
      case TestKind::one_of:
        return append(program_.text_sets, TextSet(std::move(test.texts), test.ignore_case));
      case TestKind::like_one_of:
        return append(program_.patterns, PatternList(test.texts, test.ignore_case));
      case TestKind::in_order:
        return append(program_.orders, TextOrder{test.order, std::move(test.texts[0])});
    }
    return 0;
  }

  Program program_;
};

}  // namespace

Program compile_program(CheckedQuery query) {
  return Compiler().run(std::move(query));
}

}  // namespace ak::eql
