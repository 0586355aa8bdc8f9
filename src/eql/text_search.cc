#include "eql/text_search.h"

#include <cstring>

#include "base/text.h"

namespace ak::eql {
namespace {

// The bytes that command lines and paths are mostly made of, the most frequent first.
constexpr std::string_view kFrequent = "e/t-asoirn. lcdpmubgfh_=\"1023yv54k69:w87x";

char ascii_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

// The next such byte in [begin, end), nullptr without one.
const char* next(const char* begin, const char* end, char byte) {
  if (begin == end) return nullptr;
  return static_cast<const char*>(std::memchr(begin, byte, static_cast<std::size_t>(end - begin)));
}

}  // namespace

std::size_t rarity(char c) {
  const std::size_t place = kFrequent.find(ascii_lower(c));
  return place == std::string_view::npos ? kFrequent.size() : place;
}

TextSearch::TextSearch(std::string_view piece, bool ignore_case)
    : piece_(ignore_case ? to_lower(piece) : std::string(piece)), ignore_case_(ignore_case) {
  for (std::size_t i = 1; i < piece_.size(); ++i)
    if (rarity(piece_[i]) > rarity(piece_[rarest_])) rarest_ = i;
}

bool TextSearch::stands_in(std::string_view text) const {
  if (piece_.empty()) return true;
  if (text.size() < piece_.size()) return false;
  const char byte = piece_[rarest_];
  const char upper = ignore_case_ ? ascii_upper(byte) : byte;
  const char* const end = text.data() + (text.size() - piece_.size()) + rarest_ + 1;
  const char* in_lower = next(text.data() + rarest_, end, byte);
  const char* in_upper = upper == byte ? nullptr : next(text.data() + rarest_, end, upper);
  while (in_lower != nullptr || in_upper != nullptr) {
    const bool takes_lower = in_upper == nullptr || (in_lower != nullptr && in_lower < in_upper);
    const char*& at = takes_lower ? in_lower : in_upper;
    const std::string_view candidate(at - rarest_, piece_.size());
    if (ignore_case_ ? equals_ignoring_case(candidate, piece_) : candidate == piece_) return true;
    at = next(at + 1, end, takes_lower ? byte : upper);
  }
  return false;
}

}  // namespace ak::eql
