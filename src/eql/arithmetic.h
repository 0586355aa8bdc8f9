// + - * / % on numbers.
#pragma once

#include <cstdint>

#include "eql/ast.h"
#include "eql/scalar.h"

namespace ak::eql {

bool is_number(const Scalar& value);

// REQUIRES: is_number(value).
double to_double(const Scalar& value);

// Two integers give an integer: a quotient is cut towards zero, a remainder has the sign of its
// dividend. Null if a value is null, and if there is no result: division by zero, overflow.
// REQUIRES: numbers or null.
Scalar calculate(Operator op, const Scalar& left, const Scalar& right);

}  // namespace ak::eql
