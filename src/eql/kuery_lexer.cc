#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "eql/errors.h"
#include "eql/kuery_token.h"

namespace ak::eql {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Ends a word unless a backslash stands before it.
bool is_special(char c) {
  return std::string_view("\\():<>\"{}").find(c) != std::string_view::npos;
}

std::optional<KueryTokenKind> keyword(std::string_view word) {
  if (equals_ignoring_case(word, "and")) return KueryTokenKind::and_word;
  if (equals_ignoring_case(word, "or")) return KueryTokenKind::or_word;
  if (equals_ignoring_case(word, "not")) return KueryTokenKind::not_word;
  return std::nullopt;
}

// A character of the basic plane as UTF-8.
std::string encode(unsigned code) {
  std::string bytes;
  const auto add = [&](unsigned byte) { bytes += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0 | code >> 6);
    add(0x80 | (code & 0x3f));
  } else {
    add(0xe0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3f));
    add(0x80 | (code & 0x3f));
  }
  return bytes;
}

class KueryLexer {
 public:
  KueryLexer(std::string_view text, Findings& findings) : text_(text), findings_(findings) {}

  std::vector<KueryToken> run() {
    if (text_.size() > limits::kMaxQueryBytes) {
      findings_.add(Code::query_too_long, {0, 1}, {std::to_string(limits::kMaxQueryBytes)});
    } else if (is_utf8()) {
      for (skip_blanks(); at_ < text_.size(); skip_blanks()) read_token();
    }
    add(KueryTokenKind::end, 0);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool is_utf8() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t length = utf8_length(text_.substr(at));
      if (length == 0) {
        findings_.add(Code::not_utf8, {at, 1});
        return false;
      }
      at += length;
    }
    return true;
  }

  void skip_blanks() {
    while (is_blank(peek())) ++at_;
  }

  void add(KueryTokenKind kind, std::size_t width) {
    KueryToken token;
    token.kind = kind;
    token.span = {at_, width};
    at_ += width;
    tokens_.push_back(std::move(token));
  }

  void read_token() {
    switch (peek()) {
      case '(':
        return add(KueryTokenKind::open, 1);
      case ')':
        return add(KueryTokenKind::close, 1);
      case '{':
        return add(KueryTokenKind::open_brace, 1);
      case ':':
        return add(KueryTokenKind::colon, 1);
      case '<':
        return peek(1) == '=' ? add(KueryTokenKind::less_equal, 2) : add(KueryTokenKind::less, 1);
      case '>':
        return peek(1) == '=' ? add(KueryTokenKind::greater_equal, 2)
                              : add(KueryTokenKind::greater, 1);
      case '"':
        return read_phrase();
      case '}':
        return add(KueryTokenKind::close_brace, 1);
      default:
        return read_words();
    }
  }

  // \uXXXX, the cursor on the backslash.
  void read_unicode_escape(std::string& value) {
    unsigned code = 0;
    std::size_t digits = 0;
    for (; digits < 4; ++digits) {
      const char c = ascii_lower(peek(2 + digits));
      const bool is_digit = c >= '0' && c <= '9';
      if (!is_digit && (c < 'a' || c > 'f')) break;
      code = code * 16 + static_cast<unsigned>(is_digit ? c - '0' : c - 'a' + 10);
    }
    const std::size_t width = 2 + digits;
    if (digits < 4 || (code >= 0xd800 && code <= 0xdfff)) {
      findings_.add(Code::bad_unicode_escape, {at_, width}, {text_.substr(at_, width)},
                    "write \\u with four hexadecimal digits, and no surrogate");
    } else {
      value += encode(code);
    }
    at_ += width;
  }

  // An escape that phrases and words share; false, and nothing read, at any other.
  bool read_common_escape(std::string& value) {
    const char c = peek(1);
    if (c == 'u') {
      read_unicode_escape(value);
      return true;
    }
    const std::size_t known = std::string_view("trn").find(c);
    if (known == std::string_view::npos) return false;
    value += "\t\r\n"[known];
    at_ += 2;
    return true;
  }

  void read_phrase() {
    KueryToken token;
    token.kind = KueryTokenKind::literal;
    const std::size_t begin = at_++;
    while (at_ < text_.size() && peek() != '"') {
      if (peek() == '\\' && (peek(1) == '"' || peek(1) == '\\')) {
        token.text += peek(1);
        at_ += 2;
      } else if (peek() != '\\' || !read_common_escape(token.text)) {
        token.text += text_[at_++];
      }
    }
    if (at_ == text_.size()) {
      findings_.add(Code::unclosed_phrase, {begin, 1});
    } else {
      ++at_;
    }
    token.span = {begin, at_ - begin};
    tokens_.push_back(std::move(token));
  }

  // Words and the blanks between them, up to a keyword or a special character.
  void read_words() {
    KueryToken token;
    token.kind = KueryTokenKind::literal;
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (at_ < text_.size()) {
      const std::size_t word_begin = at_;
      KueryToken word = read_word();
      const bool is_plain = word.text.size() == at_ - word_begin;  // no escapes
      const std::optional<KueryTokenKind> kind = is_plain ? keyword(word.text) : std::nullopt;
      if (kind) {
        at_ = word_begin;
        if (end > begin) break;
        return add(*kind, word.text.size());
      }
      if (at_ == word_begin) break;
      token.text += text_.substr(end, word_begin - end);
      for (const std::size_t star : word.wildcards)
        token.wildcards.push_back(token.text.size() + star);
      token.text += word.text;
      end = at_;
      skip_blanks();
    }
    at_ = end;
    token.span = {begin, end - begin};
    tokens_.push_back(std::move(token));
  }

  // Up to a blank or a special character. Nothing is read when it begins with one.
  KueryToken read_word() {
    KueryToken word;
    while (at_ < text_.size() && !is_blank(peek())) {
      if (peek() == '\\') {
        read_word_escape(word.text);
      } else if (is_special(peek())) {
        break;
      } else {
        if (peek() == '*') word.wildcards.push_back(word.text.size());
        word.text += text_[at_++];
      }
    }
    return word;
  }

  void read_word_escape(std::string& value) {
    if (is_special(peek(1)) || peek(1) == '*') {
      value += peek(1);
      at_ += 2;
      return;
    }
    for (const std::size_t length : {3U, 2U}) {
      const std::string_view word = text_.substr(at_ + 1, length);
      if (word.size() != length || !keyword(word)) continue;
      value += word;
      at_ += 1 + length;
      return;
    }
    if (read_common_escape(value)) return;
    const std::size_t width = 1 + utf8_length(text_.substr(at_ + 1));
    findings_.add(Code::unknown_escape, {at_, width}, {text_.substr(at_, width)},
                  "a backslash itself is written \\\\, here as in \"…\"");
    at_ += width;
  }

  std::string_view text_;
  Findings& findings_;
  std::size_t at_ = 0;
  std::vector<KueryToken> tokens_;
};

}  // namespace

std::vector<KueryToken> lex_kuery(std::string_view text, Findings& findings) {
  return KueryLexer(text, findings).run();
}

}  // namespace ak::eql
