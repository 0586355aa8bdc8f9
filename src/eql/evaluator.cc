#include "eql/evaluator.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace ak::eql {
namespace {

// Calls `is_wanted` on the texts of a value until one is; false for a value that holds no text.
template <typename Predicate>
bool any_text(const Value& value, const Predicate& is_wanted) {
  if (const auto* text = std::get_if<std::string>(&value)) return is_wanted(*text);
  const auto* texts = std::get_if<Strings>(&value);
  return texts != nullptr && std::any_of(texts->begin(), texts->end(), is_wanted);
}

std::optional<std::int64_t> integer_of(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? 1 : 0;
  return std::nullopt;
}

bool contains(const std::vector<Interval>& intervals, std::int64_t n) {
  const auto after =
      std::upper_bound(intervals.begin(), intervals.end(), n,
                       [](std::int64_t value, const Interval& i) { return value < i.low; });
  return after != intervals.begin() && std::prev(after)->contains(n);
}

bool is_in_order(const TextOrder& order, std::string_view text) {
  const int sign = text.compare(order.text);
  switch (order.op) {
    case Operator::less:
      return sign < 0;
    case Operator::less_equal:
      return sign <= 0;
    case Operator::greater:
      return sign > 0;
    default:
      return sign >= 0;
  }
}

bool exists(const Value& value) {
  const auto* texts = std::get_if<Strings>(&value);
  return texts == nullptr || !texts->empty();
}

bool test(const Program& program, const Step& step, const Value& value) {
  switch (step.kind) {
    case TestKind::exists:
      return exists(value);
    case TestKind::in_intervals: {
      const std::optional<std::int64_t> number = integer_of(value);
      return number && contains(program.intervals[step.operand], *number);
    }
    case TestKind::text_in_intervals:
      return any_text(value, [&](std::string_view text) {
        const std::optional<std::int64_t> number = parse_int(text);
        return number && contains(program.intervals[step.operand], *number);
      });
    case TestKind::one_of:
      return any_text(value, [&](std::string_view text) {
        return program.text_sets[step.operand].contains(text);
      });
    case TestKind::like_one_of:
      return any_text(value, [&](std::string_view text) {
        return program.patterns[step.operand].matches(text);
      });
    case TestKind::in_order:
      return any_text(value, [&](std::string_view text) {
        return is_in_order(program.orders[step.operand], text);
      });
    case TestKind::matches_regex:
      return any_text(value, [&](std::string_view text) {
        return program.regexes[step.operand]->matches(text);
      });
    case TestKind::is_true:
      return false;
  }
  return false;
}

// The same for a value that was computed. Only these tests are made on one.
bool test(const Program& program, const Step& step, const Scalar& value) {
  if (step.kind == TestKind::exists) return !is_null(value);
  if (step.kind == TestKind::is_true) return value == Scalar(true);
  if (!is_text(value)) return false;
  const std::string_view text = text_of(value);
  switch (step.kind) {
    case TestKind::one_of:
      return program.text_sets[step.operand].contains(text);
    case TestKind::like_one_of:
      return program.patterns[step.operand].matches(text);
    case TestKind::matches_regex:
      return program.regexes[step.operand]->matches(text);
    default:
      return false;
  }
}

// Does any value of the subject pass? One for each value of the field that varies.
bool test_subject(const Program& program, const Step& step, const Event& event) {
  const Subject& subject = *step.subject;
  const Value* varying = subject.varying ? event.find(*subject.varying) : nullptr;
  const auto* elements = varying == nullptr ? nullptr : std::get_if<Strings>(varying);
  if (elements == nullptr || elements->empty())
    return test(program, step, evaluate(subject.expression, {event, std::nullopt, {}}));
  const std::size_t count = values_to_look_at(subject, event, elements->size());
  return std::any_of(elements->begin(), elements->begin() + static_cast<std::ptrdiff_t>(count),
                     [&](const std::string& element) {
                       const Binding binding{event, subject.varying, std::string_view(element)};
                       return test(program, step, evaluate(subject.expression, binding));
                     });
}

bool has_category(const Program& program, const Event& event) {
  if (program.categories.empty()) return true;
  const Value* value = event.find(Field::event_category);
  return value != nullptr && any_text(*value, [&](std::string_view category) {
           return std::find(program.categories.begin(), program.categories.end(), category) !=
                  program.categories.end();
         });
}

bool passes(const Program& program, const Step& step, const Event& event) {
  if (step.subject != nullptr) return test_subject(program, step, event);
  const Value* value = event.find(step.field);
  return value != nullptr && test(program, step, *value);
}

}  // namespace

bool evaluate(const Program& program, const Event& event) {
  if (!has_category(program, event)) return false;
  StepId at = program.first;
  while (at != kMatch && at != kNoMatch) {
    const Step& step = program.steps[at];
    at = passes(program, step, event) ? step.on_true : step.on_false;
  }
  return at == kMatch;
}

}  // namespace ak::eql
