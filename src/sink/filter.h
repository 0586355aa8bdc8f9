// Which messages a sink wants.
#pragma once

#include <string>
#include <vector>

#include "store/message.h"

namespace ak::sink {

struct Filter {
  detect::RuleSeverity min_severity = detect::RuleSeverity::low;
  std::vector<std::string> detections;          // ids; empty: all
  std::vector<std::string> exclude_detections;  // ids

  bool operator==(const Filter&) const = default;

  // What we say about ourselves goes to every sink.
  [[nodiscard]] bool wants(const store::MessageHead& head) const;
};

}  // namespace ak::sink
