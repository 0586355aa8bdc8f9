#include "eql/condition_checker.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "eql/errors.h"
#include "eql/regex.h"

namespace ak::eql {
namespace {

// The same comparison with its sides exchanged.
Operator mirrored(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_equal:
      return Operator::greater_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_equal:
      return Operator::less_equal;
    default:
      return op;
  }
}

std::string spelling_of(const Node& node) {
  const bool has_tilde = node.ignore_case && node.op != Operator::colon;
  return '"' + std::string(spelling(node.op)) + (has_tilde ? "~\"" : "\"");
}

bool is_expression(const Node& node) {
  return node.kind == NodeKind::call || node.kind == NodeKind::arithmetic ||
         node.kind == NodeKind::minus;
}

Condition negated_if(bool is_negated, Condition condition) {
  return is_negated ? Condition::negation(std::move(condition)) : condition;
}

}  // namespace

Condition ConditionChecker::check(const Node& node) {
  switch (node.kind) {
    case NodeKind::conjunction:
      return check_chain(node, ConditionKind::all);
    case NodeKind::disjunction:
      return check_chain(node, ConditionKind::any);
    case NodeKind::negation:
      return Condition::negation(check(ast_.child(node, 0)));
    case NodeKind::comparison:
      return check_comparison(node);
    case NodeKind::membership:
      return check_membership(node);
    case NodeKind::match:
      return check_match(node);
    case NodeKind::boolean:
      return Condition::constant(node.boolean);
    case NodeKind::field:
      return check_bare_field(node);
    case NodeKind::call:
    case NodeKind::arithmetic:
    case NodeKind::minus:
      return check_bare_expression(node);
    case NodeKind::invalid:
      break;
    default:
      findings_.add(Code::not_a_condition, node.span, {describe_literal(node.kind)});
      break;
  }
  return Condition::constant(false);
}

Condition ConditionChecker::check_chain(const Node& node, ConditionKind kind) {
  Condition chain;
  chain.kind = kind;
  chain.operands.reserve(node.children.size());
  for (const NodeId child : node.children) chain.operands.push_back(check(ast_.at(child)));
  return chain;
}

// A boolean field is a condition by itself.
Condition ConditionChecker::check_bare_field(const Node& node) {
  const std::optional<NamedField> field = names_.resolve(node);
  if (!field) return Condition::constant(false);
  if (field->type != FieldType::boolean) {
    findings_.add(Code::not_a_condition, node.span, {'"' + node.text + '"'});
    return Condition::constant(false);
  }
  Test test;
  test.kind = TestKind::in_intervals;
  test.field = field->field;
  test.intervals = {{1, 1}};
  return Condition::of(std::move(test));
}

// So is a function that answers yes or no.
Condition ConditionChecker::check_bare_expression(const Node& node) {
  std::optional<TypedExpression> expression = expressions_.check(node);
  if (!expression) return Condition::constant(false);
  if (expression->type != ValueType::boolean) {
    findings_.add(Code::not_a_condition, node.span,
                  {node.kind == NodeKind::call ? '"' + node.text + "(…)\"" : "a number"},
                  "compare it with something");
    return Condition::constant(false);
  }
  return is_true(std::move(*expression), node.span);
}

Condition ConditionChecker::is_true(TypedExpression expression, Span span) {
  std::optional<Subject> subject =
      expressions_.make_subject(std::move(expression.expression), span);
  if (!subject) return Condition::constant(false);
  if (subject->fields.empty()) {
    const Event no_event;
    const Scalar value = evaluate(subject->expression, {no_event, std::nullopt, {}});
    return Condition::constant(value == Scalar(true));
  }
  Test test;
  test.kind = TestKind::is_true;
  test.subject = std::make_shared<const Subject>(std::move(*subject));
  return Condition::of(std::move(test));
}

// --- comparisons

Condition ConditionChecker::check_comparison(const Node& node) {
  const Node& left = ast_.child(node, 0);
  const Node& right = ast_.child(node, 1);
  if (is_expression(left) || is_expression(right)) return compare_expressions(node);
  if (is_condition(left.kind) || is_condition(right.kind)) {
    for (const Node* side : {&left, &right})
      if (is_condition(side->kind)) findings_.add(Code::condition_operand, side->span);
    return Condition::constant(false);
  }
  if (left.kind == NodeKind::invalid || right.kind == NodeKind::invalid)
    return Condition::constant(false);
  if (left.kind == NodeKind::field && right.kind == NodeKind::field) {
    findings_.add(Code::field_with_field, node.span);
    return Condition::constant(false);
  }
  if (left.kind == NodeKind::field) return compare(left, node.op, right);
  if (right.kind == NodeKind::field) return compare(right, mirrored(node.op), left);
  const std::optional<bool> value = compare_literals(node.op, left, right);
  if (!value) reject_literals(node.span, left, right);
  return Condition::constant(value.value_or(false));
}

