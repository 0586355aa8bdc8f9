// What the functions do.
#pragma once

#include <span>

#include "eql/expression.h"
#include "eql/scalar.h"

namespace ak::eql {

// The value of `expression`, a call, for these values of its arguments; the result may view them.
// REQUIRES: none of them is null.
Scalar call(const Expression& expression, std::span<Scalar> arguments);

}  // namespace ak::eql
