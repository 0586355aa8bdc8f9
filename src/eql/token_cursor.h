// The parser's place in the tokens.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "eql/token.h"

namespace ak::eql {

// REQUIRES: the tokens outlive the cursor, and the last of them is TokenKind::end.
class TokenCursor {
 public:
  explicit TokenCursor(const std::vector<Token>& tokens) : tokens_(tokens) {}

  // The token at the cursor, or that many further; the end token beyond the end.
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool sees(TokenKind kind) const { return peek().kind == kind; }

  // The token at the cursor, which then moves on; it never passes the end token.
  const Token& take() {
    const Token& token = peek();
    if (token.kind != TokenKind::end) ++at_;
    return token;
  }
  bool take_if(TokenKind kind) {
    if (!sees(kind)) return false;
    take();
    return true;
  }

  // Of the token taken last.
  [[nodiscard]] Span previous_span() const { return tokens_[at_ == 0 ? 0 : at_ - 1].span; }

  [[nodiscard]] bool is_empty() const { return tokens_.size() == 1; }
  void move_to_end() { at_ = tokens_.size() - 1; }

 private:
  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;
};

}  // namespace ak::eql
