// The words of Kibana's query language (eql/kuery.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eql/finding.h"

namespace ak::eql {

enum class KueryTokenKind : std::uint8_t {
  end,
  open,
  close,
  open_brace,
  close_brace,
  colon,
  less,
  less_equal,
  greater,
  greater_equal,
  and_word,
  or_word,
  not_word,
  literal,
};

struct KueryToken {
  KueryTokenKind kind = KueryTokenKind::end;
  Span span;
  std::string text;                    // literal: its value
  std::vector<std::size_t> wildcards;  // where in `text` a '*' stands for any run of characters
};

// Always ends with an `end` token.
std::vector<KueryToken> lex_kuery(std::string_view text, Findings& findings);

}  // namespace ak::eql
