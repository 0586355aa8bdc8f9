#include "eql/arithmetic.h"

#include <cmath>
#include <limits>

namespace ak::eql {
namespace {

Scalar calculate_integers(Operator op, std::int64_t left, std::int64_t right) {
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  std::int64_t result = 0;
  switch (op) {
    case Operator::add:
      if (__builtin_add_overflow(left, right, &result)) return {};
      return result;
    case Operator::subtract:
      if (__builtin_sub_overflow(left, right, &result)) return {};
      return result;
    case Operator::multiply:
      if (__builtin_mul_overflow(left, right, &result)) return {};
      return result;
    case Operator::divide:
      if (right == 0 || (left == kMin && right == -1)) return {};
      return left / right;
    case Operator::modulo:
      if (right == 0) return {};
      if (right == -1) return std::int64_t{0};  // the quotient of the smallest integer overflows
      return left % right;
    default:
      return {};
  }
}

Scalar calculate_decimals(Operator op, double left, double right) {
  double result = 0;
  switch (op) {
    case Operator::add:
      result = left + right;
      break;
    case Operator::subtract:
      result = left - right;
      break;
    case Operator::multiply:
      result = left * right;
      break;
    case Operator::divide:
      if (right == 0) return {};
      result = left / right;
      break;
    case Operator::modulo:
      if (right == 0) return {};
      result = std::fmod(left, right);
      break;
    default:
      return {};
  }
  if (!std::isfinite(result)) return {};
  return result;
}

}  // namespace

bool is_number(const Scalar& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

double to_double(const Scalar& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return std::get<double>(value);
}

Scalar calculate(Operator op, const Scalar& left, const Scalar& right) {
  if (!is_number(left) || !is_number(right)) return {};
  const auto* left_integer = std::get_if<std::int64_t>(&left);
  const auto* right_integer = std::get_if<std::int64_t>(&right);
  if (left_integer != nullptr && right_integer != nullptr)
    return calculate_integers(op, *left_integer, *right_integer);
  return calculate_decimals(op, to_double(left), to_double(right));
}

}  // namespace ak::eql
