// Patterns of like, like~ and ':'. '*' stands for any run of characters, the empty one and '/'
// included; '?' for one character; all else for itself. There is no escape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eql/literal_finder.h"
#include "eql/pattern_key.h"
#include "eql/text_search.h"
#include "eql/text_set.h"

namespace ak::eql {

// One pattern, compiled. A character is a UTF-8 one, or a byte that belongs to none. Matching
// takes time in pattern × text at most, and no memory.
class Pattern {
 public:
  Pattern(std::string_view pattern, bool ignore_case);

  // Does the pattern match the whole of `text`?
  [[nodiscard]] bool matches(std::string_view text) const;

  // How it is matched: the cheap forms have no '?', and '*' only at their ends.
  enum class Shape : std::uint8_t { anything, exact, prefix, suffix, contains, general };
  [[nodiscard]] Shape shape() const { return shape_; }

 private:
  [[nodiscard]] bool matches_general(std::string_view text) const;

  Shape shape_;
  bool ignore_case_;
  std::string literal_;  // general: the whole pattern, runs of '*' made one
  TextSearch search_;    // contains: of the literal; general: of a part that every match has
};

// Does any of several patterns match? Those without wildcards are looked up at once. Of many with
// wildcards only those are tried whose longest literal part stands in the text, which one pass over
// it tells of all of them.
class PatternList {
 public:
  PatternList(const std::vector<std::string>& patterns, bool ignore_case);

  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  static constexpr std::size_t kFewPatterns = 8;  // that many are tried faster than looked for

  struct Found {
    Pattern pattern;
    Place place;            // where its key's literal must stand
    std::size_t key_bytes;  // that literal's length
  };
  [[nodiscard]] bool matches_found(std::string_view text) const;

  TextSet literals_;
  std::vector<Pattern> tried_;  // one by one
  std::vector<Found> found_;    // by the finder, which numbers them
  std::optional<LiteralFinder> finder_;
};

}  // namespace ak::eql
