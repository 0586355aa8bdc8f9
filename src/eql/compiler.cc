#include "eql/compiler.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "eql/path_patterns.h"
#include "eql/required.h"

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

// How long a test takes, roughly. A value with wildcards is searched, the others are looked up.
std::size_t cost_of(const Test& test) {
  constexpr std::size_t kLookUp = 1, kSearch = 8, kManyTimes = 64;
  if (test.subject) return kManyTimes;
  const std::size_t values = field_info(test.field).many ? 2 : 1;
  switch (test.kind) {
    case TestKind::like_one_of:
      return values * kSearch * std::min<std::size_t>(test.texts.size(), 8);
    case TestKind::matches_regex:
      return values * kManyTimes;
    default:
      return values * kLookUp;
  }
}

// The cheap operands of "and" and "or" first. No test has an effect, so their order has none.
// Recurses at most limits::kMaxQueryDepth levels deep. Returns the condition's cost.
std::size_t put_cheap_first(Condition& condition) {
  if (condition.kind == ConditionKind::test) return cost_of(condition.test);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // cost, place
  std::size_t sum = 0;
  for (std::size_t i = 0; i < condition.operands.size(); ++i) {
    order.emplace_back(put_cheap_first(condition.operands[i]), i);
    sum += order.back().first;
  }
  std::sort(order.begin(), order.end());
  std::vector<Condition> sorted;
  sorted.reserve(order.size());
  for (const auto& [cost, place] : order) sorted.push_back(std::move(condition.operands[place]));
  condition.operands = std::move(sorted);
  return sum;
}

class Compiler {
 public:
  Program run(CheckedFilter filter) {
    program_.required = required_texts(filter.condition);
    put_cheap_first(filter.condition);
    program_.first = compile(filter.condition, kMatch, kNoMatch);
    if (!filter.category.empty()) program_.categories.push_back(std::move(filter.category));
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
    if (test.subject) {
      step.subject = test.subject.get();
      program_.subjects.push_back(std::move(test.subject));
    }
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
      case TestKind::is_true:
        return 0;
      case TestKind::matches_regex:
        return append(program_.regexes, std::move(test.regex));
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

EventMatcher compile_matcher(CheckedFilter filter) {
  return EventMatcher(std::make_shared<const Program>(compile_program(std::move(filter))));
}

SequenceItem compile_item(CheckedItem item) {
  return {compile_matcher(std::move(item.filter)), std::move(item.keys), item.runs,
          item.is_missing};
}

// Of all matchers together, sorted; empty (any) if one of them takes any.
std::vector<std::string> all_categories(const SequenceQuery& sequence) {
  std::set<std::string> all;
  std::vector<const SequenceItem*> items;
  for (const SequenceItem& item : sequence.items) items.push_back(&item);
  if (sequence.until) items.push_back(&*sequence.until);
  for (const SequenceItem* item : items) {
    const auto& categories = item->matcher.categories();
    if (categories.empty()) return {};
    all.insert(categories.begin(), categories.end());
  }
  return {all.begin(), all.end()};
}

SequenceQuery compile_sequence(CheckedSequence checked) {
  SequenceQuery sequence;
  for (CheckedItem& item : checked.items) sequence.items.push_back(compile_item(std::move(item)));
  if (checked.until) sequence.until = compile_item(std::move(*checked.until));
  sequence.maxspan_ms = checked.maxspan_ms;
  return sequence;
}

}  // namespace

Program compile_program(CheckedFilter filter) {
  return Compiler().run(std::move(filter));
}

Query compile_query(CheckedQuery query) {
  auto compiled = std::make_shared<CompiledQuery>();
  compiled->path_patterns = path_patterns(query);
  if (query.sequence) {
    compiled->kind = query.sequence->is_sample ? QueryKind::sample : QueryKind::sequence;
    compiled->sequence = compile_sequence(std::move(*query.sequence));
    compiled->categories = all_categories(*compiled->sequence);
  } else {
    compiled->matcher = compile_matcher(std::move(query.filter));
    compiled->categories = compiled->matcher->categories();
  }
  compiled->pipes = std::move(query.pipes);
  compiled->fields = std::move(query.fields);
  compiled->absent_fields = std::move(query.absent_fields);
  return Query(std::move(compiled));
}

}  // namespace ak::eql
