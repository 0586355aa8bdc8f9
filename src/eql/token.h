// The words of a query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eql/finding.h"

namespace ak::eql {

enum class TokenKind : std::uint8_t {
  end,
  name,         // text: as written; a function's name may carry a tilde
  quoted_name,  // text: without the backquotes; empty when that was reported as a mistake
  string,       // text: decoded
  integer,
  decimal,
  // keywords
  and_word,
  any_word,
  by_word,
  false_word,
  in_word,  // may carry a tilde, like the next two
  like_word,
  regex_word,
  not_word,
  null_word,
  or_word,
  sample_word,
  sequence_word,
  true_word,
  until_word,
  where_word,
  with_word,
  // signs
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  assign,
  colon,
  plus,
  minus,
  star,
  slash,
  percent,
  open,
  close,
  open_bracket,
  close_bracket,
  comma,
  dot,
  pipe,
  question,
  exclamation,
};

struct Token {
  TokenKind kind = TokenKind::end;
  bool tilde = false;  // a '~' follows at once: ignore case
  Span span;
  std::string text;
  std::int64_t integer = 0;
  double decimal = 0;
};

// The keyword's kind, or TokenKind::name.
TokenKind keyword_kind(std::string_view word);

bool is_keyword(TokenKind kind);

// [A-Za-z_@][A-Za-z0-9_]*: a name that needs no backquotes, unless it is a keyword.
bool is_plain_name(std::string_view word);

// The token as the query's text shows it, in quotes, for "found …".
std::string describe(const Token& token, std::string_view text);

}  // namespace ak::eql
