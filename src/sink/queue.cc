#include "sink/queue.h"

#include <utility>

namespace ak::sink {

std::size_t Queue::push(Message message) {
  bytes_ += message.json.size();
  messages_.push_back(std::move(message));
  std::size_t dropped = 0;
  while (messages_.size() > limits_.max_alerts || bytes_ > limits_.max_bytes) {
    bytes_ -= messages_.front().json.size();
    messages_.pop_front();
    ++dropped;
  }
  return dropped;
}

std::deque<Message> Queue::take() {
  bytes_ = 0;
  return std::exchange(messages_, {});
}

}  // namespace ak::sink
