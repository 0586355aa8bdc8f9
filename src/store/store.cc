#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace ak::store {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kTidyInterval = 64;  // transactions
constexpr std::int64_t kPageBytes = 4096;
constexpr std::int64_t kFreePages = 256;  // left in the file for what comes

// size: bytes of json. arrived: by totals.clock, the milliseconds that the store has been in use.
// The index answers for heads without touching the JSON.
constexpr const char* kSchema = R"(
CREATE TABLE alerts (
  seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, severity INTEGER NOT NULL,
  rule_id TEXT NOT NULL, event_id TEXT NOT NULL, created INTEGER NOT NULL,
  arrived INTEGER NOT NULL, sequence INTEGER NOT NULL, topic TEXT NOT NULL, size INTEGER NOT NULL, json TEXT NOT NULL);
CREATE INDEX heads ON alerts (seq, kind, severity, rule_id, arrived, size);
CREATE INDEX topics ON alerts (topic) WHERE topic <> '';
CREATE TABLE cursors (sink TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE recent (
  seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, rule_id TEXT NOT NULL,
  arrived INTEGER NOT NULL);
CREATE TABLE totals (
  id INTEGER PRIMARY KEY CHECK (id = 1), last_seq INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL,
  clock INTEGER NOT NULL);
INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0);
PRAGMA user_version = 1;
)";

RowHead read_head(const Statement& row, int column) {
  RowHead head;
  head.seq = row.integer(column);
  head.head.kind = static_cast<MessageKind>(row.integer(column + 1));
  head.head.severity = static_cast<detect::RuleSeverity>(row.integer(column + 2));
  head.head.rule_id = row.text(column + 3);
  return head;
}

}  // namespace

struct Store::Statements {
  explicit Statements(Database& db)
      : begin(db, "BEGIN IMMEDIATE"),
        commit(db, "COMMIT"),
        insert(db, "INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        of_topic(db, "SELECT seq, size FROM alerts WHERE topic = ? AND topic <> ''"),
        remove_one(db, "DELETE FROM alerts WHERE seq = ?"),
        sum(db, "SELECT count(*), sum(size) FROM alerts INDEXED BY heads WHERE seq <= ?"),
        remove(db, "DELETE FROM alerts WHERE seq <= ?"),
        oldest(db,
               "SELECT seq, kind, severity, rule_id, arrived, size FROM alerts INDEXED BY heads "
               "WHERE seq > ? ORDER BY seq"),
        after(db,
              "SELECT seq, kind, severity, rule_id, event_id, created, sequence, topic, json "
              "FROM alerts WHERE seq > ? ORDER BY seq LIMIT ?"),
        set_cursor(db, "INSERT OR REPLACE INTO cursors VALUES (?, ?)"),
        remove_cursor(db, "DELETE FROM cursors WHERE sink = ?"),
        remember(db, "INSERT OR REPLACE INTO recent VALUES (?, ?, ?, ?)"),
        forget(db,
               "DELETE FROM recent WHERE arrived < ? OR seq <= (SELECT seq FROM recent "
               "ORDER BY seq DESC LIMIT 1 OFFSET ?)"),
        recent(db,
               "SELECT event_id, rule_id FROM recent WHERE arrived >= ? ORDER BY seq DESC "
               "LIMIT ?"),
        set_totals(db,
                   "UPDATE totals SET last_seq = ?, last_sequence = ?, rows = ?, bytes = ?, "
                   "clock = ?") {}

  Statement begin, commit, insert, of_topic, remove_one, sum, remove, oldest, after, set_cursor,
      remove_cursor, remember, forget, recent, set_totals;

  [[nodiscard]] bool usable() const {
    const auto all = {&begin,         &commit,   &insert, &of_topic, &remove_one,
                      &sum,           &remove,   &oldest, &after,    &set_cursor,
                      &remove_cursor, &remember, &forget, &recent,   &set_totals};
    return std::none_of(all.begin(), all.end(), [](const Statement* s) { return s->failed(); });
  }
};

Store::Store(Options options) : options_(std::move(options)) {}

Store::~Store() {
  close();
}

std::string Store::path() const {
  return options_.directory + "/alerts.db";
}

std::uint64_t Store::last_sequence() const {
  return static_cast<std::uint64_t>(totals_.last_sequence);
}

bool Store::fail(Trouble trouble, std::string problem) {
  trouble_ = trouble;
  problem_ = std::move(problem);
  return false;
}

bool Store::fail() {
  return fail(database_.trouble(), database_.problem());
}

// --- opening ---------------------------------------------------------------------------------

bool Store::open() {
  close();
  if (open_file() && prepare_schema() && prepare_statements() && load()) return true;
  close();
  return false;
}

void Store::close() {
  sql_.reset();
  database_.close();
}

bool Store::open_file() {
  if (Status made = make_private_directory(options_.directory); !made) {
    return fail(Trouble::refused, made.error().message);
  }
  if (Status made = make_private_file(path()); !made) {
    return fail(Trouble::refused, made.error().message);
  }
  file_ = file_id(path());
  return database_.open(path()) || fail();
}

bool Store::prepare_schema() {
  // Exclusive before the first access: then the index of the log is in our own memory.
  if (!database_.run("PRAGMA locking_mode = EXCLUSIVE")) return fail();
  std::int64_t version = 0;
  std::int64_t tables = 0;
  {
    Statement count(database_, "SELECT count(*) FROM sqlite_master");
    Statement ask(database_, "PRAGMA user_version");
    count.start();
    if (count.next()) tables = count.integer(0);
    if (count.failed()) return fail();
    ask.start();
    if (ask.next()) version = ask.integer(0);
    if (ask.failed()) return fail();
  }
  if (version != kVersion && (version != 0 || tables != 0)) {
    return fail(Trouble::damaged, fmt::format("it has version {}, not {}", version, kVersion));
  }
  if (version == 0 && !database_.run("PRAGMA auto_vacuum = INCREMENTAL")) return fail();
  const std::string log_limit =
      fmt::format("PRAGMA journal_size_limit = {}", limits::kMaxStoreLogBytes);
  const std::string checkpoint =
      fmt::format("PRAGMA wal_autocheckpoint = {}", limits::kMaxStoreLogBytes / kPageBytes);
  for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
                             log_limit.c_str(), checkpoint.c_str()}) {
    if (!database_.run(pragma)) return fail();
  }
  if (options_.max_file_bytes > 0) {
    const auto pages = static_cast<std::int64_t>(options_.max_file_bytes) / kPageBytes;
    if (!database_.run(fmt::format("PRAGMA max_page_count = {}", pages).c_str())) return fail();
  }
  if (version == kVersion) return true;
  if (database_.run(fmt::format("BEGIN IMMEDIATE;{}COMMIT", kSchema).c_str())) return true;
  fail();
  static_cast<void>(database_.run("ROLLBACK"));
  return false;
}

