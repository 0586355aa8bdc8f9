// TOML text as plain values with their places, and a checked reader on top: what configuration and
// rule files are read with. The only door to toml++ (any version from 2.5). Nothing is thrown;
// complaints are Diagnostics with file, line, column and caret.
//
//   DiagnosticList complaints;
//   if (auto document = parse_toml(text, "config.toml", complaints)) {
//     TomlTable root(*document, complaints);
//     if (auto socket = root.table("socket")) {
//       path = socket->string("path").value_or(path);
//       socket->report_unknown_keys(Severity::error);
//     }
//     root.report_unknown_keys(Severity::error);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace ak {

// A stretch of the document's text.
struct TomlSpan {
  std::size_t offset = 0;  // bytes from the start of the text
  std::size_t width = 0;   // bytes
};

struct TomlEntry;

struct TomlValue {
  enum class Kind { string, integer, floating, boolean, datetime, array, table };

  Kind kind = Kind::table;
  TomlSpan span;                   // a string with its quotes; a [table]'s header
  std::string string;              // string: its value; datetime: as written
  std::int64_t integer = 0;        // integer
  double floating = 0;             // floating
  bool boolean = false;            // boolean
  std::vector<TomlValue> items;    // array
  std::vector<TomlEntry> entries;  // table: in the file's order, no key twice

  // The value of `key`, nullptr without one. REQUIRES: a table.
  [[nodiscard]] const TomlEntry* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  TomlSpan key_span;  // the value's where the key is written with escapes
  TomlValue value;
};

// "a string", "an array", …: for messages.
std::string_view kind_name(TomlValue::Kind kind);

struct TomlDocument {
  std::string file;  // as the user named it
  std::string text;  // without a byte order mark
  TomlValue root;

  // A complaint about that stretch of the text. A stretch of several lines is marked in its first.
  [[nodiscard]] Diagnostic diagnose(Severity severity, std::string code, TomlSpan span,
                                    std::string message, std::string hint = {}) const;
};

// Nothing, and one complaint, if `text` is no TOML, over limits::kMaxTomlBytes or nested deeper
// than limits::kMaxTomlDepth.
std::optional<TomlDocument> parse_toml(std::string_view text, std::string file,
                                       DiagnosticList& complaints);

// One table of a document, read key by key. A getter returns nothing when the key is missing, and
// nothing after a complaint when its value is of another kind. Document and list outlive it.
class TomlTable {
 public:
  TomlTable(const TomlDocument& document, DiagnosticList& complaints);  // the root table

  [[nodiscard]] std::optional<std::string> string(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  // Complains about a number outside [least, most].
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                                    std::int64_t most);
  // A text such as "90s" (base/quantity.h), in milliseconds.
  [[nodiscard]] std::optional<std::int64_t> duration(std::string_view key, std::int64_t least_ms,
                                                     std::int64_t most_ms);
  // A number of bytes, or a text such as "64MB" (base/quantity.h).
  [[nodiscard]] std::optional<std::int64_t> bytes(std::string_view key, std::int64_t least,
                                                  std::int64_t most);
  // Complains about each item that is no string, and leaves it out.
  [[nodiscard]] std::optional<std::vector<std::string>> strings(std::string_view key);
  // A text that must be one of `choices`; complains with the list of them, returns its index.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key,
                                                  const std::vector<std::string_view>& choices);
  [[nodiscard]] std::optional<TomlTable> table(std::string_view key);
  [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);  // [[key]]; empty: missing

  // The keys that it has, in the file's order: of a table of tables, whose keys are names.
  [[nodiscard]] std::vector<std::string> keys() const;

  // The value as it stands, nullptr when missing. Counts as asked for.
  [[nodiscard]] const TomlValue* value(std::string_view key);

  // Complains (E103) unless the key is there.
  void require(std::string_view key);

  // Keys that may stand here and are not read.
  void accept(std::initializer_list<std::string_view> keys);

  // Complains about each key that no getter was asked for and that was not accepted, with the
  // nearest that was: E106, or W106 if only a warning. To be called after the getters. Tells
  // whether there was one.
  bool report_unknown_keys(Severity severity);

  // A complaint at the key's value, or at the table itself if there is no such key.
  void complain(Severity severity, std::string code, std::string_view key, std::string message,
                std::string hint = {});

  // "rule.threat": the table's full name, "" for the root.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  TomlTable(const TomlTable& parent, const TomlValue& value, std::string name);

  const TomlValue* expect(std::string_view key, TomlValue::Kind kind);
  [[nodiscard]] std::string full_name(std::string_view key) const;

  void add(Severity severity, std::string code, TomlSpan span, std::string message,
           std::string hint = {});

  const TomlDocument& document_;
  const TomlValue& value_;
  DiagnosticList& complaints_;
  std::string name_;
  std::vector<std::string> known_;
};

}  // namespace ak
