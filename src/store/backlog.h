// All messages that some sink has not taken yet, in one order: those in the store, and after them
// those that are in memory alone, since they are new or the store cannot be written. The store's
// troubles end here: they are counted, told once, and tried again; what waits meanwhile is kept in
// bounded memory and given out from there. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "store/message.h"
#include "store/store.h"

namespace ak::store {

class Backlog {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Reporter = std::function<void(const std::string&)>;  // one line about the store

  struct Limits {
    Options store;
    std::size_t max_held_alerts = limits::kMaxHeldAlerts;  // in memory
    std::size_t max_held_bytes = limits::kMaxHeldBytes;
    std::chrono::milliseconds retry_interval{1000};
    // How long a written alert may lack a sync to the disk.
    std::chrono::milliseconds flush_interval{5000};
  };

  // `counters` outlives it. Opens the store.
  Backlog(Limits limits, Counters& counters, Reporter report, Time now);

  // A sink's place; a new one begins at the present. Returns the seq up to which it has taken all.
  std::int64_t add_sink(const std::string& name);
  // It holds no rows any more.
  void remove_sink(const std::string& name);
  // Removes those that are not in `names`: left over from another configuration.
  void keep_sinks(const std::vector<std::string>& names);
  void advance(const std::string& sink, std::int64_t seq);

  struct Outcome {
    // What some sink may have been waiting for is lost: dropped at a bound, the oldest first.
    std::vector<RowHead> dropped;
    // Rows up to this seq, from the place of each sink on, are lost: the store was damaged.
    std::int64_t damaged_up_to = 0;
    // The store could be opened at last, and knows places of sinks from before: begin there.
    bool begins_anew = false;
  };
  // Takes `batch` in, and writes all that is not written yet: messages and places of sinks.
  Outcome commit(std::vector<Message> batch, Time now);

  // Nothing that was taken in is in memory alone.
  [[nodiscard]] bool is_written() const { return in_memory_only() || held_.empty(); }
  // commit() has something to do after the retry interval.
  [[nodiscard]] bool wants_retry() const { return failing_ || unreadable_ || unflushed_; }

  // Rows after that seq, in order, at most limits::kPageRows and about limits::kPageBytes.
  std::vector<Row> read(std::int64_t after);
  // Heads of all rows after that seq.
  std::vector<RowHead> read_heads(std::int64_t after);
  // Of those that are in memory alone.
  [[nodiscard]] std::vector<RowHead> held_heads() const;

  [[nodiscard]] std::int64_t last_seq() const { return last_seq_; }
  [[nodiscard]] std::uint64_t last_sequence() const { return store_.last_sequence(); }
  [[nodiscard]] std::vector<AlertId> recent() { return is_open() ? store_.recent() : none(); }

  [[nodiscard]] bool is_open() const { return store_.is_open(); }
  // False: what read() gave may lack what is in the store.
  [[nodiscard]] bool is_readable() const { return !unreadable_; }
  [[nodiscard]] bool is_failing() const { return failing_; }
  [[nodiscard]] std::size_t stored_rows() const { return store_.rows(); }
  [[nodiscard]] std::size_t stored_bytes() const { return store_.bytes(); }
  [[nodiscard]] std::size_t held_rows() const { return held_.size(); }

 private:
  static std::vector<AlertId> none() { return {}; }
  [[nodiscard]] bool in_memory_only() const { return limits_.store.directory.empty(); }
  [[nodiscard]] std::int64_t taken() const;  // by all
  void open(Outcome& outcome);
  void take_in(std::vector<Message> batch);
  void forget_topic(const std::string& topic);
  void write_all(Outcome& outcome, Time now);
  void write(Outcome& outcome, Time now);
  void written();
  void failed(Outcome& outcome);
  void abandon(Outcome& outcome);
  void let_go(std::int64_t taken);
  void bound(Outcome& outcome);
  void flush_if_due(Time now);

  const Limits limits_;
  Counters& counters_;
  const Reporter report_;
  Store store_;
  Store::Cursors cursors_;
  std::deque<Row> held_;  // seqs above all in the store
  std::size_t held_bytes_ = 0;
  std::int64_t last_seq_ = 0;
  bool changed_ = false;     // cursors_ differ from the store's
  bool failing_ = false;     // the last write failed
  bool unreadable_ = false;  // the last read failed
  bool had_store_ = false;   // it was open once
  Time next_try_;
  Time last_write_;
  bool unflushed_ = false;
  Time unflushed_since_;
};

}  // namespace ak::store
