#include "eql/expression.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/limits.h"
#include "base/time.h"
#include "eql/arithmetic.h"
#include "eql/call.h"

namespace ak::eql {
namespace {

template <typename T>
bool in_order(Operator op, const T& left, const T& right) {
  switch (op) {
    case Operator::less:
      return left < right;
    case Operator::less_equal:
      return left <= right;
    case Operator::greater:
      return left > right;
    case Operator::greater_equal:
      return left >= right;
    default:
      return left == right;
  }
}

Scalar compare(Operator op, const Scalar& left, const Scalar& right) {
  if (is_null(left) || is_null(right)) return {};
  if (is_text(left) && is_text(right)) return in_order(op, text_of(left), text_of(right));
  const auto* left_flag = std::get_if<bool>(&left);
  const auto* right_flag = std::get_if<bool>(&right);
  if (left_flag != nullptr && right_flag != nullptr) return in_order(op, *left_flag, *right_flag);
  const auto* left_integer = std::get_if<std::int64_t>(&left);
  const auto* right_integer = std::get_if<std::int64_t>(&right);
  if (left_integer != nullptr && right_integer != nullptr)
    return in_order(op, *left_integer, *right_integer);
  if (!is_number(left) || !is_number(right)) return {};
  return in_order(op, to_double(left), to_double(right));
}

Scalar evaluate_any_equal(const Expression& expression, const Binding& binding) {
  const Scalar value = evaluate(expression.arguments[0], binding);
  if (is_null(value)) return {};
  return std::any_of(expression.arguments.begin() + 1, expression.arguments.end(),
                     [&](const Expression& candidate) {
                       return compare(Operator::equal, value, candidate.value) == Scalar(true);
                     });
}

Scalar evaluate_call(const Expression& expression, const Binding& binding) {
  const std::size_t count = expression.arguments.size();
  std::array<Scalar, 4> few;  // all functions but concat take no more
  std::vector<Scalar> many(count > few.size() ? count : 0);
  const std::span<Scalar> arguments =
      many.empty() ? std::span<Scalar>(few).first(count) : std::span<Scalar>(many);
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = evaluate(expression.arguments[i], binding);
    if (is_null(arguments[i])) return {};
  }
  return call(expression, arguments);
}

std::size_t text_bytes(const Event& event, Field field) {
  return event.string(field).size();
}

}  // namespace

Scalar scalar_of(const Event& event, Field field) {
  const Value* value = event.find(field);
  if (value == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(value)) return std::string_view(*text);
  if (const auto* flag = std::get_if<bool>(value)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(value)) {
    if (field_info(field).type == FieldType::date) return format_time(*number);
    return *number;
  }
  return {};
}

Scalar evaluate(const Expression& expression, const Binding& binding) {
  const auto argument = [&](std::size_t i) { return evaluate(expression.arguments[i], binding); };
  switch (expression.kind) {
    case ExpressionKind::literal:
      if (const auto* text = std::get_if<std::string>(&expression.value))
        return std::string_view(*text);
      return expression.value;
    case ExpressionKind::field:
      if (!expression.field) return {};
      if (expression.field == binding.varying) {
        if (is_text(binding.element)) return text_of(binding.element);
        return binding.element;
      }
      return scalar_of(binding.event, *expression.field);
    case ExpressionKind::call:
      return evaluate_call(expression, binding);
    case ExpressionKind::arithmetic:
      return calculate(expression.op, argument(0), argument(1));
    case ExpressionKind::comparison:
      return compare(expression.op, argument(0), argument(1));
    case ExpressionKind::any_equal:
      return evaluate_any_equal(expression, binding);
  }
  return {};
}

std::size_t values_to_look_at(const Subject& subject, const Event& event, std::size_t values) {
  std::size_t reread = 1;
  for (const Field field : subject.fields)
    if (field != subject.varying) reread += text_bytes(event, field);
  return std::min(values, std::max<std::size_t>(limits::kMaxRereadBytes / reread, 1));
}

}  // namespace ak::eql
