// The checked reader of base/toml.h.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/quantity.h"
#include "base/text.h"
#include "base/toml.h"

namespace ak {

TomlTable::TomlTable(const TomlDocument& document, DiagnosticList& complaints)
    : document_(document), value_(document.root), complaints_(complaints) {}

TomlTable::TomlTable(const TomlTable& parent, const TomlValue& value, std::string name)
    : document_(parent.document_),
      value_(value),
      complaints_(parent.complaints_),
      name_(std::move(name)) {}

std::string TomlTable::full_name(std::string_view key) const {
  return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
}

const TomlValue* TomlTable::value(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  const TomlEntry* entry = value_.find(key);
  return entry == nullptr ? nullptr : &entry->value;
}

const TomlValue* TomlTable::expect(std::string_view key, TomlValue::Kind kind) {
  const TomlValue* found = value(key);
  if (found == nullptr || found->kind == kind) return found;
  complain(Severity::error, "E102", key,
           fmt::format("\"{}\" must be {}, not {}", full_name(key), kind_name(kind),
                       kind_name(found->kind)));
  return nullptr;
}

std::optional<std::string> TomlTable::string(std::string_view key) {
  const TomlValue* found = expect(key, TomlValue::Kind::string);
  if (found == nullptr) return std::nullopt;
  return found->string;
}

std::optional<bool> TomlTable::boolean(std::string_view key) {
  const TomlValue* found = expect(key, TomlValue::Kind::boolean);
  if (found == nullptr) return std::nullopt;
  return found->boolean;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t least,
                                               std::int64_t most) {
  const TomlValue* found = expect(key, TomlValue::Kind::integer);
  if (found == nullptr) return std::nullopt;
  if (found->integer < least || found->integer > most) {
    complain(Severity::error, "E104", key,
             fmt::format("\"{}\" must be from {} to {}", full_name(key), least, most));
    return std::nullopt;
  }
  return found->integer;
}

std::optional<std::int64_t> TomlTable::duration(std::string_view key, std::int64_t least_ms,
                                                std::int64_t most_ms) {
  const std::optional<std::string> text = string(key);
  if (!text) return std::nullopt;
  const std::optional<std::int64_t> ms = parse_duration(*text);
  if (ms && *ms >= least_ms && *ms <= most_ms) return ms;
  complain(Severity::error, "E104", key,
           fmt::format("\"{}\" must be a time from {} to {}", full_name(key),
                       format_duration(least_ms), format_duration(most_ms)),
           ms ? "" : "a whole number and a unit: ms, s, m, h, d");
  return std::nullopt;
}

std::optional<std::int64_t> TomlTable::bytes(std::string_view key, std::int64_t least,
                                             std::int64_t most) {
  const TomlValue* found = value(key);
  if (found != nullptr && found->kind == TomlValue::Kind::integer) {
    return integer(key, least, most);
  }
  const std::optional<std::string> text = string(key);
  if (!text) return std::nullopt;
  const std::optional<std::int64_t> bytes = parse_bytes(*text);
  if (bytes && *bytes >= least && *bytes <= most) return bytes;
  complain(Severity::error, "E104", key,
           fmt::format("\"{}\" must be a size from {} to {}", full_name(key), format_bytes(least),
                       format_bytes(most)),
           bytes ? "" : "a whole number of bytes, or with a unit: kB, MB, GB, KiB, MiB, GiB");
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlTable::strings(std::string_view key) {
  const TomlValue* found = expect(key, TomlValue::Kind::array);
  if (found == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const TomlValue& item : found->items) {
    if (item.kind == TomlValue::Kind::string) {
      texts.push_back(item.string);
    } else {
      add(Severity::error, "E102", item.span,
          fmt::format("\"{}\" must hold only strings, not {}", full_name(key),
                      kind_name(item.kind)));
    }
  }
  return texts;
}

std::optional<std::size_t> TomlTable::choice(std::string_view key,
                                             const std::vector<std::string_view>& choices) {
  const std::optional<std::string> text = string(key);
  if (!text) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), *text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  const std::string_view meant = nearest(*text, choices);
  complain(Severity::error, "E104", key,
           fmt::format("\"{}\" must be one of: {}", full_name(key), fmt::join(choices, ", ")),
           meant.empty() ? "" : fmt::format("did you mean \"{}\"?", meant));
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const TomlValue* found = expect(key, TomlValue::Kind::table);
  if (found == nullptr) return std::nullopt;
  return TomlTable(*this, *found, full_name(key));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> out;
  const TomlValue* found = expect(key, TomlValue::Kind::array);
  if (found == nullptr) return out;
  for (const TomlValue& item : found->items) {
    if (item.kind == TomlValue::Kind::table) {
      out.push_back(TomlTable(*this, item, full_name(key)));
    } else {
      add(Severity::error, "E102", item.span,
          fmt::format("\"{}\" must hold only tables, not {}", full_name(key),
                      kind_name(item.kind)));
    }
  }
  return out;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> names;
  for (const TomlEntry& entry : value_.entries) names.push_back(entry.key);
  return names;
}

void TomlTable::require(std::string_view key) {
  if (value(key) != nullptr) return;
  complain(Severity::error, "E103", key,
           name_.empty() ? fmt::format("[{}] is missing", key)
                         : fmt::format("[{}] has no \"{}\"", name_, key));
}

void TomlTable::accept(std::initializer_list<std::string_view> keys) {
  known_.insert(known_.end(), keys.begin(), keys.end());
}

bool TomlTable::report_unknown_keys(Severity severity) {
  bool found = false;
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const TomlEntry& entry : value_.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    found = true;
    const std::string_view meant = complaints_.full() ? "" : nearest(entry.key, known);
    add(severity, severity == Severity::error ? "E106" : "W106", entry.key_span,
        fmt::format("unknown key \"{}\"", full_name(entry.key)),
        meant.empty() ? "" : fmt::format("did you mean \"{}\"?", meant));
  }
  return found;
}

void TomlTable::complain(Severity severity, std::string code, std::string_view key,
                         std::string message, std::string hint) {
  const TomlEntry* entry = value_.find(key);
  add(severity, std::move(code), entry == nullptr ? value_.span : entry->value.span,
      std::move(message), std::move(hint));
}

void TomlTable::add(Severity severity, std::string code, TomlSpan span, std::string message,
                    std::string hint) {
  if (complaints_.full()) {  // finding the place costs time in proportion to the file
    complaints_.leave_out(severity);
    return;
  }
  complaints_.add(
      document_.diagnose(severity, std::move(code), span, std::move(message), std::move(hint)));
}

}  // namespace ak
