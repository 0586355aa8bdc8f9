#include "eql/call.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "eql/arithmetic.h"
#include "eql/ip_block.h"
#include "eql/text_functions.h"

namespace ak::eql {
namespace {

using Arguments = std::span<const Scalar>;

// A whole number; decimals lose what follows their point.
std::optional<std::int64_t> integer_at(const Arguments& arguments, std::size_t i) {
  if (i >= arguments.size()) return std::nullopt;
  if (const auto* integer = std::get_if<std::int64_t>(&arguments[i])) return *integer;
  const double decimal = std::clamp(std::get<double>(arguments[i]), -1e18, 1e18);
  return static_cast<std::int64_t>(decimal);
}

// A part of the argument `whole`: a view if that outlives the call, else a copy.
Scalar part_of(const Scalar& whole, std::string_view part) {
  if (std::holds_alternative<std::string>(whole)) return std::string(part);
  return part;
}

Scalar concat(const Arguments& arguments) {
  std::string joined;
  for (const Scalar& argument : arguments) {
    joined += is_text(argument) ? std::string(text_of(argument)) : string_of(argument);
    if (joined.size() > limits::kMaxExpressionText) return {};
  }
  return joined;
}

Scalar cidr_match(const Expression& expression, const Arguments& arguments) {
  const std::optional<IpBlock> address = parse_ip(text_of(arguments[0]));
  if (!address) return false;
  return std::any_of(expression.blocks.begin(), expression.blocks.end(),
                     [&](const IpBlock& block) { return contains(block, *address); });
}

Scalar call_between(const Expression& expression, const Arguments& arguments) {
  const bool is_greedy = arguments.size() > 3 && std::get<bool>(arguments[3]);
  return part_of(arguments[0], between(text_of(arguments[0]), text_of(arguments[1]),
                                       text_of(arguments[2]), is_greedy, expression.ignore_case));
}

Scalar call_index_of(const Expression& expression, const Arguments& arguments) {
  const auto found = index_of(text_of(arguments[0]), text_of(arguments[1]),
                              integer_at(arguments, 2).value_or(0), expression.ignore_case);
  return found ? Scalar(*found) : Scalar();
}

Scalar call_substring(const Arguments& arguments) {
  const std::int64_t start = integer_at(arguments, 1).value_or(0);
  const std::int64_t end =
      integer_at(arguments, 2).value_or(std::numeric_limits<std::int64_t>::max());
  return part_of(arguments[0], substring(text_of(arguments[0]), start, end));
}

}  // namespace

Scalar call(const Expression& expression, std::span<Scalar> arguments) {
  const bool ignore_case = expression.ignore_case;
  const auto text = [&](std::size_t i) { return text_of(arguments[i]); };
  switch (expression.function) {
    case Function::add:
      return calculate(Operator::add, arguments[0], arguments[1]);
    case Function::subtract:
      return calculate(Operator::subtract, arguments[0], arguments[1]);
    case Function::multiply:
      return calculate(Operator::multiply, arguments[0], arguments[1]);
    case Function::divide:
      return calculate(Operator::divide, arguments[0], arguments[1]);
    case Function::modulo:
      return calculate(Operator::modulo, arguments[0], arguments[1]);
    case Function::between:
      return call_between(expression, arguments);
    case Function::cidr_match:
      return cidr_match(expression, arguments);
    case Function::concat:
      return concat(arguments);
    case Function::ends_with:
      return ends_with(text(0), text(1), ignore_case);
    case Function::index_of:
      return call_index_of(expression, arguments);
    case Function::length:
      return length(text(0));
    case Function::number:
      return number(text(0), integer_at(arguments, 1));
    case Function::starts_with:
      return starts_with(text(0), text(1), ignore_case);
    case Function::string:
      if (is_text(arguments[0])) return std::move(arguments[0]);
      return string_of(arguments[0]);
    case Function::string_contains:
      return string_contains(text(0), text(1), ignore_case);
    case Function::substring:
      return call_substring(arguments);
  }
  return {};
}

}  // namespace ak::eql
