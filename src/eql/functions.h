// The names of the language's functions.
#pragma once

#include <string_view>
#include <vector>

namespace ak::eql {

// In any case, as everywhere with functions.
bool is_function(std::string_view name);

const std::vector<std::string_view>& function_names();

// What to write for a function that older versions of the language had; empty for any other name.
std::string_view replacement_of_retired(std::string_view name);

}  // namespace ak::eql
