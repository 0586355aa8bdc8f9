#include "eql/expression_checker.h"

#include <algorithm>
#include <utility>

#include "eql/errors.h"
#include "eql/ip_block.h"
#include "eql/text_functions.h"

namespace ak::eql {
namespace {

ValueType type_of(FieldType type) {
  switch (type) {
    case FieldType::number:
      return ValueType::number;
    case FieldType::boolean:
      return ValueType::boolean;
    case FieldType::keyword:
    case FieldType::ip:
    case FieldType::date:
      return ValueType::text;
  }
  return ValueType::text;
}

bool are_comparable(ValueType left, ValueType right) {
  return left == right || left == ValueType::null || right == ValueType::null;
}

// A literal number is compared with text as text, and a literal text with a number as a number.
void convert_literal(TypedExpression& literal, ValueType type) {
  if (literal.expression.kind != ExpressionKind::literal) return;
  if (type == ValueType::text && literal.type == ValueType::number) {
    literal.expression.value = string_of(literal.expression.value);
    literal.type = ValueType::text;
  } else if (type == ValueType::number && literal.type == ValueType::text) {
    const Scalar value = number(text_of(literal.expression.value), std::nullopt);
    if (is_null(value)) return;
    literal.expression.value = value;
    literal.type = ValueType::number;
  }
}

void collect_fields(const Expression& expression, std::vector<Field>& fields) {
  if (expression.field &&
      std::find(fields.begin(), fields.end(), *expression.field) == fields.end())
    fields.push_back(*expression.field);
  for (const Expression& argument : expression.arguments) collect_fields(argument, fields);
}

}  // namespace

std::string_view type_in_words(ValueType type) {
  switch (type) {
    case ValueType::null:
      return "null";
    case ValueType::boolean:
      return "a boolean";
    case ValueType::number:
      return "a number";
    case ValueType::text:
      return "a string";
    case ValueType::any:
      return "a value";
  }
  return "";
}

TypedExpression literal_expression(const Node& node) {
  TypedExpression literal;
  switch (node.kind) {
    case NodeKind::boolean:
      literal.expression.value = node.boolean;
      literal.type = ValueType::boolean;
      break;
    case NodeKind::integer:
      literal.expression.value = node.integer;
      literal.type = ValueType::number;
      break;
    case NodeKind::decimal:
      literal.expression.value = node.decimal;
      literal.type = ValueType::number;
      break;
    case NodeKind::string:
      literal.expression.value = node.text;
      literal.type = ValueType::text;
      break;
    default:
      break;
  }
  return literal;
}

std::optional<TypedExpression> ExpressionChecker::check(const Node& node) {
  switch (node.kind) {
    case NodeKind::field:
      return check_field(node);
    case NodeKind::arithmetic:
      return check_arithmetic(node);
    case NodeKind::minus:
      return check_minus(node);
    case NodeKind::call:
      return check_call(node);
    case NodeKind::invalid:
      return std::nullopt;
    default:
      break;
  }
  if (is_literal(node.kind)) return literal_expression(node);
  findings_.add(Code::condition_operand, node.span);
  return std::nullopt;
}

std::optional<TypedExpression> ExpressionChecker::check_field(const Node& node) {
  TypedExpression field;
  field.expression.kind = ExpressionKind::field;
  const std::optional<NamedField> named = names_.resolve(node);
  if (!named) return field;
  field.expression.field = named->field;
  field.type = type_of(named->type);
  return field;
}

bool ExpressionChecker::wants(ValueType wanted, ValueType type, const Node& node,
                              const std::string& who) {
  if (wanted == ValueType::any || are_comparable(wanted, type)) return true;
  findings_.add(Code::argument_type, node.span, {who, type_in_words(wanted), type_in_words(type)},
                wanted == ValueType::number && type == ValueType::text
                    ? "number(…) makes a number of a string"
                    : "");
  return false;
}

std::optional<TypedExpression> ExpressionChecker::check_arithmetic(const Node& node) {
  TypedExpression result;
  result.type = ValueType::number;
  result.expression.kind = ExpressionKind::arithmetic;
  result.expression.op = node.op;
  bool is_whole = true;
  for (const NodeId child : node.children) {
    std::optional<TypedExpression> operand = check(ast_.at(child));
    is_whole = operand &&
               wants(ValueType::number, operand->type, ast_.at(child),
                     '"' + std::string(spelling(node.op)) + '"') &&
               is_whole;
    if (is_whole) result.expression.arguments.push_back(std::move(operand->expression));
  }
  if (!is_whole) return std::nullopt;
  return result;
}

// -x is 0 - x.
std::optional<TypedExpression> ExpressionChecker::check_minus(const Node& node) {
  std::optional<TypedExpression> operand = check(ast_.child(node, 0));
  if (!operand || !wants(ValueType::number, operand->type, ast_.child(node, 0), "\"-\""))
    return std::nullopt;
  TypedExpression result;
  result.type = ValueType::number;
  result.expression.kind = ExpressionKind::arithmetic;
  result.expression.op = Operator::subtract;
  Expression zero;
  zero.value = std::int64_t{0};
  result.expression.arguments.push_back(std::move(zero));
  result.expression.arguments.push_back(std::move(operand->expression));
  return result;
}

std::optional<TypedExpression> ExpressionChecker::check_call(const Node& node) {
  const std::string_view replacement = replacement_of_retired(node.text);
  const FunctionInfo* info = find_function(node.text);
  if (!replacement.empty()) {
    findings_.add(Code::retired_function, node.span, {node.text},
                  "write " + std::string(replacement));
    return std::nullopt;
  }
  if (info == nullptr) {
    findings_.add(Code::unknown_function, node.span, {node.text},
                  did_you_mean(node.text, function_names(), findings_));
    return std::nullopt;
  }
  TypedExpression result;
  result.type = info->result;
  result.expression.kind = ExpressionKind::call;
  result.expression.function = info->function;
  result.expression.ignore_case = node.ignore_case;
  if (node.ignore_case && !info->has_tilde) findings_.add(Code::no_tilde, node.span, {info->name});
  if (!check_arguments(node, *info, result.expression)) return std::nullopt;
  return result;
}

bool ExpressionChecker::check_arguments(const Node& node, const FunctionInfo& info,
                                        Expression& call) {
  const std::size_t count = node.children.size();
  if (count < info.min_arguments || count > info.max_arguments) {
    const bool is_range = info.min_arguments != info.max_arguments;
    findings_.add(Code::argument_count, node.span,
                  {info.name,
                   std::to_string(info.min_arguments) +
                       (is_range ? " to " + std::to_string(info.max_arguments) : ""),
                   std::to_string(count)});
    return false;
  }
  if (info.function == Function::cidr_match && !check_blocks(node, call)) return false;
  const std::size_t kept = info.function == Function::cidr_match ? 1 : count;
  bool is_whole = true;
  for (std::size_t i = 0; i < kept; ++i) {
    const Node& child = ast_.child(node, i);
    std::optional<TypedExpression> argument = check(child);
    const ValueType wanted = info.arguments[std::min(i, info.arguments.size() - 1)];
    is_whole = argument && wants(wanted, argument->type, child, std::string(info.name)) && is_whole;
    if (is_whole) call.arguments.push_back(std::move(argument->expression));
  }
  return is_whole;
}

// The ranges that cidrMatch is called with.
bool ExpressionChecker::check_blocks(const Node& node, Expression& call) {
  bool is_whole = true;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& child = ast_.child(node, i);
    if (child.kind != NodeKind::string) {
      findings_.add(Code::not_a_literal, child.span, {"cidrMatch"}, "write strings here");
      is_whole = false;
      continue;
    }
    const std::optional<IpBlock> block = parse_ip_block(child.text);
    if (!block) findings_.add(Code::bad_cidr, child.span, {child.text});
    is_whole = is_whole && block;
    if (block) call.blocks.push_back(*block);
  }
  return is_whole;
}

