#include "eql/literal.h"

#include <charconv>
#include <utility>

#include "base/text.h"
#include "eql/date.h"
#include "eql/errors.h"
#include "eql/ip.h"

namespace ak::eql {
namespace {

bool is_number(NodeKind kind) {
  return kind == NodeKind::integer || kind == NodeKind::decimal;
}

Number number_of(const Node& literal) {
  if (literal.kind == NodeKind::integer) return literal.integer;
  return literal.decimal;
}

// A number as a keyword field would hold it.
std::string number_text(const Node& literal) {
  if (literal.kind == NodeKind::integer) return std::to_string(literal.integer);
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), literal.decimal).ptr;
  return std::string(std::begin(digits), end);
}

std::nullopt_t mismatch(const NamedField& field, const Node& literal, Findings& findings) {
  findings.add(Code::type_mismatch, literal.span,
               {field.name, type_name(field.type), describe_literal(literal.kind)});
  return std::nullopt;
}

// Strings equal and in order; numbers equal as text, in order as numbers.
std::optional<Test> keyword_test(const NamedField& field, Operator op, const Node& literal,
                                 Findings& findings) {
  Test test;
  test.field = field.field;
  if (literal.kind == NodeKind::boolean) return mismatch(field, literal, findings);
  if (is_number(literal.kind) && op != Operator::equal) {
    test.kind = TestKind::text_in_intervals;
    test.intervals = {satisfying(op, number_of(literal))};
    return test;
  }
  test.kind = op == Operator::equal ? TestKind::one_of : TestKind::in_order;
  test.order = op;
  test.texts = {literal.kind == NodeKind::string ? literal.text : number_text(literal)};
  return test;
}

// A string that is a whole number stands for it.
std::optional<Test> number_test(const NamedField& field, Operator op, const Node& literal,
                                Findings& findings) {
  std::optional<Number> number;
  if (is_number(literal.kind)) number = number_of(literal);
  if (literal.kind == NodeKind::string) {
    if (const auto parsed = parse_int(literal.text)) number = *parsed;
  }
  if (!number) return mismatch(field, literal, findings);
  Test test;
  test.kind = TestKind::in_intervals;
  test.field = field.field;
  test.intervals = {satisfying(op, *number)};
  return test;
}

std::optional<Test> boolean_test(const NamedField& field, Operator op, const Node& literal,
                                 Findings& findings) {
  if (op != Operator::equal) {
    findings.add(Code::operator_mismatch, literal.span,
                 {'"' + std::string(spelling(op)) + '"', field.name, type_name(field.type)});
    return std::nullopt;
  }
  if (literal.kind != NodeKind::boolean) return mismatch(field, literal, findings);
  const std::int64_t value = literal.boolean ? 1 : 0;
  Test test;
  test.kind = TestKind::in_intervals;
  test.field = field.field;
  test.intervals = {{value, value}};
  return test;
}

std::optional<Test> date_test(const NamedField& field, Operator op, const Node& literal,
                              Findings& findings) {
  if (literal.kind != NodeKind::string) return mismatch(field, literal, findings);
  const std::optional<TimeMs> date = parse_date(literal.text);
  if (!date) {
    findings.add(Code::bad_date, literal.span, {literal.text});
    return std::nullopt;
  }
  Test test;
  test.kind = TestKind::in_intervals;
  test.field = field.field;
  test.intervals = {satisfying(op, *date)};
  return test;
}

std::optional<Test> ip_test(const NamedField& field, Operator op, const Node& literal,
                            Findings& findings) {
  if (op != Operator::equal) {
    findings.add(Code::operator_mismatch, literal.span,
                 {'"' + std::string(spelling(op)) + '"', field.name, type_name(field.type)});
    return std::nullopt;
  }
  if (literal.kind != NodeKind::string) return mismatch(field, literal, findings);
  std::optional<std::string> address = canonical_ip(literal.text);
  if (!address) {
    findings.add(Code::bad_ip, literal.span, {literal.text});
    return std::nullopt;
  }
  Test test;
  test.kind = TestKind::one_of;
  test.field = field.field;
  test.texts = {std::move(*address)};
  return test;
}

template <typename T>
bool in_order(Operator op, const T& left, const T& right) {
  switch (op) {
    case Operator::equal:
      return left == right;
    case Operator::not_equal:
      return left != right;
    case Operator::less:
      return left < right;
    case Operator::less_equal:
      return left <= right;
    case Operator::greater:
      return left > right;
    default:
      return left >= right;
  }
}

}  // namespace

std::optional<Test> compare_test(const NamedField& field, Operator op, const Node& literal,
                                 Findings& findings) {
  switch (field.type) {
    case FieldType::keyword:
      return keyword_test(field, op, literal, findings);
    case FieldType::number:
      return number_test(field, op, literal, findings);
    case FieldType::boolean:
      return boolean_test(field, op, literal, findings);
    case FieldType::date:
      return date_test(field, op, literal, findings);
    case FieldType::ip:
      return ip_test(field, op, literal, findings);
  }
  return std::nullopt;
}

bool extend_test(Test& test, const NamedField& field, const Node& literal, Findings& findings) {
  std::optional<Test> one = compare_test(field, Operator::equal, literal, findings);
  if (!one) return false;
  for (std::string& text : one->texts) test.texts.push_back(std::move(text));
  test.intervals.insert(test.intervals.end(), one->intervals.begin(), one->intervals.end());
  return true;
}

std::string_view describe_literal(NodeKind kind) {
  switch (kind) {
    case NodeKind::null:
      return "null";
    case NodeKind::boolean:
      return "a boolean";
    case NodeKind::integer:
    case NodeKind::decimal:
      return "a number";
    case NodeKind::string:
      return "a string";
    default:
      return "this";
  }
}

std::optional<bool> compare_literals(Operator op, const Node& left, const Node& right) {
  const bool is_equality = op == Operator::equal || op == Operator::not_equal;
  if (left.kind == NodeKind::null || right.kind == NodeKind::null) {
    if (!is_equality) return std::nullopt;
    return (left.kind == right.kind) == (op == Operator::equal);
  }
  if (left.kind == NodeKind::string && right.kind == NodeKind::string)
    return in_order(op, left.text, right.text);
  if (left.kind == NodeKind::boolean && right.kind == NodeKind::boolean && is_equality)
    return in_order(op, left.boolean, right.boolean);
  if (left.kind == NodeKind::integer && right.kind == NodeKind::integer)
    return in_order(op, left.integer, right.integer);
  if (is_number(left.kind) && is_number(right.kind)) {
    const auto value = [](const Node& n) {
      return n.kind == NodeKind::integer ? static_cast<double>(n.integer) : n.decimal;
    };
    return in_order(op, value(left), value(right));
  }
  return std::nullopt;
}

}  // namespace ak::eql
