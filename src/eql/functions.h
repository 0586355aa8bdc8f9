// The language's functions: their names and what they take.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ak::eql {

enum class Function : std::uint8_t {
  add,
  between,
  cidr_match,
  concat,
  divide,
  ends_with,
  index_of,
  length,
  modulo,
  multiply,
  number,
  starts_with,
  string,
  string_contains,
  substring,
  subtract,
};

// The type of a value that is not stored but computed. Dates and addresses are text here.
enum class ValueType : std::uint8_t { null, boolean, number, text, any };

struct FunctionInfo {
  std::string_view name;
  Function function;
  ValueType result;
  bool has_tilde;  // regards case, unless called with ~
  std::size_t min_arguments;
  std::size_t max_arguments;
  std::vector<ValueType> arguments;  // the last stands for those that follow it, too
};

// In any case, as everywhere with functions; nullptr if there is none of that name.
const FunctionInfo* find_function(std::string_view name);

const std::vector<std::string_view>& function_names();

// What to write for a function that older versions of the language had; empty for any other name.
std::string_view replacement_of_retired(std::string_view name);

}  // namespace ak::eql
