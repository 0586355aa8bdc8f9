// A tree as text, in one canonical form: one blank around operators, no parenthesis that is not
// needed, strings in double quotes. Parsing what was printed gives the same tree.
#pragma once

#include <string>

#include "eql/ast.h"

namespace ak::eql {

// REQUIRES: `ast` was parsed without an error.
std::string print(const Ast& ast);

}  // namespace ak::eql
