#include "eql/checker.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "eql/errors.h"
#include "eql/functions.h"
#include "eql/literal.h"

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

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         const Findings& findings) {
  if (findings.is_full()) return {};
  const std::string_view near = nearest(word, candidates);
  return near.empty() ? std::string() : "did you mean \"" + std::string(near) + "\"?";
}

std::string spelling_of(const Node& node) {
  const bool has_tilde = node.ignore_case && node.op != Operator::colon;
  return '"' + std::string(spelling(node.op)) + (has_tilde ? "~\"" : "\"");
}

class Checker {
 public:
  Checker(const Ast& ast, Findings& findings) : ast_(ast), findings_(findings) {}

  CheckedQuery run() {
    CheckedQuery query;
    check_category();
    query.filter.category = ast_.filter.category;
    query.filter.condition = check(ast_.at(ast_.filter.condition));
    query.fields.assign(fields_.begin(), fields_.end());
    query.absent_fields.assign(absent_.begin(), absent_.end());
    return query;
  }

 private:
  // --- names

  void check_category() {
    const std::string& category = ast_.filter.category;
    if (category.empty() || is_category(category)) return;
    findings_.add(Code::unknown_category, ast_.filter.category_span, {category},
                  did_you_mean(category, category_names(), findings_));
  }

  // The field, or nothing when it is missing on every event. A finding is made once for a name.
  std::optional<NamedField> resolve(const Node& node) {
    if (const std::optional<Field> field = find_field(node.text)) {
      fields_.insert(*field);
      return NamedField{node.text, *field, field_info(*field).type};
    }
    const bool is_first = named_absent_.insert(node.text).second;
    const bool is_absent = is_never_present(node.text);
    if (is_absent || node.optional) absent_.insert(node.text);
    if (node.optional || !is_first) return std::nullopt;
    if (is_absent) {
      findings_.add(Code::never_present, node.span, {node.text});
    } else {
      findings_.add(Code::unknown_field, node.span, {node.text},
                    did_you_mean(node.text, field_names(), findings_));
    }
    return std::nullopt;
  }

  // --- conditions

