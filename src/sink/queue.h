// Alerts that wait for one sink, in order. When it is full the oldest go: the newest alerts are
// those an analyst can still act upon. Not thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "base/limits.h"
#include "sink/sink.h"

namespace ak::sink {

using SharedMessage = std::shared_ptr<const Message>;

struct QueueLimits {
  std::size_t max_alerts = limits::kMaxQueuedAlerts;
  std::size_t max_bytes = limits::kMaxQueuedBytes;  // of JSON
};

class Queue {
 public:
  explicit Queue(const QueueLimits& limits) : limits_(limits) {}

  // Returns how many alerts were dropped to stay within the limits, `message` itself included.
  [[nodiscard]] std::size_t push(SharedMessage message);

  // Gives back what pop() returned, to be next again; true: it did not fit and was dropped.
  [[nodiscard]] bool push_front(SharedMessage message);

  SharedMessage pop();  // nullptr when empty

  [[nodiscard]] bool empty() const { return messages_.empty(); }
  [[nodiscard]] std::size_t size() const { return messages_.size(); }

 private:
  [[nodiscard]] bool over_limit() const;

  QueueLimits limits_;
  std::deque<SharedMessage> messages_;
  std::size_t bytes_ = 0;
};

}  // namespace ak::sink
