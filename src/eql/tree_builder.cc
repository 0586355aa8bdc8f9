#include "eql/tree_builder.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ak::eql {

TreeBuilder::TreeBuilder(std::string_view text, const std::vector<Token>& tokens,
                         Findings& findings)
    : TokenCursor(tokens), text_(text), findings_(findings) {
  ast_.nodes.emplace_back();  // kInvalid
}

void TreeBuilder::expected(std::string_view what, std::string_view hint) {
  findings_.add(Code::unexpected_token, peek().span, {what, describe(peek(), text_)}, hint);
}

void TreeBuilder::synchronize() {
  std::size_t open = 0;
  for (; !sees(TokenKind::end); take()) {
    const bool opens = sees(TokenKind::open) || sees(TokenKind::open_bracket);
    const bool closes = sees(TokenKind::close) || sees(TokenKind::close_bracket);
    if (open == 0 && ends_predicate(peek().kind)) return;
    if (opens) ++open;
    if (closes) --open;
  }
}

NodeId TreeBuilder::fail() {
  synchronize();
  return kInvalid;
}

bool TreeBuilder::ends_predicate(TokenKind kind) {
  return kind == TokenKind::and_word || kind == TokenKind::or_word || kind == TokenKind::close ||
         kind == TokenKind::close_bracket || kind == TokenKind::comma || kind == TokenKind::pipe ||
         kind == TokenKind::end;
}

NodeId TreeBuilder::give_up(Code code, std::size_t limit, Span span) {
  if (!gave_up_) findings_.add(code, span, {std::to_string(limit)});
  gave_up_ = true;
  move_to_end();
  return kInvalid;
}

NodeId TreeBuilder::add(Node node) {
  if (gave_up_) return kInvalid;
  if (ast_.nodes.size() > limits::kMaxQueryNodes)
    return give_up(Code::too_large, limits::kMaxQueryNodes, node.span);
  std::size_t height = 0;
  for (const NodeId child : node.children)
    height = std::max<std::size_t>(height, ast_.nodes[child].height);
  node.height = static_cast<std::uint16_t>(height + 1);
  ast_.nodes.push_back(std::move(node));
  return static_cast<NodeId>(ast_.nodes.size() - 1);
}

NodeId TreeBuilder::add_arithmetic(Operator op, NodeId left, NodeId right) {
  Node node;
  node.kind = NodeKind::arithmetic;
  node.op = op;
  node.span = cover(span_of(left), span_of(right));
  node.children = {left, right};
  if (ast_.nodes[left].height >= limits::kMaxQueryDepth) return too_deep();
  return add(std::move(node));
}

}  // namespace ak::eql
