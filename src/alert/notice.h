// Documents about ourselves, in ECS as alerts are, for the same receivers: event.kind is "event",
// event.dataset "audisp-kube", and there is no rule.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace ak::alert {

// Alerts were raised that some sinks never get.
struct LossNotice {
  struct Sink {
    std::string name;            // "*": none of the sinks gets them
    std::uint64_t lost = 0;      // since the last notice
    std::uint64_t lost_all = 0;  // since the start
  };
  std::string host_name;  // may be empty
  TimeMs created = 0;
  std::vector<Sink> sinks;
};

// One JSON object without a newline.
std::string to_json(const LossNotice& notice);

}  // namespace ak::alert
