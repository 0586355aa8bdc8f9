#include "detect/query_position.h"

#include <algorithm>

namespace ak::detect {
namespace {

// A piece of a string as written: so many bytes of the file become so many of the value.
struct Piece {
  std::size_t read = 1;
  std::size_t made = 1;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t utf8_size(std::string_view hex_digits) {
  std::size_t code = 0;
  for (const char c : hex_digits) {
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    code = code * 16 + static_cast<std::size_t>(digit);
  }
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

// An escape at the head of `raw`. A backslash that ends its line takes all space after it away.
Piece escape(std::string_view raw) {
  if (raw.size() < 2) return {};
  const auto hexadecimal = [&](std::size_t digits) {
    return Piece{2 + digits, utf8_size(raw.substr(2, digits))};
  };
  switch (raw[1]) {
    case 'x':
      return hexadecimal(2);
    case 'u':
      return hexadecimal(4);
    case 'U':
      return hexadecimal(8);
    default:
      break;
  }
  if (!is_space(raw[1])) return {2, 1};
  std::size_t end = 1;
  while (end < raw.size() && is_space(raw[end])) ++end;
  return {end, 0};
}

}  // namespace

QueryPosition::QueryPosition(std::string_view text, TomlSpan literal, std::string_view query)
    : literal_(literal) {
  std::string_view raw = text.substr(std::min(literal.offset, text.size()), literal.width);
  if (raw.size() < 2) return;
  const char quote = raw[0];
  const bool multiline = raw.size() >= 6 && raw[1] == quote && raw[2] == quote;
  const std::size_t quotes = multiline ? 3 : 1;
  raw.remove_suffix(quotes);
  std::size_t at = quotes;
  // TOML leaves out a newline right after the opening quotes.
  if (multiline && raw.substr(at, 2) == "\r\n") at += 2;
  if (multiline && at == quotes && raw.substr(at, 1) == "\n") ++at;

  std::vector<std::size_t> offsets;
  offsets.reserve(query.size() + 1);
  while (at < raw.size()) {
    Piece piece;
    if (quote == '"' && raw[at] == '\\') {
      piece = escape(raw.substr(at));
    } else if (raw.substr(at, 2) == "\r\n" && query.substr(offsets.size(), 1) == "\n") {
      piece.read = 2;
    }
    for (std::size_t i = 0; i < piece.made; ++i) offsets.push_back(literal.offset + at);
    at += piece.read;
  }
  offsets.push_back(literal.offset + raw.size());
  if (offsets.size() == query.size() + 1) offsets_ = std::move(offsets);
}

TomlSpan QueryPosition::find(std::size_t offset, std::size_t width) const {
  if (offsets_.empty()) return literal_;
  const std::size_t last = offsets_.size() - 1;
  const std::size_t begin = std::min(offset, last);
  const std::size_t end = begin + std::min(width, last - begin);
  return {offsets_[begin], std::max<std::size_t>(offsets_[end] - offsets_[begin], 1)};
}

}  // namespace ak::detect
