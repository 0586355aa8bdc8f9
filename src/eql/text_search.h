// Looks for a piece of text in a longer one, by the piece's rarest byte: most of the longer text is
// passed over by memchr.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ak::eql {

// The higher, the rarer the byte is in command lines and paths.
std::size_t rarity(char c);

class TextSearch {
 public:
  TextSearch(std::string_view piece, bool ignore_case);  // ASCII

  // Takes time in piece × text at most. The empty piece stands in every text.
  [[nodiscard]] bool stands_in(std::string_view text) const;

 private:
  std::string piece_;
  bool ignore_case_;
  std::size_t rarest_ = 0;  // offset of the byte that is looked for
};

}  // namespace ak::eql
