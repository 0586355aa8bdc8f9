#include "eql/ast.h"

namespace ak::eql {

std::string_view spelling(Operator op) {
  switch (op) {
    case Operator::none:
      return "";
    case Operator::equal:
      return "==";
    case Operator::not_equal:
      return "!=";
    case Operator::less:
      return "<";
    case Operator::less_equal:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::greater_equal:
      return ">=";
    case Operator::in:
      return "in";
    case Operator::colon:
      return ":";
    case Operator::like:
      return "like";
    case Operator::regex:
      return "regex";
    case Operator::add:
      return "+";
    case Operator::subtract:
      return "-";
    case Operator::multiply:
      return "*";
    case Operator::divide:
      return "/";
    case Operator::modulo:
      return "%";
  }
  return "";
}

bool is_literal(NodeKind kind) {
  return kind >= NodeKind::null && kind <= NodeKind::string;
}

bool is_condition(NodeKind kind) {
  return kind >= NodeKind::comparison && kind <= NodeKind::disjunction;
}

}  // namespace ak::eql
