#include "store/database.h"

#include <sqlite3.h>

#include <utility>

namespace ak::store {
namespace {

Trouble trouble_of(int code) {
  if (code == SQLITE_READONLY_DBMOVED) return Trouble::damaged;
  switch (code & 0xFF) {
    case SQLITE_OK:
      return Trouble::none;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Trouble::busy;
    case SQLITE_FULL:
      return Trouble::full;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return Trouble::refused;
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
      return Trouble::io;
    default:  // SQLITE_CORRUPT, SQLITE_NOTADB; SQLITE_ERROR: a table is not as it should be
      return Trouble::damaged;
  }
}

}  // namespace

bool Database::check(int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return true;
  trouble_ = trouble_of(code);
  problem_ = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  return false;
}

bool Database::open(const std::string& path) {
  close();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (!check(sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr))) {
    close();
    return false;
  }
  sqlite3_extended_result_codes(handle_, 1);
  return true;
}

void Database::close() {
  sqlite3_close(handle_);
  handle_ = nullptr;
}

bool Database::run(const char* sql) {
  return check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v3(database.handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  failed_ = !database.check(code);
}

Statement::~Statement() {
  sqlite3_finalize(handle_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      handle_(std::exchange(other.handle_, nullptr)),
      failed_(other.failed_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(handle_, other.handle_);
  std::swap(failed_, other.failed_);
  return *this;
}

void Statement::begin() {
  end();
  failed_ = handle_ == nullptr;
  parameter_ = 0;
}

void Statement::end() {
  if (handle_ != nullptr) sqlite3_reset(handle_);
}

void Statement::bind(std::int64_t value) {
  if (!failed_) failed_ = !database_->check(sqlite3_bind_int64(handle_, ++parameter_, value));
}

void Statement::bind(std::string_view text) {
  if (failed_) return;
  failed_ = !database_->check(sqlite3_bind_text64(handle_, ++parameter_, text.data(), text.size(),
                                                  SQLITE_STATIC, SQLITE_UTF8));
}

bool Statement::next() {
  if (failed_) return false;
  const int code = sqlite3_step(handle_);
  failed_ = !database_->check(code);
  return code == SQLITE_ROW;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

}  // namespace ak::store
