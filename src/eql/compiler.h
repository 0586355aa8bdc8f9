// A checked query to a program.
#pragma once

#include "eql/condition.h"
#include "eql/program.h"

namespace ak::eql {

Program compile_program(CheckedQuery query);

}  // namespace ak::eql
