// How much memory a test's code has asked for: a cost that does not depend on the machine, where a
// time would.
#pragma once

#include <cstddef>

namespace ak::test {

// Bytes that `new` has given out since the program began, whether they were given back or not.
std::size_t requested_bytes();

}  // namespace ak::test
