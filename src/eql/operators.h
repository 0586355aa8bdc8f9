// Which operator a token stands for, by the place in the grammar.
#pragma once

#include <optional>

#include "eql/ast.h"
#include "eql/token.h"

namespace ak::eql {

// == != < <= > >=
std::optional<Operator> comparison_operator(TokenKind kind);

// ":" like regex
std::optional<Operator> match_operator(TokenKind kind);

// + -
std::optional<Operator> sum_operator(TokenKind kind);

// * / %
std::optional<Operator> product_operator(TokenKind kind);

}  // namespace ak::eql
