// The catalogue of the compiler's complaints (eql/errors.def): codes, titles and hints.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/diagnostic.h"

namespace ak::eql {

enum class Code {
#define AK_EQL_CODE(identifier, code, severity, title, hint) identifier,
#include "eql/errors.def"
#undef AK_EQL_CODE
};

inline constexpr std::size_t kCodeCount = 0
// NOLINTNEXTLINE(bugprone-macro-parentheses): a term of a sum
#define AK_EQL_CODE(identifier, code, severity, title, hint) +1
#include "eql/errors.def"
#undef AK_EQL_CODE
    ;

struct CodeInfo {
  std::string_view id;  // "E001", "W001"
  Severity severity;
  std::string_view title;
  std::string_view hint;
};

const CodeInfo& code_info(Code code);

}  // namespace ak::eql
