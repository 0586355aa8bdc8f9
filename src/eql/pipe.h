// What follows a query: `| head 5`.
#pragma once

#include <cstdint>

namespace ak::eql {

enum class PipeKind : std::uint8_t { head, tail };

// head: the first `count` results in the order of time; tail: the last.
struct Pipe {
  PipeKind kind = PipeKind::head;
  std::int64_t count = 0;
};

}  // namespace ak::eql
