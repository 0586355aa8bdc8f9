// The checker's work on conditions.
#pragma once

#include <optional>

#include "eql/ast.h"
#include "eql/condition.h"
#include "eql/expression_checker.h"
#include "eql/field_names.h"
#include "eql/finding.h"

namespace ak::eql {

class ConditionChecker {
 public:
  ConditionChecker(const Ast& ast, FieldNames& names, Findings& findings)
      : ast_(ast), names_(names), findings_(findings), expressions_(ast, names, findings) {}

  // A node where a condition is wanted. A constant after a finding.
  Condition check(const Node& node);

 private:
  Condition check_chain(const Node& node, ConditionKind kind);
  Condition check_bare_field(const Node& node);
  Condition check_bare_expression(const Node& node);

  Condition check_comparison(const Node& node);
  Condition compare(const Node& node, Operator op, const Node& literal);
  Condition compare_with_null(const std::optional<NamedField>& field, Operator op,
                              const Node& literal);
  Condition compare_expressions(const Node& node);
  Condition expression_exists(const Node& node, Operator op, const Node& null);
  void reject_literals(Span span, const Node& left, const Node& right);
  void warn_of_wildcard(const std::optional<NamedField>& field, const Node& literal);

  Condition check_membership(const Node& node);
  Condition check_field_membership(const Node& node, const std::optional<NamedField>& field);
  Condition check_expression_membership(const Node& node);
  Condition check_match(const Node& node);
  std::optional<Test> check_patterns(const Node& node);
  bool has_field_or_value(const Node& node);
  bool check_list(const Node& node);

  Condition is_true(TypedExpression expression, Span span);

  const Ast& ast_;
  FieldNames& names_;
  Findings& findings_;
  ExpressionChecker expressions_;
};

}  // namespace ak::eql
