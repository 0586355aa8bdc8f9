// The checker's work on values that are computed: functions and arithmetic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "eql/ast.h"
#include "eql/expression.h"
#include "eql/field_names.h"
#include "eql/finding.h"

namespace ak::eql {

struct TypedExpression {
  Expression expression;
  ValueType type = ValueType::null;
};

class ExpressionChecker {
 public:
  ExpressionChecker(const Ast& ast, FieldNames& names, Findings& findings)
      : ast_(ast), names_(names), findings_(findings) {}

  // A literal, a field, a call or arithmetic; nothing after a finding.
  std::optional<TypedExpression> check(const Node& node);

  // `left op right`, a boolean, for one of == < <= > >=. Neither side is a null literal.
  std::optional<TypedExpression> check_comparison(const Node& node, Operator op);

  // Is the first child equal to one of the others, all literals of one kind?
  std::optional<TypedExpression> check_any_equal(const Node& node, TypedExpression value);

  // The expression with the fields that it reads; nothing after a finding.
  std::optional<Subject> make_subject(Expression expression, Span span);

 private:
  std::optional<TypedExpression> check_field(const Node& node);
  std::optional<TypedExpression> check_arithmetic(const Node& node);
  std::optional<TypedExpression> check_minus(const Node& node);
  std::optional<TypedExpression> check_call(const Node& node);
  bool check_arguments(const Node& node, const FunctionInfo& info, Expression& call);
  bool check_blocks(const Node& node, Expression& call);
  bool wants(ValueType wanted, ValueType type, const Node& node, const std::string& who);

  const Ast& ast_;
  FieldNames& names_;
  Findings& findings_;
};

// "a string".
std::string_view type_in_words(ValueType type);

// A literal as a value. REQUIRES: is_literal(node.kind).
TypedExpression literal_expression(const Node& node);

}  // namespace ak::eql
