#include "eql/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "eql/errors.h"
#include "eql/string_literal.h"

namespace ak::eql {
namespace {

struct Spelling {
  std::string_view text;
  TokenKind kind;
};

constexpr Spelling kKeywords[] = {
    {"and", TokenKind::and_word},       {"any", TokenKind::any_word},
    {"by", TokenKind::by_word},         {"false", TokenKind::false_word},
    {"in", TokenKind::in_word},         {"like", TokenKind::like_word},
    {"not", TokenKind::not_word},       {"null", TokenKind::null_word},
    {"or", TokenKind::or_word},         {"regex", TokenKind::regex_word},
    {"sample", TokenKind::sample_word}, {"sequence", TokenKind::sequence_word},
    {"true", TokenKind::true_word},     {"until", TokenKind::until_word},
    {"where", TokenKind::where_word},   {"with", TokenKind::with_word},
};

// A sign comes before those that it begins with.
constexpr Spelling kSigns[] = {
    {"==", TokenKind::equal},        {"!=", TokenKind::not_equal},
    {"<=", TokenKind::less_equal},   {">=", TokenKind::greater_equal},
    {"<", TokenKind::less},          {">", TokenKind::greater},
    {"=", TokenKind::assign},        {":", TokenKind::colon},
    {"+", TokenKind::plus},          {"-", TokenKind::minus},
    {"*", TokenKind::star},          {"/", TokenKind::slash},
    {"%", TokenKind::percent},       {"(", TokenKind::open},
    {")", TokenKind::close},         {"[", TokenKind::open_bracket},
    {"]", TokenKind::close_bracket}, {",", TokenKind::comma},
    {".", TokenKind::dot},           {"|", TokenKind::pipe},
    {"?", TokenKind::question},      {"!", TokenKind::exclamation},
};

// Operators of other languages, taken for ours after the complaint.
struct ForeignOperator {
  std::string_view text;
  std::string_view ours;
  TokenKind kind;
};
constexpr ForeignOperator kForeign[] = {
    {"&&", "and", TokenKind::and_word},
    {"||", "or", TokenKind::or_word},
    {"<>", "!=", TokenKind::not_equal},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@';
}
bool continues_name(char c) {
  return (begins_name(c) && c != '@') || is_digit(c);
}

class Lexer {
 public:
  Lexer(std::string_view text, Findings& findings) : text_(text), findings_(findings) {}

  std::vector<Token> run() {
    if (text_.size() > limits::kMaxQueryBytes) {
      findings_.add(Code::query_too_long, {0, 1}, {std::to_string(limits::kMaxQueryBytes)});
    } else if (is_utf8()) {
      while (skip_blanks()) read_token();
    }
    add(TokenKind::end, 0);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool sees(std::string_view word) const {
    return text_.substr(at_, word.size()) == word;
  }

  Token& add(TokenKind kind, std::size_t width) {
    Token token;
    token.kind = kind;
    token.span = {at_, width};
    at_ += width;
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  bool is_utf8() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t length = utf8_length(text_.substr(at));
      if (length == 0) {
        findings_.add(Code::not_utf8, {at, 1});
        return false;
      }
      at += length;
    }
    return true;
  }

