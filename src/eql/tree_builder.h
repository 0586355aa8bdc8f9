// What the parser stands on: the tokens, the tree that grows, its limits, and mistakes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "eql/ast.h"
#include "eql/errors.h"
#include "eql/finding.h"
#include "eql/token_cursor.h"

namespace ak::eql {

class TreeBuilder : protected TokenCursor {
 public:
  TreeBuilder(std::string_view text, const std::vector<Token>& tokens, Findings& findings);

 protected:
  static constexpr NodeId kInvalid = 0;  // what could not be parsed, and was reported

  // Counts one level of nesting for as long as it lives.
  class [[nodiscard]] Nesting {
   public:
    explicit Nesting(std::size_t& depth) : depth_(depth) { ++depth_; }
    ~Nesting() { --depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    std::size_t& depth_;
  };

  // Reports that something else stands at the cursor.
  void expected(std::string_view what, std::string_view hint = {});

  // Goes on to where a new operand or the end of this parenthesis can begin.
  void synchronize();
  NodeId fail();

  // May a predicate be followed by this?
  static bool ends_predicate(TokenKind kind);

  // The query is too deep or too large: it is reported once, and nothing more is read.
  NodeId give_up(Code code, std::size_t limit, Span span);
  NodeId too_deep() { return give_up(Code::too_deep, limits::kMaxQueryDepth, peek().span); }
  [[nodiscard]] bool is_too_deep() const { return depth_ >= limits::kMaxQueryDepth; }

  NodeId add(Node node);

  // An operator between two values. Chains lean to the left and so deepen the tree.
  NodeId add_arithmetic(Operator op, NodeId left, NodeId right);

  [[nodiscard]] Span span_of(NodeId id) const { return ast_.nodes[id].span; }

  std::string_view text_;
  Findings& findings_;
  Ast ast_;
  std::size_t depth_ = 0;
  bool gave_up_ = false;
};

}  // namespace ak::eql
