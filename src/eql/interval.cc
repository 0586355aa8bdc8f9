#include "eql/interval.h"

#include <cmath>

namespace ak::eql {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr Interval kNone{1, 0};

Interval satisfying_integer(Operator op, std::int64_t n) {
  switch (op) {
    case Operator::less:
      return n == kMin ? kNone : Interval{kMin, n - 1};
    case Operator::less_equal:
      return {kMin, n};
    case Operator::greater:
      return n == kMax ? kNone : Interval{n + 1, kMax};
    case Operator::greater_equal:
      return {n, kMax};
    default:
      return {n, n};
  }
}

Interval satisfying_decimal(Operator op, double x) {
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63, the first double above every integer
  const bool wants_less = op == Operator::less || op == Operator::less_equal;
  const bool wants_greater = op == Operator::greater || op == Operator::greater_equal;
  if (x >= kBeyond) return wants_less ? Interval{} : kNone;
  if (x < -kBeyond) return wants_greater ? Interval{} : kNone;
  const auto floor = static_cast<std::int64_t>(std::floor(x));
  if (std::floor(x) == x) return satisfying_integer(op, floor);
  if (wants_less) return {kMin, floor};
  return wants_greater ? satisfying_integer(Operator::greater, floor) : kNone;
}

}  // namespace

Interval satisfying(Operator op, Number number) {
  if (const auto* integer = std::get_if<std::int64_t>(&number))
    return satisfying_integer(op, *integer);
  return satisfying_decimal(op, std::get<double>(number));
}

}  // namespace ak::eql
