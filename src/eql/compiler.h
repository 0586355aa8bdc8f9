// A checked query to the form that is evaluated.
#pragma once

#include "eql/condition.h"
#include "eql/program.h"
#include "eql/query.h"

namespace ak::eql {

Program compile_program(CheckedFilter filter);

// REQUIRES: the check found no error.
Query compile_query(CheckedQuery query);

}  // namespace ak::eql
