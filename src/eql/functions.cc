#include "eql/functions.h"

#include <algorithm>

#include "base/text.h"

namespace ak::eql {

bool is_function(std::string_view name) {
  const auto& names = function_names();
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return equals_ignoring_case(known, name); });
}

const std::vector<std::string_view>& function_names() {
  static const std::vector<std::string_view> names{
      "add",       "between", "cidrMatch", "concat", "divide", "endsWith",       "indexOf",
      "length",    "modulo",  "multiply",  "number", "string", "stringContains", "startsWith",
      "substring", "subtract"};
  return names;
}

std::string_view replacement_of_retired(std::string_view name) {
  if (equals_ignoring_case(name, "wildcard")) return "field : (\"pattern\", …) or field like (…)";
  if (equals_ignoring_case(name, "match")) return "field regex (\"expression\", …)";
  return {};
}

}  // namespace ak::eql