bool Store::prepare_statements() {
  sql_ = std::make_unique<Statements>(database_);
  return sql_->usable() || fail();
}

bool Store::load() {
  Statement totals(database_, "SELECT last_seq, last_sequence, rows, bytes, clock FROM totals");
  totals.start();
  if (!totals.next()) return fail(Trouble::damaged, "it has no totals");
  totals_ = {totals.integer(0), totals.integer(1), totals.integer(2), totals.integer(3),
             totals.integer(4)};
  cursors_.clear();
  Statement cursors(database_, "SELECT sink, seq FROM cursors");
  cursors.start();
  while (cursors.next()) cursors_[cursors.text(0)] = cursors.integer(1);
  return !cursors.failed() || fail();
}

bool Store::set_aside() {
  close();
  bool renamed = true;
  for (const char* suffix : {"", "-wal"}) {
    const std::string file = path() + suffix;
    const std::string aside = path() + ".damaged" + suffix;
    std::remove(aside.c_str());
    if (std::rename(file.c_str(), aside.c_str()) != 0 && *suffix == '\0') renamed = false;
  }
  totals_ = {};
  cursors_.clear();
  return renamed;
}

// --- writing ---------------------------------------------------------------------------------

bool Store::write(const Change& change, std::vector<RowHead>& dropped) {
  if (file_id(path()) != file_) return fail(Trouble::damaged, "its file was taken away");
  next_ = totals_;
  next_.clock += change.elapsed_ms;
  dropped.clear();
  if (!sql_->begin.run()) return fail();
  if (!apply(change, dropped) || !sql_->commit.run()) {
    fail();
    dropped.clear();
    static_cast<void>(database_.run("ROLLBACK"));  // fails where SQLite has done it already
    return false;
  }
  totals_ = next_;
  cursors_ = change.cursors;
  if (++since_tidied_ >= kTidyInterval) {
    since_tidied_ = 0;
    vacuum();
  }
  return true;
}

// What frees space comes first, so that a full disk does not keep it from being freed.
bool Store::apply(const Change& change, std::vector<RowHead>& dropped) {
  if (!remove_taken(change.taken) || !write_cursors(change.cursors)) return false;
  if (change.rows != nullptr) {
    for (const Row& row : *change.rows) {
      if (!count_in(row)) return false;
      if (row.seq > change.taken && !insert(row)) return false;
    }
  }
  if (!drop_beyond_bounds(dropped)) return false;
  if (since_tidied_ == 0 && !forget_old_ids()) return false;
  return sql_->set_totals.run(next_.last_seq, next_.last_sequence, next_.rows, next_.bytes,
                              next_.clock);
}

bool Store::remove_taken(std::int64_t taken) {
  if (next_.rows == 0) return true;
  Statement& sum = sql_->sum;
  sum.start(taken);
  if (!sum.next()) return false;
  const std::int64_t rows = sum.integer(0);
  const std::int64_t bytes = sum.integer(1);
  sum.end();
  if (rows == 0) return true;
  next_.rows -= rows;
  next_.bytes -= bytes;
  return sql_->remove.run(taken);
}

