// The language's meaning, written down as plainly as possible: it walks the parser's tree and
// shares nothing with the checker, the compiler and the evaluator, which are compared with it.
#pragma once

#include "eql/ast.h"
#include "event/event.h"

namespace ak::test {

// REQUIRES: the query compiles without an error.
bool naive_matches(const eql::Ast& ast, const Event& event);

}  // namespace ak::test
