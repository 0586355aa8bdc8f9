#include "eql/operators.h"

namespace ak::eql {

std::optional<Operator> comparison_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::equal:
      return Operator::equal;
    case TokenKind::not_equal:
      return Operator::not_equal;
    case TokenKind::less:
      return Operator::less;
    case TokenKind::less_equal:
      return Operator::less_equal;
    case TokenKind::greater:
      return Operator::greater;
    case TokenKind::greater_equal:
      return Operator::greater_equal;
    default:
      return std::nullopt;
  }
}

std::optional<Operator> match_operator(TokenKind kind) {
  switch (kind) {
    case TokenKind::colon:
      return Operator::colon;
    case TokenKind::like_word:
      return Operator::like;
    case TokenKind::regex_word:
      return Operator::regex;
    default:
      return std::nullopt;
  }
}

std::optional<Operator> sum_operator(TokenKind kind) {
  if (kind == TokenKind::plus) return Operator::add;
  if (kind == TokenKind::minus) return Operator::subtract;
  return std::nullopt;
}

std::optional<Operator> product_operator(TokenKind kind) {
  if (kind == TokenKind::star) return Operator::multiply;
  if (kind == TokenKind::slash) return Operator::divide;
  if (kind == TokenKind::percent) return Operator::modulo;
  return std::nullopt;
}

}  // namespace ak::eql
