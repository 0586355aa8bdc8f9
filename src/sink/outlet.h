// One sink's way through the backlog: what it has been offered, what it has confirmed, and what it
// lost. Used on the delivery thread alone.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "sink/filter.h"
#include "sink/sink.h"
#include "store/backlog.h"

namespace ak::sink {

// A sink as it is configured.
struct NamedSink {
  std::string name;
  Filter filter;
  std::unique_ptr<Sink> sink;
};

// What is told of a sink to a person.
struct SinkStatus {
  std::string name;
  std::string type;
  bool up = true;
  std::string why;           // it is down, or what it waits for; may be empty
  std::uint64_t queued = 0;  // not yet delivered, or delivered and not yet confirmed
  std::uint64_t delivered = 0;
  std::uint64_t lost = 0;
  std::optional<TimeMs> oldest_waiting;  // created; of what is queued
};

class Outlet {
 public:
  // `counters` outlives it. Begins in the backlog where the sink of that name has come to.
  Outlet(NamedSink sink, store::Backlog& backlog, Counters& counters);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Sink& sink() { return *sink_; }
  [[nodiscard]] bool blocked() const { return blocked_; }

  // Takes the place of the sink there was: what waits for that one waits on for this.
  void replace(NamedSink sink, store::Backlog& backlog);
  void open() { sink_->open(); }

  // Offers the sink what it has not taken. True: more waits that could be offered at once.
  [[nodiscard]] bool pump(store::Backlog& backlog);

  // Moves the sink's place in the backlog up to what it has confirmed.
  void settle(store::Backlog& backlog);

  // Counts the messages that came into the backlog.
  void note_arrival(const store::MessageHead& head) { queued_ += filter_.wants(head) ? 1 : 0; }
  // Those rows, the oldest of all, are gone.
  void note_dropped(const std::vector<store::RowHead>& rows);
  // All rows up to that seq are gone, nobody knows which.
  void note_damaged(std::int64_t up_to);
  // How many alerts were lost to this sink since it was last asked.
  [[nodiscard]] std::uint64_t take_losses() { return std::exchange(untold_losses_, 0); }
  // Begins where the backlog says that the sink of this name has come to.
  void begin_anew(store::Backlog& backlog);

  // Nothing more to be done here: all is delivered, or cannot be delivered now.
  [[nodiscard]] bool drained(const store::Backlog& backlog) const;
  [[nodiscard]] bool at_end(const store::Backlog& backlog) const;

  [[nodiscard]] SinkStatus status() const;

 private:
  struct Sent {
    std::int64_t seq;
    TimeMs created;
    bool is_alert;
  };

  [[nodiscard]] bool offer(const store::Row& row);
  void rewind();
  void count_queued(store::Backlog& backlog);
  void lose(std::uint64_t alerts);
  void leave_queue();
  void pass(std::int64_t seq);

  std::string name_;
  Filter filter_;
  std::unique_ptr<Sink> sink_;
  Counters& counters_;
  std::int64_t position_ = 0;    // the last one that was offered and is out of our hands
  std::deque<store::Row> page_;  // what follows, as far as it was read
  std::deque<Sent> sent_;        // taken, and not confirmed
  std::int64_t gone_up_to_ = 0;  // rows that were dropped
  bool blocked_ = false;
  std::uint64_t queued_ = 0;  // wanted and not taken
  std::uint64_t delivered_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t untold_losses_ = 0;
};

}  // namespace ak::sink