bool Store::write_cursors(const Cursors& cursors) {
  for (const auto& [sink, seq] : cursors_) {
    if (cursors.count(sink) == 0 && !sql_->remove_cursor.run(sink)) return false;
  }
  for (const auto& [sink, seq] : cursors) {
    const auto old = cursors_.find(sink);
    if (old != cursors_.end() && old->second == seq) continue;
    if (!sql_->set_cursor.run(sink, seq)) return false;
  }
  return true;
}

bool Store::insert(const Row& row) {
  const Message& message = row.message;
  const std::string topic = topic_of(message);
  const auto size = static_cast<std::int64_t>(message.json.size());
  if (!topic.empty() && !replace_topic(topic)) return false;
  if (!sql_->insert.run(row.seq, static_cast<std::int64_t>(message.kind),
                        static_cast<std::int64_t>(message.severity), message.rule_id,
                        message.event_id, message.created, next_.clock,
                        static_cast<std::int64_t>(message.sequence), topic, size, message.json)) {
    return false;
  }
  ++next_.rows;
  next_.bytes += size;
  return true;
}

// What is known of a message also when nobody needs it any more.
bool Store::count_in(const Row& row) {
  const Message& message = row.message;
  next_.last_seq = row.seq;
  next_.last_sequence = std::max(next_.last_sequence, static_cast<std::int64_t>(message.sequence));
  return message.kind != MessageKind::alert ||
         sql_->remember.run(row.seq, message.event_id, message.rule_id, next_.clock);
}

bool Store::replace_topic(const std::string& topic) {
  std::vector<std::int64_t> older;
  Statement& select = sql_->of_topic;
  select.start(topic);
  while (select.next()) {
    older.push_back(select.integer(0));
    next_.bytes -= select.integer(1);
    --next_.rows;
  }
  if (select.failed()) return false;
  return std::all_of(older.begin(), older.end(),
                     [&](std::int64_t seq) { return sql_->remove_one.run(seq); });
}

bool Store::over_bounds(std::int64_t arrived) const {
  return next_.rows > static_cast<std::int64_t>(options_.max_alerts) ||
         next_.bytes > static_cast<std::int64_t>(options_.max_bytes) ||
         next_.clock - arrived > options_.max_age_ms;
}

bool Store::drop_beyond_bounds(std::vector<RowHead>& dropped) {
  Statement& oldest = sql_->oldest;
  oldest.start(std::int64_t{-1});
  while (oldest.next() && over_bounds(oldest.integer(4))) {
    dropped.push_back(read_head(oldest, 0));
    --next_.rows;
    next_.bytes -= oldest.integer(5);
  }
  const bool failed = oldest.failed();
  oldest.end();
  if (failed) return false;
  return dropped.empty() || sql_->remove.run(dropped.back().seq);
}

bool Store::forget_old_ids() {
  return sql_->forget.run(next_.clock - limits::kRecentAlertsMs,
                          static_cast<std::int64_t>(limits::kMaxRecentAlerts));
}

// Gives back what the file no longer needs, a piece at a time. A failure is no loss.
void Store::vacuum() {
  std::int64_t free_pages = 0;
  {
    Statement ask(database_, "PRAGMA freelist_count");
    ask.start();
    if (ask.next()) free_pages = ask.integer(0);
  }
  if (free_pages <= 2 * kFreePages) return;
  const std::string sql = fmt::format("PRAGMA incremental_vacuum({})", free_pages - kFreePages);
  static_cast<void>(database_.run(sql.c_str()));
}

bool Store::flush() {
  return database_.run("PRAGMA wal_checkpoint(PASSIVE)") || fail();
}

// --- reading ---------------------------------------------------------------------------------

bool Store::read(std::int64_t after, std::size_t max_rows, std::size_t max_bytes,
                 std::vector<Row>& rows) {
  Statement& select = sql_->after;
  select.start(after, static_cast<std::int64_t>(max_rows));
  std::size_t bytes = 0;
  while (bytes < max_bytes && select.next()) {
    const RowHead head = read_head(select, 0);
    Message message;
    message.kind = head.head.kind;
    message.severity = head.head.severity;
    message.rule_id = head.head.rule_id;
    message.event_id = select.text(4);
    message.created = select.integer(5);
    message.sequence = static_cast<std::uint64_t>(select.integer(6));
    message.topic = select.text(7);
    message.json = select.text(8);
    bytes += message.json.size();
    rows.push_back({head.seq, std::move(message)});
  }
  const bool failed = select.failed();
  select.end();
  return !failed || fail();
}

bool Store::read_heads(std::int64_t after, std::vector<RowHead>& heads) {
  Statement& select = sql_->oldest;
  select.start(after);
  while (select.next()) heads.push_back(read_head(select, 0));
  return !select.failed() || fail();
}

std::vector<AlertId> Store::recent() {
  std::vector<AlertId> ids;
  Statement& select = sql_->recent;
  select.start(totals_.clock - limits::kRecentAlertsMs,
               static_cast<std::int64_t>(limits::kMaxRecentAlerts));
  while (select.next()) ids.emplace_back(select.text(0), select.text(1));
  std::reverse(ids.begin(), ids.end());
  return ids;
}

}  // namespace ak::store
