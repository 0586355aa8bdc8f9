// Messages in an SQLite file until every sink has taken them. WAL: what write() has returned true
// for is there after this process was killed, whatever it was doing. After a loss of power the file
// is whole, and holds what was written before the last flush(); the file's system decides about
// the rest (synchronous=NORMAL: a sync for each alert would make each wait for the disk).
//
// Ages are measured by a clock of the store's own, which runs while the store is in use: the host's
// may be set, and then all that is stored would seem old, or all that comes.
//
// Nobody else has the file open meanwhile (locking_mode=EXCLUSIVE), so no reader keeps the log from
// being written back, and it stays as small as limits::kMaxStoreLogBytes. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/time.h"
#include "store/database.h"
#include "store/directory.h"
#include "store/message.h"

namespace ak::store {

struct Options {
  std::string directory;  // made if it is missing, 0700; empty: nothing is stored
  std::size_t max_alerts = limits::kDefaultStoredAlerts;
  std::size_t max_bytes = limits::kDefaultStoredBytes;  // of JSON
  TimeMs max_age_ms = limits::kDefaultStoredAgeMs;      // counted while it is in use
  std::size_t max_file_bytes = 0;                       // 0: as many as the disk has

  bool operator==(const Options&) const = default;
};

// An alert's identity: event.id and rule.id.
using AlertId = std::pair<std::string, std::string>;

class Store {
 public:
  // By name of a sink: all up to this seq was taken.
  using Cursors = std::map<std::string, std::int64_t>;

  explicit Store(Options options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Opens the file, and makes it if it is missing. False: trouble() and problem() say why;
  // Trouble::damaged also for the file of a version that is not known.
  [[nodiscard]] bool open();
  void close();
  [[nodiscard]] bool is_open() const { return database_.is_open(); }

  // Renames the file, which is closed, to *.damaged, in place of an older one of that name.
  [[nodiscard]] bool set_aside();
  [[nodiscard]] std::string path() const;

  struct Change {
    const std::deque<Row>* rows = nullptr;  // seqs above all before
    Cursors cursors;                        // all there are
    std::int64_t taken = 0;                 // everything up to this seq is needed no more
    std::int64_t elapsed_ms = 0;            // since the last that was written
  };
  // All of it or nothing. `dropped`: what went since the store is bounded, oldest first.
  [[nodiscard]] bool write(const Change& change, std::vector<RowHead>& dropped);

  // Rows after that seq, in order: at most `max_rows`, and no more once they hold `max_bytes`.
  [[nodiscard]] bool read(std::int64_t after, std::size_t max_rows, std::size_t max_bytes,
                          std::vector<Row>& rows);
  [[nodiscard]] bool read_heads(std::int64_t after, std::vector<RowHead>& heads);

  // Onto the disk.
  [[nodiscard]] bool flush();

  // What the file said when it was opened, and what was written since.
  [[nodiscard]] const Cursors& cursors() const { return cursors_; }
  [[nodiscard]] std::int64_t last_seq() const { return totals_.last_seq; }
  [[nodiscard]] std::uint64_t last_sequence() const;
  [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(totals_.rows); }
  [[nodiscard]] std::size_t bytes() const { return static_cast<std::size_t>(totals_.bytes); }

  // Identities of the alerts of the last limits::kRecentAlertsMs that the store was in use, at most
  // limits::kMaxRecentAlerts, the oldest first.
  [[nodiscard]] std::vector<AlertId> recent();

  [[nodiscard]] Trouble trouble() const { return trouble_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  struct Totals {
    std::int64_t last_seq = 0;
    std::int64_t last_sequence = 0;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    std::int64_t clock = 0;  // milliseconds in use
  };

  [[nodiscard]] bool open_file();
  [[nodiscard]] bool prepare_schema();
  [[nodiscard]] bool prepare_statements();
  [[nodiscard]] bool load();
  bool fail(Trouble trouble, std::string problem);
  bool fail();  // with the database's own words

  [[nodiscard]] bool apply(const Change& change, std::vector<RowHead>& dropped);
  [[nodiscard]] bool remove_taken(std::int64_t taken);
  [[nodiscard]] bool write_cursors(const Cursors& cursors);
  [[nodiscard]] bool insert(const Row& row);
  [[nodiscard]] bool replace_topic(const std::string& topic);
  [[nodiscard]] bool count_in(const Row& row);
  [[nodiscard]] bool drop_beyond_bounds(std::vector<RowHead>& dropped);
  [[nodiscard]] bool over_bounds(std::int64_t arrived) const;
  [[nodiscard]] bool forget_old_ids();
  void vacuum();

  const Options options_;
  Database database_;
  FileId file_;  // that it has open
  Trouble trouble_ = Trouble::none;
  std::string problem_;

  Totals totals_;
  Totals next_;  // what totals_ become with the transaction that is under way
  Cursors cursors_;
  std::size_t since_tidied_ = 0;  // transactions

  struct Statements;
  std::unique_ptr<Statements> sql_;
};

}  // namespace ak::store