  // Passes over blanks and comments; false at the end of the text.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (sees("//")) {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
      } else if (sees("/*")) {
        skip_comment();
      } else {
        return true;
      }
    }
    return false;
  }

  void skip_comment() {
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == std::string_view::npos) {
      findings_.add(Code::unterminated_comment, {at_, 2});
      at_ = text_.size();
    } else {
      at_ = end + 2;
    }
  }

  void read_token() {
    const char c = peek();
    if (begins_name(c)) return read_name();
    const bool begins_decimal = c == '.' && is_digit(peek(1)) && !follows_name();
    if (is_digit(c) || begins_decimal) return read_number();
    if (c == '"' || c == '\'') return read_string_token();
    if (c == '`') return read_quoted_name();
    if (c == '?' && (peek(1) == '"' || peek(1) == '\'')) {
      findings_.add(Code::old_raw_string, {at_, 2});
      ++at_;
      return read_string_token();
    }
    read_sign();
  }

  // Is the last token a name that ends here, so that a dot belongs to a field?
  [[nodiscard]] bool follows_name() const {
    if (tokens_.empty()) return false;
    const Token& last = tokens_.back();
    const bool is_word = last.kind == TokenKind::name || last.kind == TokenKind::quoted_name ||
                         is_keyword(last.kind);
    return is_word && last.span.offset + last.span.width == at_;
  }

  void read_name() {
    std::size_t width = 1;
    while (continues_name(peek(width))) ++width;
    const std::string_view word = text_.substr(at_, width);
    Token& token = add(keyword_kind(word), width);
    token.text = word;
    if (peek() == '~') {
      token.tilde = true;
      token.span.width += 1;
      ++at_;
    }
  }

  void read_quoted_name() {
    std::string name;
    std::size_t end = at_ + 1;
    bool is_closed = false;
    while (end < text_.size() && text_[end] != '\n' && text_[end] != '\r') {
      if (text_[end] == '`') {
        is_closed = end + 1 >= text_.size() || text_[end + 1] != '`';
        if (is_closed) break;
        ++end;
      }
      name += text_[end++];
    }
    const Span span{at_, end - at_ + (is_closed ? 1 : 0)};
    if (!is_closed || name.empty())
      findings_.add(Code::bad_quoted_name, span, {is_closed ? "empty" : "not closed"});
    if (!is_closed) name.clear();
    add(TokenKind::quoted_name, span.width).text = std::move(name);
  }

  void read_string_token() {
    StringLiteral literal = read_string(text_, at_, findings_);
    add(TokenKind::string, literal.width).text = std::move(literal.value);
  }

  void read_number() {
    std::size_t width = 0;
    bool is_decimal = false;
    const auto take_digits = [&] {
      while (is_digit(peek(width))) ++width;
    };
    take_digits();
    if (peek(width) == '.' && (is_digit(peek(width + 1)) || width > 0)) {
      is_decimal = true;
      ++width;
      take_digits();
    }
    if (const std::size_t exponent = exponent_width(width); exponent > 0) {
      is_decimal = true;
      width += exponent;
      take_digits();
    }
    const std::string_view digits = text_.substr(at_, width);
    Token& token = add(is_decimal ? TokenKind::decimal : TokenKind::integer, width);
    const char* const end = digits.data() + digits.size();
    const auto result = is_decimal ? std::from_chars(digits.data(), end, token.decimal)
                                   : std::from_chars(digits.data(), end, token.integer);
    if (result.ec != std::errc{}) findings_.add(Code::bad_number, token.span, {digits});
  }

  // Of "e", its sign and one digit at `ahead`, if a whole exponent begins there; else 0.
  [[nodiscard]] std::size_t exponent_width(std::size_t ahead) const {
    if (peek(ahead) != 'e' && peek(ahead) != 'E') return 0;
    const std::size_t sign = peek(ahead + 1) == '+' || peek(ahead + 1) == '-' ? 1 : 0;
    return is_digit(peek(ahead + 1 + sign)) ? 2 + sign : 0;
  }

  void read_sign() {
    for (const ForeignOperator& foreign : kForeign) {
      if (!sees(foreign.text)) continue;
      findings_.add(Code::foreign_operator, {at_, foreign.text.size()}, {foreign.text},
                    "write " + std::string(foreign.ours));
      add(foreign.kind, foreign.text.size());
      return;
    }
    for (const Spelling& sign : kSigns) {
      if (!sees(sign.text)) continue;
      add(sign.kind, sign.text.size());
      return;
    }
    const std::size_t width = utf8_length(text_.substr(at_));
    const std::string_view character = text_.substr(at_, width);
    findings_.add(Code::unexpected_character, {at_, width}, {quote_string(character)});
    at_ += width;
  }

  std::string_view text_;
  Findings& findings_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

TokenKind keyword_kind(std::string_view word) {
  const auto* found = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                   [&](const Spelling& k) { return k.text == word; });
  return found == std::end(kKeywords) ? TokenKind::name : found->kind;
}

bool is_keyword(TokenKind kind) {
  return kind >= TokenKind::and_word && kind <= TokenKind::with_word;
}

bool is_plain_name(std::string_view word) {
  return !word.empty() && begins_name(word[0]) &&
         std::all_of(word.begin() + 1, word.end(), continues_name);
}

std::string describe(const Token& token, std::string_view text) {
  if (token.kind == TokenKind::end) return "the end of the query";
  const std::string_view shown = text.substr(token.span.offset, token.span.width);
  return token.kind == TokenKind::string ? std::string(shown) : '"' + std::string(shown) + '"';
}

std::vector<Token> lex(std::string_view text, Findings& findings) {
  return Lexer(text, findings).run();
}

}  // namespace ak::eql
