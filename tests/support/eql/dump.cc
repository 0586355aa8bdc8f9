#include "support/eql/dump.h"

#include "eql/lexer.h"
#include "eql/parser.h"
#include "eql/string_literal.h"

namespace ak::test {
namespace {

using eql::Ast;
using eql::Node;
using eql::NodeKind;

std::string head_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::call:
      return "call " + node.text + (node.ignore_case ? "~" : "");
    case NodeKind::minus:
      return "minus";
    case NodeKind::negation:
      return "not";
    case NodeKind::conjunction:
      return "and";
    case NodeKind::disjunction:
      return "or";
    default: {
      const bool has_tilde = node.ignore_case && node.op != eql::Operator::colon;
      return (node.negated ? "not-" : "") + std::string(spelling(node.op)) + (has_tilde ? "~" : "");
    }
  }
}

std::string dump(const Ast& ast, const Node& node) {
  switch (node.kind) {
    case NodeKind::invalid:
      return "INVALID";
    case NodeKind::null:
      return "null";
    case NodeKind::boolean:
      return node.boolean ? "true" : "false";
    case NodeKind::integer:
      return std::to_string(node.integer);
    case NodeKind::decimal:
      return std::to_string(node.decimal);
    case NodeKind::string:
      return eql::quote_string(node.text);
    case NodeKind::field:
      return (node.optional ? "?" : "") + node.text;
    default:
      break;
  }
  std::string out = "(" + head_of(node);
  for (const eql::NodeId child : node.children) out += " " + dump(ast, ast.at(child));
  return out + ")";
}

}  // namespace

std::string dump(const Ast& ast) {
  const std::string category = ast.filter.category.empty() ? "any" : ast.filter.category;
  return "(where " + category + " " + dump(ast, ast.at(ast.filter.condition)) + ")";
}

std::string parse_and_dump(std::string_view query) {
  eql::Findings findings;
  const Ast ast = eql::parse(query, eql::lex(query, findings), findings);
  if (!findings.has_errors()) return dump(ast);
  std::string codes = "error";
  for (const eql::Finding& finding : findings.take()) codes += " " + finding.code;
  return codes;
}

}  // namespace ak::test
