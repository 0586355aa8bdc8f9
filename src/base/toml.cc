#include "base/toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/toml_guard.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
// toml++ asserts about the text ("[." fails one in 3.3) before it complains about the same.
#define TOML_ASSERT(condition) static_cast<void>(0)
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#endif
#include <toml++/toml.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace ak {
namespace {

// toml++ tells places as line and column, both from 1, columns in code points; we tell bytes.
class PlaceIndex {
 public:
  explicit PlaceIndex(std::string_view text) : text_(text) {
    line_points_.push_back(0);
    std::size_t point = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (is_continuation(text[i])) continue;
      if (point % kStride == 0) offsets_.push_back(i);
      ++point;
      if (text[i] == '\n') line_points_.push_back(point);
    }
    points_ = point;
  }

  [[nodiscard]] std::size_t offset(toml::source_position place) const {
    const std::size_t line =
        std::min<std::size_t>(std::max<std::size_t>(place.line, 1), line_points_.size()) - 1;
    const std::size_t column = std::max<std::size_t>(place.column, 1) - 1;
    const std::size_t point = line_points_[line] + column;
    if (point >= points_) return text_.size();
    std::size_t at = offsets_[point / kStride];
    for (std::size_t rest = point % kStride; rest > 0; --rest) {
      do {
        ++at;
      } while (is_continuation(text_[at]));
    }
    return at;
  }

 private:
  static constexpr std::size_t kStride = 64;  // code points from one remembered offset to the next

  static bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

  std::string_view text_;
  std::vector<std::size_t> line_points_;  // number of code points before each line
  std::vector<std::size_t> offsets_;      // of every kStride-th code point
  std::size_t points_ = 0;
};

// toml++'s tree becomes ours. Recursion is bounded by find_toml_hazard.
class Converter {
 public:
  explicit Converter(std::string_view text) : text_(text), index_(text) {}

  [[nodiscard]] std::size_t offset(toml::source_position place) const {
    return index_.offset(place);
  }

  [[nodiscard]] TomlValue value(const toml::node& node) const {
    TomlValue out;
    out.span = span(node.source());
    if (const auto* string = node.as_string()) {
      out.kind = TomlValue::Kind::string;
      out.string = string->get();
    } else if (const auto* integer = node.as_integer()) {
      out.kind = TomlValue::Kind::integer;
      out.integer = integer->get();
    } else if (const auto* floating = node.as_floating_point()) {
      out.kind = TomlValue::Kind::floating;
      out.floating = floating->get();
    } else if (const auto* boolean = node.as_boolean()) {
      out.kind = TomlValue::Kind::boolean;
      out.boolean = boolean->get();
    } else if (const auto* array = node.as_array()) {
      out.kind = TomlValue::Kind::array;
      out.items.reserve(array->size());
      for (const toml::node& item : *array) out.items.push_back(value(item));
    } else if (const auto* table = node.as_table()) {
      out.entries = entries(*table);
    } else {
      out.kind = TomlValue::Kind::datetime;
      out.string = text_.substr(out.span.offset, out.span.width);
    }
    return out;
  }

 private:
  [[nodiscard]] TomlSpan span(const toml::source_region& region) const {
    const std::size_t begin = index_.offset(region.begin);
    return {begin, std::max(index_.offset(region.end), begin) - begin};
  }

  [[nodiscard]] std::vector<TomlEntry> entries(const toml::table& table) const {
    std::vector<TomlEntry> out;
    for (auto&& [name, node] : table) {
      TomlEntry entry;
      entry.key = std::string_view(name);
      entry.value = value(node);
      entry.key_span = key_span(entry);
      out.push_back(std::move(entry));
    }
    std::stable_sort(out.begin(), out.end(), [](const TomlEntry& a, const TomlEntry& b) {
      return a.key_span.offset < b.key_span.offset;
    });
    return out;
  }

