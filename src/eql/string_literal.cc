#include "eql/string_literal.h"

#include <algorithm>
#include <charconv>

#include "eql/errors.h"

namespace ak::eql {
namespace {

constexpr std::string_view kRawQuotes = "\"\"\"";

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

// Up to two quotes before the closing three belong to the value: """say "x"""" is `say "x"`.
StringLiteral read_raw(std::string_view text, std::size_t offset, Findings& findings) {
  const std::size_t begin = offset + kRawQuotes.size();
  std::size_t end = text.find(kRawQuotes, begin);
  // Within the literal only: over the rest of the line, many literals would take quadratic time.
  const std::size_t newline = text.substr(begin, end - begin).find_first_of("\r\n");
  if (end == std::string_view::npos || newline != std::string_view::npos) {
    const std::string_view rest = text.substr(begin).substr(0, newline);
    const std::size_t width = kRawQuotes.size() + rest.size();
    findings.add(Code::unterminated_string, {offset, width});
    return {width, std::string(rest)};
  }
  for (int extra = 0; extra < 2 && end + kRawQuotes.size() < text.size(); ++extra) {
    if (text[end + kRawQuotes.size()] != '"') break;
    ++end;
  }
  return {end + kRawQuotes.size() - offset, std::string(text.substr(begin, end - begin))};
}

// Reads \u{…}, whose backslash is at `at`; returns the offset after it.
std::size_t read_unicode_escape(std::string_view text, std::size_t at, std::string& value,
                                Findings& findings) {
  constexpr std::size_t kMaxDigits = 8;
  const std::size_t begin = at + 3;
  std::size_t end = begin;
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  const bool has_brace = at + 2 < text.size() && text[at + 2] == '{';
  while (has_brace && end < text.size() && end - begin < kMaxDigits && is_hex(text[end])) ++end;
  if (!has_brace || end - begin < 2 || end >= text.size() || text[end] != '}') {
    const std::size_t width = std::min(std::max(end, at + 2), text.size()) - at;
    findings.add(Code::bad_unicode_escape, {at, width}, {text.substr(at, width)});
    return at + width;
  }
  std::uint32_t code_point = 0;
  std::from_chars(text.data() + begin, text.data() + end, code_point, 16);
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point > 0x10FFFF || is_surrogate) {
    const std::size_t width = end + 1 - at;
    findings.add(Code::bad_unicode_escape, {at, width}, {text.substr(at, width)});
  } else {
    append_utf8(value, code_point);
  }
  return end + 1;
}

// Reads the escape whose backslash is at `at`; returns the offset after it.
std::size_t read_escape(std::string_view text, std::size_t at, std::string& value,
                        Findings& findings) {
  const char kind = at + 1 < text.size() ? text[at + 1] : '\n';
  switch (kind) {
    case 'n':
      value += '\n';
      break;
    case 'r':
      value += '\r';
      break;
    case 't':
      value += '\t';
      break;
    case 'b':
      value += '\b';
      break;
    case 'f':
      value += '\f';
      break;
    case '\\':
    case '"':
    case '\'':
      value += kind;
      break;
    case 'u':
      return read_unicode_escape(text, at, value, findings);
    case '\n':
    case '\r':
      return at + 1;  // the line ends within the string, which is reported as such
    default:
      findings.add(Code::unknown_escape, {at, 2}, {text.substr(at, 2)});
      break;
  }
  return at + 2;
}

}  // namespace

StringLiteral read_string(std::string_view text, std::size_t offset, Findings& findings) {
  if (text.substr(offset, kRawQuotes.size()) == kRawQuotes) return read_raw(text, offset, findings);
  const char quote = text[offset];
  StringLiteral literal;
  std::size_t at = offset + 1;
  while (at < text.size() && text[at] != '\n' && text[at] != '\r' && text[at] != quote) {
    if (text[at] == '\\' && quote == '"') {
      at = read_escape(text, at, literal.value, findings);
    } else {
      literal.value += text[at++];
    }
  }
  const bool is_closed = at < text.size() && text[at] == quote;
  literal.width = at - offset + (is_closed ? 1 : 0);
  if (quote == '\'') {
    findings.add(Code::single_quotes, {offset, literal.width});
  } else if (!is_closed) {
    findings.add(Code::unterminated_string, {offset, literal.width});
  }
  return literal;
}

std::string quote_string(std::string_view value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\r') {
      quoted += "\\r";
    } else if (c == '\t') {
      quoted += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += "\\u{";
      quoted += kHex[byte >> 4];
      quoted += kHex[byte & 0xF];
      quoted += '}';
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace ak::eql
