// Comparisons with a number as ranges of integers, the only numbers that fields hold.
#pragma once

#include <cstdint>
#include <limits>
#include <variant>

#include "eql/ast.h"

namespace ak::eql {

// The integers low ≤ n ≤ high; none if low > high.
struct Interval {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();

  [[nodiscard]] bool contains(std::int64_t n) const { return low <= n && n <= high; }
};

using Number = std::variant<std::int64_t, double>;

// The integers n for which `n op number` holds. REQUIRES: `op` is one of == < <= > >=.
Interval satisfying(Operator op, Number number);

}  // namespace ak::eql
