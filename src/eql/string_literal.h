// String literals: "…" with escapes and """…""" without.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "eql/finding.h"

namespace ak::eql {

struct StringLiteral {
  std::size_t width = 0;  // bytes of the text that it takes, its quotes included
  std::string value;      // decoded
};

// Reads the literal that begins at text[offset]. Mistakes in it are reported; what could be read
// is returned all the same. REQUIRES: text[offset] is '"' or '\''.
StringLiteral read_string(std::string_view text, std::size_t offset, Findings& findings);

// The canonical literal of a value: "…", with the escapes it needs.
std::string quote_string(std::string_view value);

}  // namespace ak::eql
