// The value of an expression.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace ak::eql {

// Null, a boolean, a number, or text: of the event or the query (a view), or made by a function.
using Scalar =
    std::variant<std::monostate, bool, std::int64_t, double, std::string_view, std::string>;

inline bool is_null(const Scalar& value) {
  return std::holds_alternative<std::monostate>(value);
}

// REQUIRES: `value` is text. Valid as long as `value` and what it views.
inline std::string_view text_of(const Scalar& value) {
  if (const auto* view = std::get_if<std::string_view>(&value)) return *view;
  return std::get<std::string>(value);
}

inline bool is_text(const Scalar& value) {
  return std::holds_alternative<std::string_view>(value) ||
         std::holds_alternative<std::string>(value);
}

}  // namespace ak::eql
