// The messages that a receiver was sent and that are lost if it goes away now: those it has not
// read, and those it read only a moment ago, since it may have them in memory alone. A socket tells
// how many bytes are unread (SIOCOUTQ, never less than they have); it does not tell whether they
// were read or went with their reader, so only a receiver that is known to live confirms anything.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "sink/sink.h"

namespace ak::sink {

class Unconfirmed {
 public:
  // `hold`: for how long a receiver must live on after it has read a message.
  explicit Unconfirmed(std::chrono::milliseconds hold) : hold_(hold) {}

  void add(std::size_t bytes) { sent_.push_back({bytes, false, {}}); }

  // The receiver lives, and at most `unread` bytes of all that it was sent are unread.
  void observe(std::size_t unread, SteadyTime now);

  // What was read is confirmed, whenever that was.
  void confirm_read();

  void clear() { sent_.clear(); }

  [[nodiscard]] std::size_t size() const { return sent_.size(); }
  [[nodiscard]] bool empty() const { return sent_.empty(); }
  [[nodiscard]] bool all_read() const { return sent_.empty() || sent_.back().read; }

 private:
  struct Sent {
    std::size_t bytes;
    bool read;
    SteadyTime read_at;
  };

  std::chrono::milliseconds hold_;
  std::deque<Sent> sent_;  // the oldest first
};

}  // namespace ak::sink
