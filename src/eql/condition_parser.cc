#include "eql/condition_parser.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "eql/operators.h"

namespace ak::eql {

// --- conditions

NodeId ConditionParser::parse_or() {
  return parse_chain(NodeKind::disjunction, TokenKind::or_word);
}

NodeId ConditionParser::parse_and() {
  return parse_chain(NodeKind::conjunction, TokenKind::and_word);
}

// One operand is itself; operands of the same kind are taken into the chain, so that a long
// chain is wide and not deep.
NodeId ConditionParser::parse_chain(NodeKind kind, TokenKind word) {
  Node chain;
  chain.kind = kind;
  do {
    const NodeId operand = kind == NodeKind::disjunction ? parse_and() : parse_not();
    const Node& node = ast_.nodes[operand];
    if (node.kind == kind) {
      chain.children.insert(chain.children.end(), node.children.begin(), node.children.end());
    } else {
      chain.children.push_back(operand);
    }
  } while (take_if(word));
  if (chain.children.size() == 1) return chain.children[0];
  chain.span = cover(span_of(chain.children.front()), span_of(chain.children.back()));
  return add(std::move(chain));
}

NodeId ConditionParser::parse_not() {
  if (!sees(TokenKind::not_word)) return parse_predicate();
  if (is_too_deep()) return too_deep();
  const Nesting nesting(depth_);
  Node node;
  node.kind = NodeKind::negation;
  node.span = take().span;
  node.children = {parse_not()};
  node.span = cover(node.span, span_of(node.children[0]));
  return add(std::move(node));
}

NodeId ConditionParser::parse_predicate() {
  NodeId left = parse_sum();
  if (left == kInvalid) return fail();
  const bool is_negated = sees(TokenKind::not_word) && peek(1).kind == TokenKind::in_word &&
                          take_if(TokenKind::not_word);
  if (const auto op = comparison_operator(peek().kind)) {
    left = parse_comparison(left, *op);
  } else if (sees(TokenKind::in_word)) {
    left = parse_listed(left, NodeKind::membership, Operator::in, is_negated);
  } else if (const auto match = match_operator(peek().kind)) {
    left = parse_listed(left, NodeKind::match, *match, false);
  }
  if (left == kInvalid) return fail();
  if (ends_predicate(peek().kind)) return left;
  report_after_predicate(ast_.nodes[left].kind);
  return fail();
}

// Something follows a predicate that cannot.
void ConditionParser::report_after_predicate(NodeKind before) {
  const Token& token = peek();
  if (comparison_operator(token.kind) && is_condition(before)) {
    findings_.add(Code::chained_comparison, token.span);
  } else if (token.kind == TokenKind::assign) {
    findings_.add(Code::foreign_operator, token.span, {"="}, "write == or :");
  } else if (token.kind == TokenKind::open_bracket) {
    findings_.add(Code::array_index, token.span);
  } else if (keyword_kind(to_lower(token.text)) != TokenKind::name &&
             token.kind == TokenKind::name) {
    expected(is_condition(before) ? "\"and\" or \"or\"" : "an operator",
             "keywords are written in lower case");
  } else {
    expected(is_condition(before) ? "\"and\" or \"or\"" : "an operator");
  }
}

NodeId ConditionParser::parse_comparison(NodeId left, Operator op) {
  Node node;
  node.kind = NodeKind::comparison;
  node.op = op;
  take();
  const NodeId right = parse_sum();
  if (right == kInvalid) return kInvalid;
  node.children = {left, right};
  node.span = cover(span_of(left), span_of(right));
  return add(std::move(node));
}

// in, in~, :, like, like~, regex, regex~ and what follows them.
NodeId ConditionParser::parse_listed(NodeId left, NodeKind kind, Operator op, bool is_negated) {
  Node node;
  node.kind = kind;
  node.op = op;
  node.negated = is_negated;
  node.ignore_case = peek().tilde || op == Operator::colon;
  take();
  node.children = {left};
  if (sees(TokenKind::open)) {
    if (!parse_list(op, node.children)) return kInvalid;
  } else if (kind == NodeKind::membership) {
    expected("\"(\"", "a list is written (\"a\", \"b\")");
    return kInvalid;
  } else {
    const NodeId literal = parse_literal(op);
    if (literal == kInvalid) return kInvalid;
    node.children.push_back(literal);
  }
  node.span = cover(span_of(left), previous_span());
  return add(std::move(node));
}

// Appends the list's literals; false after a mistake that hides where the list ends.
bool ConditionParser::parse_list(Operator op, std::vector<NodeId>& literals) {
  const Span open = take().span;
  if (sees(TokenKind::close)) {
    findings_.add(Code::empty_list, cover(open, take().span));
    return true;
  }
  do {
    const NodeId literal = parse_literal(op);
    if (literal == kInvalid) synchronize();
    literals.push_back(literal);
  } while (take_if(TokenKind::comma) || is_missing_comma());
  return close_parenthesis(open);
}

// Reports a literal that follows another without a comma; the list goes on with it.
bool ConditionParser::is_missing_comma() {
  const TokenKind kind = peek().kind;
  const bool is_value =
      kind == TokenKind::string || kind == TokenKind::integer || kind == TokenKind::decimal;
  if (is_value) expected("\",\" or \")\"");
  return is_value;
}

bool ConditionParser::close_parenthesis(Span open) {
  if (take_if(TokenKind::close)) return true;
  if (sees(TokenKind::end)) {
    if (!gave_up_) findings_.add(Code::unclosed_parenthesis, open);
  } else {
    expected("\",\" or \")\"");
  }
  return false;
}

// A value of a list or a pattern. A mistake is reported and the token left.
NodeId ConditionParser::parse_literal(Operator op) {
  const std::size_t sign = sees(TokenKind::minus) || sees(TokenKind::plus) ? 1 : 0;
  switch (peek(sign).kind) {
    case TokenKind::integer:
    case TokenKind::decimal:
      return parse_unary();
    case TokenKind::string:
    case TokenKind::true_word:
    case TokenKind::false_word:
    case TokenKind::null_word:
      if (sign == 0) return parse_primary();
      break;
    case TokenKind::name:
    case TokenKind::quoted_name:
    case TokenKind::question:
      findings_.add(Code::not_a_literal, peek().span, {'"' + std::string(spelling(op)) + '"'});
      return kInvalid;
    default:
      break;
  }
  expected("a value");
  return kInvalid;
}

// --- values

NodeId ConditionParser::parse_sum() {
  NodeId left = parse_product();
  while (const auto op = sum_operator(peek().kind)) {
    take();
    const NodeId right = parse_product();
    if (left == kInvalid || right == kInvalid) return kInvalid;
    left = add_arithmetic(*op, left, right);
  }
  return left;
}

NodeId ConditionParser::parse_product() {
  NodeId left = parse_unary();
  while (const auto op = product_operator(peek().kind)) {
    take();
    const NodeId right = parse_unary();
    if (left == kInvalid || right == kInvalid) return kInvalid;
    left = add_arithmetic(*op, left, right);
  }
  return left;
}

// A sign before a literal number is part of it.
NodeId ConditionParser::parse_unary() {
  if (!sees(TokenKind::minus) && !sees(TokenKind::plus)) return parse_primary();
  if (is_too_deep()) return too_deep();
  const Nesting nesting(depth_);
  const bool is_minus = sees(TokenKind::minus);
  const Span sign = take().span;
  const NodeId operand = parse_unary();
  if (operand == kInvalid || !is_minus) return operand;
  Node& number = ast_.nodes[operand];
  if (number.kind == NodeKind::integer || number.kind == NodeKind::decimal) {
    number.integer = -number.integer;
    number.decimal = -number.decimal;
    number.span = cover(sign, number.span);
    return operand;
  }
  Node node;
  node.kind = NodeKind::minus;
  node.span = cover(sign, number.span);
  node.children = {operand};
  return add(std::move(node));
}

NodeId ConditionParser::parse_primary() {
  const Token& token = peek();
  Node node;
  node.span = token.span;
  switch (token.kind) {
    case TokenKind::string:
      node.kind = NodeKind::string;
      node.text = token.text;
      break;
    case TokenKind::integer:
      node.kind = NodeKind::integer;
      node.integer = token.integer;
      break;
    case TokenKind::decimal:
      node.kind = NodeKind::decimal;
      node.decimal = token.decimal;
      break;
    case TokenKind::true_word:
    case TokenKind::false_word:
      node.kind = NodeKind::boolean;
      node.boolean = token.kind == TokenKind::true_word;
      break;
    case TokenKind::null_word:
      node.kind = NodeKind::null;
      break;
    case TokenKind::open:
      return parse_parenthesis();
    case TokenKind::question:
      return parse_field();
    case TokenKind::name:
    case TokenKind::quoted_name:
      return peek(1).kind == TokenKind::open ? parse_call() : parse_field();
    default:
      return report_missing_value();
  }
  take();
  return add(std::move(node));
}

NodeId ConditionParser::report_missing_value() {
  if (gave_up_) return kInvalid;
  if (sees(TokenKind::exclamation)) {
    findings_.add(Code::foreign_operator, peek().span, {"!"}, "write not");
  } else {
    expected("a field or a value");
  }
  return kInvalid;
}

NodeId ConditionParser::parse_parenthesis() {
  if (is_too_deep()) return too_deep();
  const Nesting nesting(depth_);
  const Span open = take().span;
  const NodeId inner = parse_or();
  if (sees(TokenKind::comma)) {
    findings_.add(Code::list_after_comparison, open);
    while (take_if(TokenKind::comma)) synchronize();
    take_if(TokenKind::close);
    return kInvalid;
  }
  return close_parenthesis(open) ? inner : kInvalid;
}

NodeId ConditionParser::parse_call() {
  if (is_too_deep()) return too_deep();
  const Nesting nesting(depth_);
  Node node;
  node.kind = NodeKind::call;
  node.text = peek().text;
  node.ignore_case = peek().tilde;
  const Span name = take().span;
  const Span open = take().span;
  if (!sees(TokenKind::close)) {
    do node.children.push_back(parse_or());
    while (take_if(TokenKind::comma));
  }
  if (!close_parenthesis(open)) return kInvalid;
  node.span = cover(name, previous_span());
  return add(std::move(node));
}

NodeId ConditionParser::parse_field() {
  Node node;
  node.kind = NodeKind::field;
  node.span = peek().span;
  node.optional = take_if(TokenKind::question);
  do {
    const bool is_first = node.text.empty();
    const bool is_name = sees(TokenKind::name) || sees(TokenKind::quoted_name) ||
                         (!is_first && is_keyword(peek().kind));
    if (!is_name) {
      expected("a field's name");
      return kInvalid;
    }
    if (peek().tilde) {
      findings_.add(Code::unexpected_character, peek().span, {"\"~\""},
                    "~ belongs to in~, like~, regex~ and the names of functions");
    }
    if (!is_first) node.text += '.';
    if (peek().text.empty()) return kInvalid;  // the lexer has reported it
    node.text += take().text;
  } while (take_if(TokenKind::dot));
  node.span = cover(node.span, previous_span());
  return add(std::move(node));
}

}  // namespace ak::eql
