// Where alerts go. A sink takes formatted alerts on the delivery thread and never waits: what it
// cannot send now it answers with `later`, and says what to wait for.
#pragma once

#include <poll.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "detect/rule.h"

namespace ak::sink {

// What a sink needs of an alert. Shared between sinks, immutable.
struct Message {
  std::string json;  // one ECS object, no newline
  detect::RuleSeverity severity = detect::RuleSeverity::low;
  TimeMs created = 0;
};

// What a sink waits for between deliveries.
struct Interest {
  std::vector<pollfd> fds;
  bool retry = false;  // come back after the dispatcher's retry interval even if no fd is ready
};

// Told of a sink's trouble and of its end, one line each. Called on the delivery thread.
using Reporter = std::function<void(const std::string&)>;

class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;

  // Called once, on the delivery thread, before any other: the sink that this one takes the place
  // of is gone by then.
  virtual void open() {}

  enum class Delivery {
    taken,   // it is out of our hands
    later,   // the receiver is full or away: offer it again
    never,   // this message can never be delivered (too large for the receiver)
    nobody,  // there is no receiver, and none is expected: not a loss
  };
  virtual Delivery deliver(const Message& message) = 0;

  // Bytes were taken that have not reached a receiver yet.
  [[nodiscard]] virtual bool pending() const { return false; }

  // `blocked`: the last delivery was answered with `later`.
  [[nodiscard]] virtual Interest interest(bool blocked) = 0;

  // Called after each wait, with the fds of interest() and their revents.
  virtual void ready(const std::vector<pollfd>& fds) = 0;
};

}  // namespace ak::sink
