// Values that are computed from an event: functions, arithmetic, and comparisons of such values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "eql/ast.h"
#include "eql/functions.h"
#include "eql/ip_block.h"
#include "eql/scalar.h"
#include "event/event.h"

namespace ak::eql {

enum class ExpressionKind : std::uint8_t {
  literal,     // value
  field,       // field; nothing: always null
  call,        // function, arguments
  arithmetic,  // op, two arguments
  comparison,  // op (== < <= > >=), two arguments of one type: a boolean
  any_equal,   // is the first argument equal to one of the others: a boolean
};

// Checked: the types of the arguments fit. Its depth is at most limits::kMaxQueryDepth.
struct Expression {
  ExpressionKind kind = ExpressionKind::literal;
  Operator op = Operator::none;
  Function function = Function::add;
  bool ignore_case = false;
  Scalar value;
  std::optional<Field> field;
  std::vector<Expression> arguments;
  std::vector<IpBlock> blocks;  // cidrMatch, instead of its arguments but the first
};

// An expression as a test has it.
struct Subject {
  Expression expression;
  std::vector<Field> fields;     // that it reads, once each
  std::optional<Field> varying;  // the one of them that may hold several values
};

// What stands for a field in one evaluation.
struct Binding {
  const Event& event;
  std::optional<Field> varying;
  Scalar element;  // the value of `varying`
};

// Null if any argument is null, and for what has no value: a division by zero, a number too large,
// a text that is no number.
Scalar evaluate(const Expression& expression, const Binding& binding);

// How many values of `subject.varying` are looked at: all, unless other fields' long texts would be
// read again too often for that (limits::kMaxRereadBytes).
std::size_t values_to_look_at(const Subject& subject, const Event& event, std::size_t values);

// A field's single value.
Scalar scalar_of(const Event& event, Field field);

}  // namespace ak::eql