std::optional<TypedExpression> ExpressionChecker::check_comparison(const Node& node, Operator op) {
  std::optional<TypedExpression> left = check(ast_.child(node, 0));
  std::optional<TypedExpression> right = check(ast_.child(node, 1));
  if (!left || !right) return std::nullopt;
  if (op == Operator::equal) {
    convert_literal(*left, right->type);
    convert_literal(*right, left->type);
  }
  const bool has_order = left->type != ValueType::boolean && right->type != ValueType::boolean;
  if (!are_comparable(left->type, right->type) || (op != Operator::equal && !has_order)) {
    findings_.add(Code::value_mismatch, node.span,
                  {type_in_words(left->type), type_in_words(right->type)});
    return std::nullopt;
  }
  TypedExpression result;
  result.type = ValueType::boolean;
  result.expression.kind = ExpressionKind::comparison;
  result.expression.op = op;
  result.expression.arguments.push_back(std::move(left->expression));
  result.expression.arguments.push_back(std::move(right->expression));
  return result;
}

std::optional<TypedExpression> ExpressionChecker::check_any_equal(const Node& node,
                                                                  TypedExpression value) {
  TypedExpression result;
  result.type = ValueType::boolean;
  result.expression.kind = ExpressionKind::any_equal;
  result.expression.arguments.push_back(std::move(value.expression));
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    TypedExpression candidate = literal_expression(ast_.child(node, i));
    convert_literal(candidate, value.type);
    if (!are_comparable(candidate.type, value.type)) {
      findings_.add(Code::value_mismatch, ast_.child(node, i).span,
                    {type_in_words(value.type), type_in_words(candidate.type)});
      return std::nullopt;
    }
    result.expression.arguments.push_back(std::move(candidate.expression));
  }
  return result;
}

std::optional<Subject> ExpressionChecker::make_subject(Expression expression, Span span) {
  Subject subject;
  collect_fields(expression, subject.fields);
  for (const Field field : subject.fields) {
    if (!field_info(field).many) continue;
    if (subject.varying) {
      findings_.add(Code::two_lists, span,
                    {field_info(*subject.varying).name, field_info(field).name});
      return std::nullopt;
    }
    subject.varying = field;
  }
  subject.expression = std::move(expression);
  return subject;
}

}  // namespace ak::eql
