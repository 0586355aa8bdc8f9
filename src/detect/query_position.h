// Where in a rule file a place of its query stands. The compiler counts bytes of the query, which
// TOML's escapes and folded lines have changed; the author looks at the file.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/toml.h"

namespace ak::detect {

class QueryPosition {
 public:
  // `literal`: the string in `text` whose value is `query`, quotes included; any of TOML's four
  // kinds. `text` outlives it.
  QueryPosition(std::string_view text, TomlSpan literal, std::string_view query);

  // Where those bytes of the query come from. Beyond the query's end: its closing quote. The whole
  // literal if it cannot be told.
  [[nodiscard]] TomlSpan find(std::size_t offset, std::size_t width) const;

 private:
  TomlSpan literal_;
  std::vector<std::size_t> offsets_;  // of each byte of the query and of its end; empty: unknown
};

}  // namespace ak::detect
