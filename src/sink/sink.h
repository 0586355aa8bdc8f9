// Where alerts go. A sink takes messages on the delivery thread and never waits: what it cannot
// send now it answers with `later`, and says what to wait for.
#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/counters.h"
#include "base/time.h"
#include "store/message.h"

namespace ak::sink {

using store::Message;
using store::MessageKind;

// What a sink waits for between deliveries.
struct Interest {
  std::vector<pollfd> fds;
  bool retry = false;  // come back after the dispatcher's retry interval even if no fd is ready
};

// Told of a sink's trouble and of its end, one line each. Called on the delivery thread.
using Reporter = std::function<void(const std::string&)>;

// The time that back-off and confirmations are measured in; tests hold their own.
using SteadyTime = std::chrono::steady_clock::time_point;
using SteadyClock = std::function<SteadyTime()>;

// What every sink is given.
struct Context {
  Counters& counters;  // outlives the sink
  Reporter report;
  SteadyClock now = [] { return std::chrono::steady_clock::now(); };
};

struct SinkState {
  bool up = true;
  std::string why{};  // what is wrong, or what it waits for; may be empty
};

class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual std::string_view type() const = 0;

  // Called once, on the delivery thread, before any other: the sink that this one takes the place
  // of is gone by then.
  virtual void open() {}

  // Files may have been moved away (log rotation).
  virtual void reopen() {}

  enum class Delivery {
    taken,   // it is out of our hands
    later,   // the receiver is full or away: offer it again
    never,   // this message can never be delivered (too large for the receiver)
    nobody,  // there is no receiver, and none is expected: not a loss
  };
  virtual Delivery deliver(const Message& message) = 0;

  // Bytes were taken that have not reached a receiver yet.
  [[nodiscard]] virtual bool pending() const { return false; }

  // How many of the messages taken, the newest of them, are lost if the receiver goes away now.
  [[nodiscard]] virtual std::size_t unconfirmed() const { return 0; }

  // True once after the receiver went away with the unconfirmed messages: they are to be offered
  // again, and are unconfirmed no more.
  [[nodiscard]] virtual bool take_loss() { return false; }

  // No message follows. What the receiver has read counts as confirmed from now on.
  virtual void conclude() {}

  // `blocked`: the last delivery was answered with `later`.
  [[nodiscard]] virtual Interest interest(bool blocked) = 0;

  // Called after each wait, with the fds of interest() and their revents.
  virtual void ready(const std::vector<pollfd>& fds) = 0;

  [[nodiscard]] virtual SinkState state() const { return {}; }
};

}  // namespace ak::sink
