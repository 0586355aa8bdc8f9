#include "sink/queue.h"

#include <utility>

namespace ak::sink {
namespace {

std::size_t size_of(const SharedMessage& message) {
  return message->json.size();
}

}  // namespace

bool Queue::over_limit() const {
  return messages_.size() > limits_.max_alerts || bytes_ > limits_.max_bytes;
}

std::size_t Queue::push(SharedMessage message) {
  bytes_ += size_of(message);
  messages_.push_back(std::move(message));
  std::size_t dropped = 0;
  while (over_limit()) {
    pop();
    ++dropped;
  }
  return dropped;
}

bool Queue::push_front(SharedMessage message) {
  bytes_ += size_of(message);
  messages_.push_front(std::move(message));
  if (!over_limit()) return false;
  pop();
  return true;
}

SharedMessage Queue::pop() {
  if (messages_.empty()) return nullptr;
  SharedMessage oldest = std::move(messages_.front());
  messages_.pop_front();
  bytes_ -= size_of(oldest);
  return oldest;
}

}  // namespace ak::sink
