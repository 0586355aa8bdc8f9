// An SQLite database. The only door to SQLite. Nothing is thrown: a call that fails returns false,
// and trouble() says why. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ak::store {

enum class Trouble {
  none,
  busy,     // another process has it
  full,     // the disk, or the file's own limit
  refused,  // not to be opened or not to be written
  io,       // the device failed
  damaged,  // no database, or one that contradicts itself, or whose file was taken away
};

class Database {
 public:
  Database() = default;
  ~Database() { close(); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The file must be there already: its owner and mode are its maker's business.
  [[nodiscard]] bool open(const std::string& path);
  // REQUIRES: no Statement is left.
  void close();
  [[nodiscard]] bool is_open() const { return handle_ != nullptr; }

  [[nodiscard]] bool run(const char* sql);  // of a statement without parameters and rows

  // Of the last call that failed.
  [[nodiscard]] Trouble trouble() const { return trouble_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  friend class Statement;

  bool check(int code);

  sqlite3* handle_ = nullptr;
  Trouble trouble_ = Trouble::none;
  std::string problem_;
};

// A prepared statement.
//
//   Statement select(database, "SELECT seq, json FROM alerts WHERE seq > ?");
//   select.start(17);
//   while (select.next()) use(select.integer(0), select.text(1));
//   if (select.failed()) …
class Statement {
 public:
  Statement() = default;
  // `sql` that does not fit the database leaves it unusable: failed().
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Begins anew with these parameters: integers and texts. A text must live until the last next().
  template <typename... Values>
  void start(const Values&... values) {
    begin();
    (bind(values), ...);
  }

  // The next row; false at the end, and on failure.
  [[nodiscard]] bool next();
  [[nodiscard]] bool failed() const { return failed_; }

  // Of the row: columns from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;

  // Runs to its end. False on failure.
  template <typename... Values>
  [[nodiscard]] bool run(const Values&... values) {
    start(values...);
    while (next()) {
    }
    end();
    return !failed_;
  }

  // Lets go of what a statement that is under way holds.
  void end();

 private:
  void begin();
  void bind(std::int64_t value);
  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view(text)); }

  Database* database_ = nullptr;
  sqlite3_stmt* handle_ = nullptr;
  int parameter_ = 0;
  bool failed_ = true;
};

}  // namespace ak::store
