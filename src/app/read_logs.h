// Audit logs, or standard input, read to their end into a pipeline.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/pipeline.h"
#include "base/counters.h"
#include "base/result.h"

namespace ak::app {

// Called after each piece with the bytes read so far; false: stop reading.
using Continue = std::function<bool(std::uint64_t bytes)>;

// Reads every log that `names` stand for (input/log_set.h), standard input if there are none, and
// completes the last events. What cannot be read, or holds no audit record though it is not empty,
// is an error that does not keep the others from being read: returned one each.
std::vector<Error> read_logs(const std::vector<std::string>& names, Pipeline& pipeline,
                             const Counters& counters, const Continue& proceed);

}  // namespace ak::app
