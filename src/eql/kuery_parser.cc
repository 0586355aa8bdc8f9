#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "base/limits.h"
#include "eql/errors.h"
#include "eql/kuery.h"
#include "eql/kuery_tree.h"

namespace ak::eql {
namespace {

using Kind = KueryTokenKind;

std::optional<Operator> order(Kind kind) {
  switch (kind) {
    case Kind::less:
      return Operator::less;
    case Kind::less_equal:
      return Operator::less_equal;
    case Kind::greater:
      return Operator::greater;
    case Kind::greater_equal:
      return Operator::greater_equal;
    default:
      return std::nullopt;
  }
}

class KueryParser {
 public:
  KueryParser(std::string_view text, const std::vector<KueryToken>& tokens, Findings& findings)
      : text_(text), tokens_(tokens), findings_(findings), tree_(findings) {}

  Ast run() {
    if (sees(Kind::end)) {
      if (!findings_.has_errors())
        findings_.add(Code::empty_query, peek().span, {}, "write a condition: process.name: id");
      return tree_.finish(KueryTree::kInvalid);
    }
    const NodeId condition = parse_chain(nullptr, Kind::or_word);
    if (!sees(Kind::end)) expected("\"and\", \"or\" or the end of the query");
    return tree_.finish(condition);
  }

 private:
  [[nodiscard]] const KueryToken& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool sees(Kind kind) const { return peek().kind == kind; }
  const KueryToken& take() {
    const KueryToken& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }

  void expected(std::string_view what) {
    const Span span = peek().span;
    const std::string found = sees(Kind::end)
                                  ? "the end of the query"
                                  : '"' + std::string(text_.substr(span.offset, span.width)) + '"';
    findings_.add(Code::unexpected_token, span, {what, found});
  }

  // Goes on to where a new operand or the end of this parenthesis can begin.
  NodeId fail() {
    std::size_t open = 0;
    for (; !sees(Kind::end); take()) {
      if (open == 0 && (sees(Kind::and_word) || sees(Kind::or_word) || sees(Kind::close))) break;
      if (sees(Kind::open)) ++open;
      if (sees(Kind::close)) --open;
    }
    return KueryTree::kInvalid;
  }

  NodeId give_up() {
    at_ = tokens_.size() - 1;
    return KueryTree::kInvalid;
  }

  // "or" over "and" over "not". With a field: of its values, else of terms.
  NodeId parse_chain(const KueryField* field, Kind joint) {
    const bool is_or = joint == Kind::or_word;
    std::vector<NodeId> operands;
    std::vector<const KueryToken*> values;  // of a field, with nothing but "or" beside them
    do {
      if (tree_.is_full()) return give_up();
      if (is_or && field != nullptr && sees(Kind::literal) && peek(1).kind != Kind::and_word) {
        values.push_back(&take());
      } else {
        operands.push_back(is_or ? parse_chain(field, Kind::and_word) : parse_negation(field));
      }
    } while (sees(joint) && (take(), true));
    if (!values.empty()) operands.push_back(tree_.one_of(*field, values));
    return tree_.join(is_or ? NodeKind::disjunction : NodeKind::conjunction, operands);
  }

  NodeId parse_negation(const KueryField* field) {
    std::vector<Span> negations;
    while (sees(Kind::not_word)) negations.push_back(take().span);
    NodeId node = parse_operand(field);
    if (negations.size() % 2 == 1) node = tree_.negation(node, negations.back());
    return node;
  }

  NodeId parse_operand(const KueryField* field) {
    if (sees(Kind::open)) return parse_parenthesis(field);
    if (sees(Kind::literal)) {
      if (field != nullptr) return tree_.one_of(*field, {&take()});
      return parse_term();
    }
    expected(field != nullptr ? "a value" : "a field and a value");
    return fail();
  }

  NodeId parse_parenthesis(const KueryField* field) {
    const KueryToken& open = take();
    if (depth_ >= limits::kMaxQueryDepth) {
      findings_.add(Code::too_deep, open.span, {std::to_string(limits::kMaxQueryDepth)});
      return give_up();
    }
    ++depth_;
    const NodeId node = parse_chain(field, Kind::or_word);
    --depth_;
    if (sees(Kind::close)) {
      take();
    } else if (sees(Kind::end)) {
      if (!findings_.has_errors()) findings_.add(Code::unclosed_parenthesis, open.span);
    } else {
      expected("\"and\", \"or\" or \")\"");
      for (fail(); sees(Kind::and_word) || sees(Kind::or_word); fail()) take();
      if (sees(Kind::close)) take();
    }
    return node;
  }

  // field ":" values, or field order literal.
  NodeId parse_term() {
    const KueryToken& name = take();
    if (sees(Kind::colon)) {
      take();
      if (sees(Kind::open_brace)) {
        findings_.add(Code::nested_field, peek().span);
        return fail();
      }
      const KueryField field = tree_.field(name);
      return parse_operand(&field);
    }
    const std::optional<Operator> op = order(peek().kind);
    if (!op) {
      findings_.add(Code::bare_value, name.span, {text_.substr(name.span.offset, name.span.width)});
      return fail();
    }
    take();
    if (!sees(Kind::literal) || !peek().wildcards.empty()) {
      expected("a value without wildcards");
      return fail();
    }
    return tree_.in_order(tree_.field(name), *op, take());
  }

  std::string_view text_;
  const std::vector<KueryToken>& tokens_;
  Findings& findings_;
  KueryTree tree_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

Ast parse_kuery(std::string_view text, const std::vector<KueryToken>& tokens, Findings& findings) {
  return KueryParser(text, tokens, findings).run();
}

}  // namespace ak::eql