  // toml++ 2.5 does not tell where a key stands: it is looked for before its value, on that line,
  // or in the [header] that is its value's place.
  [[nodiscard]] TomlSpan key_span(const TomlEntry& entry) const {
    constexpr std::size_t kNear = 256;  // bytes between a key and its value
    const std::string_view key = entry.key;
    const std::size_t at = entry.value.span.offset;
    const std::size_t reach = std::min(at, key.size() + kNear);
    const std::string_view before = text_.substr(at - reach, reach);
    const std::size_t newline = before.rfind('\n');
    const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;

    std::string_view searched = before.substr(line);
    std::size_t start = at - reach + line;
    const bool is_header = at < text_.size() && text_[at] == '[' &&
                           searched.find_first_not_of(" \t") == std::string_view::npos;
    if (is_header) {
      searched = text_.substr(at, std::min(text_.find('\n', at), text_.size()) - at);
      start = at;
    } else if (!key.empty() && text_.substr(at, key.size()) == key) {
      return {at, key.size()};  // a dotted key: its table's place is the key
    }
    const std::size_t found = find_last_word(searched, key);
    if (found == std::string_view::npos) return entry.value.span;
    return {start + found, key.size()};
  }

  static std::size_t find_last_word(std::string_view text, std::string_view word) {
    const auto is_bare = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-';
    };
    if (word.empty()) return std::string_view::npos;
    std::size_t at = text.rfind(word);
    while (at != std::string_view::npos) {
      const std::size_t end = at + word.size();
      const bool begins = at == 0 || !is_bare(text[at - 1]);
      const bool ends = end == text.size() || !is_bare(text[end]);
      if (begins && ends) return at;
      at = at == 0 ? std::string_view::npos : text.rfind(word, at - 1);
    }
    return std::string_view::npos;
  }

  std::string_view text_;
  PlaceIndex index_;
};

}  // namespace

const TomlEntry* TomlValue::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const TomlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

std::string_view kind_name(TomlValue::Kind kind) {
  switch (kind) {
    case TomlValue::Kind::string:
      return "a string";
    case TomlValue::Kind::integer:
      return "an integer";
    case TomlValue::Kind::floating:
      return "a decimal number";
    case TomlValue::Kind::boolean:
      return "true or false";
    case TomlValue::Kind::datetime:
      return "a date or time";
    case TomlValue::Kind::array:
      return "an array";
    case TomlValue::Kind::table:
      return "a table";
  }
  return "";
}

Diagnostic TomlDocument::diagnose(Severity severity, std::string code, TomlSpan span,
                                  std::string message, std::string hint) const {
  const std::size_t offset = std::min(span.offset, text.size());
  const auto begin = text.begin();
  const std::size_t newline = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  const std::size_t line = newline == std::string::npos ? 0 : newline + 1;

  Diagnostic out;
  out.file = file;
  out.line = 1 + static_cast<std::size_t>(
                     std::count(begin, begin + static_cast<std::ptrdiff_t>(offset), '\n'));
  out.column = offset - line + 1;
  out.severity = severity;
  out.code = std::move(code);
  out.message = std::move(message);
  out.source_line = line_of(std::string_view(text).substr(line), 1);
  out.hint = std::move(hint);
  const std::size_t room = out.source_line.size() - std::min(out.source_line.size(), offset - line);
  out.width = std::max<std::size_t>(std::min(span.width, room), 1);
  return out;
}

std::optional<TomlDocument> parse_toml(std::string_view text, std::string file,
                                       DiagnosticList& complaints) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  TomlDocument document;
  document.file = std::move(file);
  if (text.size() > limits::kMaxTomlBytes) {
    complaints.add(document.diagnose(
        Severity::error, "E105", {},
        fmt::format("the file has {} bytes, the most is {}", text.size(), limits::kMaxTomlBytes)));
    return std::nullopt;
  }
  document.text = text;
  if (auto hazard = find_toml_hazard(text)) {
    complaints.add(document.diagnose(Severity::error, std::move(hazard->code), {hazard->offset, 1},
                                     std::move(hazard->message)));
    return std::nullopt;
  }
  const Converter converter(document.text);
  toml::parse_result parsed = toml::parse(std::string_view(document.text));
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    complaints.add(document.diagnose(Severity::error, "E101",
                                     {converter.offset(error.source().begin), 1},
                                     fmt::format("this is not TOML: {}", error.description())));
    return std::nullopt;
  }
  document.root = converter.value(parsed.table());
  return document;
}

}  // namespace ak
