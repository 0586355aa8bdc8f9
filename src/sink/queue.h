// Messages on their way from the reader to the delivery thread, in order. When it is full the
// oldest go: the newest alerts are those an analyst can still act upon. Not thread-safe.
#pragma once

#include <cstddef>
#include <deque>

#include "base/limits.h"
#include "sink/sink.h"

namespace ak::sink {

struct QueueLimits {
  std::size_t max_alerts = limits::kMaxQueuedAlerts;
  std::size_t max_bytes = limits::kMaxQueuedBytes;  // of JSON
};

class Queue {
 public:
  explicit Queue(const QueueLimits& limits) : limits_(limits) {}

  // Returns how many were dropped to stay within the limits, `message` itself included.
  [[nodiscard]] std::size_t push(Message message);

  // All of them, in order; none is left. Takes the same short time whatever their number.
  [[nodiscard]] std::deque<Message> take();

  [[nodiscard]] bool empty() const { return messages_.empty(); }
  [[nodiscard]] std::size_t size() const { return messages_.size(); }

 private:
  QueueLimits limits_;
  std::deque<Message> messages_;
  std::size_t bytes_ = 0;
};

}  // namespace ak::sink