void ConditionChecker::reject_literals(Span span, const Node& left, const Node& right) {
  if (left.kind == NodeKind::null || right.kind == NodeKind::null) {
    findings_.add(Code::null_operand, span);
  } else {
    findings_.add(Code::literal_mismatch, span,
                  {describe_literal(left.kind), describe_literal(right.kind)});
  }
}

Condition ConditionChecker::compare(const Node& node, Operator op, const Node& literal) {
  const std::optional<NamedField> field = names_.resolve(node);
  if (literal.kind == NodeKind::null) return compare_with_null(field, op, literal);
  const bool is_negated = op == Operator::not_equal;
  const Operator positive = is_negated ? Operator::equal : op;
  if (positive == Operator::equal) warn_of_wildcard(field, literal);
  if (!field) return Condition::constant(is_negated);
  std::optional<Test> test = compare_test(*field, positive, literal, findings_);
  if (!test) return Condition::constant(false);
  return negated_if(is_negated, Condition::of(std::move(*test)));
}

// field == null: it is missing.
Condition ConditionChecker::compare_with_null(const std::optional<NamedField>& field, Operator op,
                                              const Node& literal) {
  const bool is_missing = op == Operator::equal;
  if (!is_missing && op != Operator::not_equal) {
    findings_.add(Code::null_operand, literal.span);
    return Condition::constant(false);
  }
  if (!field) return Condition::constant(is_missing);
  Test test;
  test.field = field->field;
  return negated_if(is_missing, Condition::of(std::move(test)));
}

// At least one side is computed.
Condition ConditionChecker::compare_expressions(const Node& node) {
  const Node& left = ast_.child(node, 0);
  const Node& right = ast_.child(node, 1);
  if (right.kind == NodeKind::null) return expression_exists(left, node.op, right);
  if (left.kind == NodeKind::null) return expression_exists(right, node.op, left);
  const bool is_negated = node.op == Operator::not_equal;
  std::optional<TypedExpression> comparison =
      expressions_.check_comparison(node, is_negated ? Operator::equal : node.op);
  if (!comparison) return Condition::constant(false);
  return negated_if(is_negated, is_true(std::move(*comparison), node.span));
}

Condition ConditionChecker::expression_exists(const Node& node, Operator op, const Node& null) {
  const bool is_missing = op == Operator::equal;
  if (!is_missing && op != Operator::not_equal) findings_.add(Code::null_operand, null.span);
  std::optional<TypedExpression> expression = expressions_.check(node);
  if (!expression) return Condition::constant(false);
  std::optional<Subject> subject =
      expressions_.make_subject(std::move(expression->expression), node.span);
  if (!subject) return Condition::constant(false);
  Test test;
  test.subject = std::make_shared<const Subject>(std::move(*subject));
  return negated_if(is_missing, Condition::of(std::move(test)));
}

void ConditionChecker::warn_of_wildcard(const std::optional<NamedField>& field,
                                        const Node& literal) {
  const bool is_keyword = !field || field->type == FieldType::keyword;
  if (is_keyword && literal.kind == NodeKind::string && literal.text.find('*') != std::string::npos)
    findings_.add(Code::literal_wildcard, literal.span);
}

// --- lists and patterns

Condition ConditionChecker::check_membership(const Node& node) {
  const Node& left = ast_.child(node, 0);
  if (is_expression(left)) return check_expression_membership(node);
  if (!has_field_or_value(node)) return Condition::constant(false);
  return check_field_membership(node, names_.resolve(left));
}

Condition ConditionChecker::check_field_membership(const Node& node,
                                                   const std::optional<NamedField>& field) {
  bool is_whole = check_list(node);
  std::optional<Test> test;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& literal = ast_.child(node, i);
    if (!is_literal(literal.kind) || literal.kind == NodeKind::null) continue;
    warn_of_wildcard(field, literal);
    if (!field || !is_whole) continue;
    if (test) {
      is_whole = extend_test(*test, *field, literal, findings_);
    } else {
      test = compare_test(*field, Operator::equal, literal, findings_);
      is_whole = test.has_value();
    }
  }
  if (field && node.ignore_case && field->type != FieldType::keyword) {
    findings_.add(Code::operator_mismatch, node.span,
                  {spelling_of(node), field->name, type_name(field->type)});
  }
  if (!test || !is_whole) return Condition::constant(node.negated);
  test->ignore_case = node.ignore_case;
  return negated_if(node.negated, Condition::of(std::move(*test)));
}

