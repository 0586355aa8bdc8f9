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

std::string dump(const Ast& ast, const eql::EventFilter& filter) {
  const std::string category = filter.category.empty() ? "any" : filter.category;
  return "(where " + category + " " + dump(ast, ast.at(filter.condition)) + ")";
}

std::string dump(const Ast& ast, const std::vector<eql::NodeId>& keys) {
  std::string out = keys.empty() ? "" : " (by";
  for (const eql::NodeId key : keys) out += " " + dump(ast, ast.at(key));
  return keys.empty() ? out : out + ")";
}

std::string dump(const Ast& ast, const eql::SequenceTerm& term) {
  std::string out = term.is_missing ? "!" : "";
  out += dump(ast, term.filter) + dump(ast, term.keys);
  return term.runs == 1 ? out : out + " (runs " + std::to_string(term.runs) + ")";
}

std::string dump(const Ast& ast, const eql::Sequence& sequence) {
  std::string out = sequence.is_sample ? "(sample" : "(sequence";
  out += dump(ast, sequence.keys);
  if (sequence.maxspan_ms) out += " (maxspan " + std::to_string(*sequence.maxspan_ms) + ")";
  for (const eql::SequenceTerm& term : sequence.terms) out += " " + dump(ast, term);
  if (sequence.until) out += " (until " + dump(ast, *sequence.until) + ")";
  return out + ")";
}

}  // namespace

std::string dump(const Ast& ast) {
  std::string out = ast.sequence ? dump(ast, *ast.sequence) : dump(ast, ast.filter);
  for (const eql::Pipe& pipe : ast.pipes)
    out +=
        (pipe.kind == eql::PipeKind::head ? " | head " : " | tail ") + std::to_string(pipe.count);
  return out;
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
