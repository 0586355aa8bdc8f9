#include "eql/pattern_key.h"

#include <algorithm>
#include <cstddef>

namespace ak::eql {

PatternKey key_of(std::string_view pattern) {
  constexpr std::string_view kWildcards = "*?";
  if (pattern.find_first_of(kWildcards) == std::string_view::npos) return {pattern, Place::whole};
  PatternKey key;
  for (std::size_t begin = 0; begin < pattern.size();) {
    const std::size_t end = std::min(pattern.find_first_of(kWildcards, begin), pattern.size());
    PatternKey next{pattern.substr(begin, end - begin), Place::anywhere};
    if (begin == 0) next.place = Place::begin;
    if (end == pattern.size()) next.place = Place::end;
    const bool is_longer = next.literal.size() > key.literal.size();
    const bool is_better =
        next.literal.size() == key.literal.size() && key.place == Place::anywhere;
    if (is_longer || is_better) key = next;
    begin = end + 1;
  }
  return key;
}

}  // namespace ak::eql
