// The parser's tree against the schema: names, types, and what is not supported.
#pragma once

#include "eql/ast.h"
#include "eql/condition.h"
#include "eql/finding.h"

namespace ak::eql {

// What is returned is whole only if `findings` have no errors.
CheckedQuery check(const Ast& ast, Findings& findings);

}  // namespace ak::eql
