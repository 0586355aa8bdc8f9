// Where alerts go. A sink takes formatted alerts on the delivery thread and never waits.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "detect/rule.h"

namespace ak::sink {

// What a sink needs of an alert. Shared between sinks, immutable.
struct Message {
  std::string json;  // one ECS object, no newline
  detect::RuleSeverity severity = detect::RuleSeverity::low;
  TimeMs created = 0;
};

class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;

  enum class Delivery {
    taken,  // it is out of our hands
    later,  // the receiver is full or away: offer it again
    never,  // this message can never be delivered (too large for the receiver)
  };
  virtual Delivery deliver(const Message& message) = 0;
};

}  // namespace ak::sink
