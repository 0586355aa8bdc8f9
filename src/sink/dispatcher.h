// The delivery thread: hands each alert to every sink, so that no sink is ever waited for by the
// reader. Each sink has a bounded queue of its own; a sink that is away delays no other.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "base/fd.h"
#include "sink/queue.h"
#include "sink/sink.h"

namespace ak::sink {

class Dispatcher {
 public:
  using Sinks = std::vector<std::unique_ptr<Sink>>;

  struct Options {
    QueueLimits queue;
    // How often a receiver that is away is tried again.
    std::chrono::milliseconds retry_interval{1000};
  };

  // Starts the thread. `counters` outlives the Dispatcher.
  Dispatcher(Sinks sinks, Counters& counters, const Options& options);
  Dispatcher(Sinks sinks, Counters& counters) : Dispatcher(std::move(sinks), counters, Options()) {}
  ~Dispatcher();  // finish(0)
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Queues the alert for every sink. Never waits for a receiver. After finish(): dropped.
  void submit(Message message);

  // `sink` from now on in place of the one called `name`, if there is one: what waits for that one
  // waits on for this. nullptr: none any more, and what waits is dropped, and counted.
  void replace_sink(std::string name, std::unique_ptr<Sink> sink);

  // Delivers what is queued, for at most `grace`, and ends the thread. What is left is dropped,
  // and counted. Further calls do nothing.
  void finish(std::chrono::milliseconds grace);

 private:
  using Clock = std::chrono::steady_clock;

  struct Outlet {
    std::unique_ptr<Sink> sink;
    Queue queue;
    bool blocked = false;
  };
  using Outlets = std::vector<std::unique_ptr<Outlet>>;

  struct Replacement {
    std::string name;
    std::unique_ptr<Sink> sink;
  };

  [[nodiscard]] std::unique_ptr<Outlet> make_outlet(std::unique_ptr<Sink> sink) const;
  void run();
  void adopt_replacements();
  void adopt(Replacement replacement);
  void pump(Outlet& outlet);
  void wait_for_events();
  [[nodiscard]] bool finished();
  [[nodiscard]] int wait_timeout_ms(bool retry);
  void drop_rest();
  void wake() const;
  void count(Sink::Delivery delivery);

  const Options options_;
  Counters& counters_;
  UniqueFd wakeup_;  // eventfd

  std::mutex mutex_;  // guards the queues of outlets_, and all below
  Outlets outlets_;   // the vector itself changes on the delivery thread alone
  std::vector<Replacement> replacements_;
  bool finishing_ = false;
  Clock::time_point deadline_;  // once finishing

  std::thread thread_;
};

}  // namespace ak::sink
