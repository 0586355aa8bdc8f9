#include "sink/queue.h"

#include <iterator>
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

std::vector<Message> Queue::take() {
  std::vector<Message> all(std::make_move_iterator(messages_.begin()),
                           std::make_move_iterator(messages_.end()));
  messages_.clear();
  bytes_ = 0;
  return all;
}

}  // namespace ak::sink
