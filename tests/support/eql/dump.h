// A query's tree as an S-expression, so that a parser test is one readable comparison and two
// trees can be compared. Places in the text are left out.
#pragma once

#include <string>
#include <string_view>

#include "eql/ast.h"

namespace ak::test {

// (where process (and (== process.name "id") (in~ user.name "a" "b")))
std::string dump(const eql::Ast& ast);

// The parsed query as above; with an error in it, its findings' codes: "error E021 E003".
std::string parse_and_dump(std::string_view query);

}  // namespace ak::test