  // A node where a condition is wanted.
  Condition check(const Node& node) {
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
        reject_expression(node);
        break;
      case NodeKind::invalid:
        break;
      default:
        findings_.add(Code::not_a_condition, node.span, {describe_literal(node.kind)});
        break;
    }
    return Condition::constant(false);
  }

  Condition check_chain(const Node& node, ConditionKind kind) {
    Condition chain;
    chain.kind = kind;
    chain.operands.reserve(node.children.size());
    for (const NodeId child : node.children) chain.operands.push_back(check(ast_.at(child)));
    return chain;
  }

  // A boolean field is a condition by itself.
  Condition check_bare_field(const Node& node) {
    const std::optional<NamedField> field = resolve(node);
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

  // --- comparisons

  Condition check_comparison(const Node& node) {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    if (!is_operand(left) || !is_operand(right)) return Condition::constant(false);
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

  void reject_literals(Span span, const Node& left, const Node& right) {
    if (left.kind == NodeKind::null || right.kind == NodeKind::null) {
      findings_.add(Code::null_operand, span);
    } else {
      findings_.add(Code::literal_mismatch, span,
                    {describe_literal(left.kind), describe_literal(right.kind)});
    }
  }

  // Reports what cannot stand beside a comparison operator.
  bool is_operand(const Node& node) {
    if (is_condition(node.kind)) findings_.add(Code::condition_operand, node.span);
    if (!is_literal(node.kind) && node.kind != NodeKind::field) reject_expression(node);
    return is_literal(node.kind) || node.kind == NodeKind::field;
  }

  Condition compare(const Node& node, Operator op, const Node& literal) {
    const std::optional<NamedField> field = resolve(node);
    if (literal.kind == NodeKind::null) return compare_with_null(field, op, literal);
    const bool is_negated = op == Operator::not_equal;
    const Operator positive = is_negated ? Operator::equal : op;
    if (positive == Operator::equal) warn_of_wildcard(field, literal);
    if (!field) return Condition::constant(is_negated);
    std::optional<Test> test = compare_test(*field, positive, literal, findings_);
    if (!test) return Condition::constant(false);
    Condition condition = Condition::of(std::move(*test));
    return is_negated ? Condition::negation(std::move(condition)) : condition;
  }

  // field == null: it is missing.
  Condition compare_with_null(const std::optional<NamedField>& field, Operator op,
                              const Node& literal) {
    const bool is_missing = op == Operator::equal;
    if (!is_missing && op != Operator::not_equal) {
      findings_.add(Code::null_operand, literal.span);
      return Condition::constant(false);
    }
    if (!field) return Condition::constant(is_missing);
    Test test;
    test.field = field->field;
    Condition exists = Condition::of(std::move(test));
    return is_missing ? Condition::negation(std::move(exists)) : exists;
  }

  void warn_of_wildcard(const std::optional<NamedField>& field, const Node& literal) {
    const bool is_text = !field || field->type == FieldType::keyword;
    if (is_text && literal.kind == NodeKind::string && literal.text.find('*') != std::string::npos)
      findings_.add(Code::literal_wildcard, literal.span);
  }

  // --- lists and patterns

  Condition check_membership(const Node& node) {
    const std::optional<NamedField> field = resolve_left(node);
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
    Condition condition = Condition::of(std::move(*test));
    return node.negated ? Condition::negation(std::move(condition)) : condition;
  }

  Condition check_match(const Node& node) {
    const std::optional<NamedField> field = resolve_left(node);
    if (node.op == Operator::regex) {
      findings_.add(Code::not_supported, node.span, {"regular expressions are"});
      return Condition::constant(false);
    }
    check_list(node);
    Test test;
    test.kind = TestKind::like_one_of;
    test.ignore_case = node.ignore_case;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const Node& literal = ast_.child(node, i);
      if (literal.kind == NodeKind::string) {
        test.texts.push_back(literal.text);
      } else if (is_literal(literal.kind) && literal.kind != NodeKind::null) {
        findings_.add(Code::pattern_type, literal.span, {describe_literal(literal.kind)});
      }
    }
    if (!field) return Condition::constant(false);
    if (field->type != FieldType::keyword) {
      findings_.add(Code::operator_mismatch, node.span,
                    {spelling_of(node), field->name, type_name(field->type)});
    }
    test.field = field->field;
    return Condition::of(std::move(test));
  }

  // The field on the left of a list operator.
  std::optional<NamedField> resolve_left(const Node& node) {
    const Node& left = ast_.child(node, 0);
    if (left.kind == NodeKind::field) return resolve(left);
    if (is_operand(left)) findings_.add(Code::needs_field, left.span, {spelling_of(node)});
    return std::nullopt;
  }

  // All literals of one type, and none of them null.
  bool check_list(const Node& node) {
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
    return true;
  }

  // --- what is not run yet

  void reject_expression(const Node& node) {
    if (node.kind == NodeKind::arithmetic || node.kind == NodeKind::minus)
      findings_.add(Code::not_supported, node.span, {"arithmetic is"});
    if (node.kind != NodeKind::call) return;
    const std::string_view replacement = replacement_of_retired(node.text);
    if (!replacement.empty()) {
      findings_.add(Code::retired_function, node.span, {node.text},
                    "write " + std::string(replacement));
    } else if (!is_function(node.text)) {
      findings_.add(Code::unknown_function, node.span, {node.text},
                    did_you_mean(node.text, function_names(), findings_));
    } else {
      findings_.add(Code::not_supported, node.span, {"functions are"});
    }
  }

  const Ast& ast_;
  Findings& findings_;
  std::set<Field> fields_;
  std::set<std::string> absent_;
  std::set<std::string> named_absent_;
};

}  // namespace

CheckedQuery check(const Ast& ast, Findings& findings) {
  return Checker(ast, findings).run();
}

}  // namespace ak::eql
