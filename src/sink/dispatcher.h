// The delivery thread: puts each message into the store, and then hands it to every sink, so that
// no sink and no disk is ever waited for by the reader. A sink takes messages in order, at its own
// pace; one that is away delays no other. What is in the store outlives this process: each sink
// gets each message that it wants at least once.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "base/fd.h"
#include "base/time.h"
#include "sink/losses.h"
#include "sink/outlet.h"
#include "sink/queue.h"
#include "sink/sink.h"
#include "store/backlog.h"

namespace ak::sink {

class Dispatcher {
 public:
  using Sinks = std::vector<NamedSink>;

  struct Options {
    store::Options store;
    QueueLimits queue;
    // Of what is kept in memory while the store cannot be written.
    QueueLimits held = {limits::kMaxHeldAlerts, limits::kMaxHeldBytes};
    std::string host_name;  // in notices of losses; may be empty
    // How often a receiver that is away, or a store that cannot be written, is tried again.
    std::chrono::milliseconds retry_interval{1000};
    std::chrono::milliseconds notice_interval{60000};  // at most one notice of losses in it
    // Sinks of an earlier run that are not in `sinks` any more hold no messages. Not so where the
    // configuration has errors: they may be back when those are mended.
    bool forget_other_sinks = true;
    const Clock* clock = nullptr;  // of notices; nullptr: the system's
  };

  // Opens the store and starts the thread. `counters` outlives the Dispatcher; `report` is told of
  // the store's troubles, here and on the delivery thread.
  Dispatcher(Sinks sinks, Counters& counters, const Options& options, Reporter report);
  ~Dispatcher();  // finish(0)
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // What the store knew when it was opened: the last event.sequence of an earlier run (0 without
  // one), and the identities of its latest alerts, delivered or not, the oldest first.
  [[nodiscard]] std::uint64_t last_sequence() const { return last_sequence_; }
  [[nodiscard]] const std::vector<store::AlertId>& recent() const { return recent_; }

  // Queues the message for the store and every sink. Never waits, not for a disk either. After
  // finish(): dropped.
  void submit(Message message);

  // Runs `hook` on the delivery thread once all that was submitted before is in the store. While
  // the store cannot be written it waits; of those that wait only the newest
  // limits::kMaxPostponedHooks are kept. Never run: after finish(), or if finish() had no store.
  void after_commit(std::function<void()> hook);

  // `sink` from now on in place of the one of its name, if there is one: what waits for that one
  // waits on for this.
  void replace_sink(NamedSink sink);
  // None of that name any more; what waits for it waits no longer.
  void remove_sink(std::string name);

  // Sinks open their files anew: after log rotation.
  void reopen();

  // Delivers what is queued, for at most `grace`, and ends the thread. What is left stays in the
  // store; what could not be stored is lost, and counted. Further calls do nothing.
  void finish(std::chrono::milliseconds grace);

  // Any thread may ask.
  struct Status {
    std::vector<SinkStatus> sinks;
    std::string store;  // its file; empty: none is configured
    bool store_works = true;
    std::uint64_t stored = 0;        // messages in it
    std::uint64_t stored_bytes = 0;  // of JSON
    std::uint64_t held = 0;          // in memory, since the store cannot be written
    std::uint64_t queued = 0;        // in memory, on the way to the store
  };
  [[nodiscard]] Status status() const;

 private:
  struct Change {
    std::string name;
    std::optional<NamedSink> sink;  // nothing: removed
  };
  using Hooks = std::vector<std::function<void()>>;

  void run();
  void adopt_changes();
  void adopt(Change change);
  void take_queue();
  void commit(std::vector<Message> batch);
  void run_hooks();
  [[nodiscard]] bool deliver();
  void collect_losses();
  void publish_status();
  void wait_for_events(bool at_once);
  [[nodiscard]] bool finished(bool more);
  [[nodiscard]] int wait_timeout_ms(bool retry);
  void conclude();
  void wake() const;
  [[nodiscard]] TimeMs wall_time() const;

  const Options options_;
  Counters& counters_;
  UniqueFd wakeup_;  // eventfd
  store::Backlog backlog_;
  std::uint64_t last_sequence_ = 0;
  std::vector<store::AlertId> recent_;

  // Of the delivery thread.
  std::vector<std::unique_ptr<Outlet>> outlets_;
  Losses losses_;
  Hooks hooks_;  // that wait for the store
  bool concluding_ = false;

  mutable std::mutex mutex_;  // guards all below; held for moments only
  Queue queue_;
  Hooks new_hooks_;
  std::uint64_t overflow_ = 0;  // dropped from queue_, not told yet
  std::vector<Change> changes_;
  bool reopen_ = false;
  bool finishing_ = false;
  SteadyTime deadline_;  // once finishing
  Status status_;

  std::thread thread_;
};

}  // namespace ak::sink
