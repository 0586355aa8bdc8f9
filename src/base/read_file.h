// A whole small file as bytes.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace ak {

// At most max_bytes + 1 bytes: one more tells the caller that the file is over its limit.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes);

}  // namespace ak
