// Text to tokens. Comments and blanks are left out; what is no token is reported and passed over,
// so that the parser sees the rest.
#pragma once

#include <string_view>
#include <vector>

#include "eql/finding.h"
#include "eql/token.h"

namespace ak::eql {

// The last token is always TokenKind::end. A text that is too long or not UTF-8 yields only that.
std::vector<Token> lex(std::string_view text, Findings& findings);

}  // namespace ak::eql