Condition ConditionChecker::check_expression_membership(const Node& node) {
  const Node& left = ast_.child(node, 0);
  std::optional<TypedExpression> value = expressions_.check(left);
  if (!check_list(node) || !value) return Condition::constant(false);
  if (value->type == ValueType::text && ast_.child(node, 1).kind == NodeKind::string) {
    std::optional<Subject> subject =
        expressions_.make_subject(std::move(value->expression), left.span);
    if (!subject) return Condition::constant(false);
    Test test;
    test.kind = TestKind::one_of;
    test.ignore_case = node.ignore_case;
    test.subject = std::make_shared<const Subject>(std::move(*subject));
    for (std::size_t i = 1; i < node.children.size(); ++i)
      test.texts.push_back(ast_.child(node, i).text);
    return negated_if(node.negated, Condition::of(std::move(test)));
  }
  if (node.ignore_case) findings_.add(Code::no_tilde, node.span, {spelling_of(node)});
  std::optional<TypedExpression> listed = expressions_.check_any_equal(node, std::move(*value));
  if (!listed) return Condition::constant(false);
  return negated_if(node.negated, is_true(std::move(*listed), node.span));
}

Condition ConditionChecker::check_match(const Node& node) {
  const Node& left = ast_.child(node, 0);
  if (is_expression(left)) {
    std::optional<TypedExpression> value = expressions_.check(left);
    std::optional<Test> test = check_patterns(node);
    if (!value || !test) return Condition::constant(false);
    if (value->type != ValueType::text) {
      findings_.add(Code::argument_type, left.span,
                    {spelling_of(node), "a string", type_in_words(value->type)});
      return Condition::constant(false);
    }
    std::optional<Subject> subject =
        expressions_.make_subject(std::move(value->expression), left.span);
    if (!subject) return Condition::constant(false);
    test->subject = std::make_shared<const Subject>(std::move(*subject));
    return Condition::of(std::move(*test));
  }
  if (!has_field_or_value(node)) return Condition::constant(false);
  const std::optional<NamedField> field = names_.resolve(left);
  std::optional<Test> test = check_patterns(node);
  if (!field || !test) return Condition::constant(false);
  if (field->type != FieldType::keyword) {
    findings_.add(Code::operator_mismatch, node.span,
                  {spelling_of(node), field->name, type_name(field->type)});
  }
  test->field = field->field;
  return Condition::of(std::move(*test));
}

// The test that a match makes, without what it is made on.
std::optional<Test> ConditionChecker::check_patterns(const Node& node) {
  Test test;
  test.ignore_case = node.ignore_case;
  bool is_whole = check_list(node);
  const bool is_regex = node.op == Operator::regex;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& literal = ast_.child(node, i);
    if (literal.kind == NodeKind::string) {
      test.texts.push_back(literal.text);
      const std::string problem = is_regex ? regex_problem(literal.text, node.ignore_case) : "";
      if (!problem.empty()) findings_.add(Code::bad_regex, literal.span, {problem});
      is_whole = is_whole && problem.empty();
    } else if (is_literal(literal.kind) && literal.kind != NodeKind::null) {
      findings_.add(Code::pattern_type, literal.span, {describe_literal(literal.kind)});
      is_whole = false;
    }
  }
  if (!is_whole) return std::nullopt;
  test.kind = is_regex ? TestKind::matches_regex : TestKind::like_one_of;
  if (!is_regex) return test;
  test.regex = make_regex(test.texts, node.ignore_case);
  if (test.regex) return test;
  findings_.add(Code::bad_regex, node.span, {"list is too large"});
  return std::nullopt;
}

// Reports what a list operator cannot have on its left.
bool ConditionChecker::has_field_or_value(const Node& node) {
  const Node& left = ast_.child(node, 0);
  if (left.kind == NodeKind::field) return true;
  if (is_condition(left.kind)) {
    findings_.add(Code::condition_operand, left.span);
  } else if (is_literal(left.kind)) {
    findings_.add(Code::needs_field, left.span, {spelling_of(node)});
  }
  check_list(node);
  return false;
}

// All literals of one type, and none of them null.
bool ConditionChecker::check_list(const Node& node) {
  std::optional<std::string_view> type;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Node& literal = ast_.child(node, i);
    if (!is_literal(literal.kind)) return false;
    if (literal.kind == NodeKind::null) {
      findings_.add(Code::null_operand, literal.span);
      return false;
    }
    const std::string_view literal_type = describe_literal(literal.kind);
    if (type && *type != literal_type) {
      findings_.add(Code::mixed_list, literal.span);
      return false;
    }
    type = literal_type;
  }
  return type.has_value();
}

}  // namespace ak::eql
