// What must not reach toml++: text that would make it recurse without bound, or do what C++ leaves
// undefined. Part of base/toml.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ak {

struct TomlHazard {
  std::size_t offset = 0;  // bytes from the start of the text
  std::string code;
  std::string message;
};

// The first of these in `text`:
// - brackets, or dots in one key, deeper than limits::kMaxTomlDepth;
// - a character beyond ASCII outside of strings and comments (no TOML), or right after a folded
// line
//   in a """ string (TOML): toml++ up to 3.4 runs into __builtin_unreachable there when it asks
//   whether the character is space (its pull request 305).
std::optional<TomlHazard> find_toml_hazard(std::string_view text);

}  // namespace ak
