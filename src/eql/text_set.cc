#include "eql/text_set.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ak::eql {

std::size_t TextSet::Hash::operator()(std::string_view text) const {
  if (!ignore_case) return std::hash<std::string_view>{}(text);
  // FNV-1a over the folded bytes, so that no folded copy is made.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(ascii_lower(c));
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

bool TextSet::Equal::operator()(std::string_view a, std::string_view b) const {
  return ignore_case ? equals_ignoring_case(a, b) : a == b;
}

TextSet::TextSet(std::vector<std::string> texts, bool ignore_case)
    : many_(0, Hash{ignore_case}, Equal{ignore_case}), equal_{ignore_case} {
  for (const std::string& text : texts) {
    lengths_ |= std::uint64_t{1} << std::min(text.size(), kLongLength);
    longest_ = std::max(longest_, text.size());
  }
  if (texts.size() <= kFewTexts) {
    few_ = std::move(texts);
  } else {
    many_.insert(std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end()));
  }
}

bool TextSet::contains(std::string_view text) const {
  if (text.size() > longest_ || (lengths_ >> std::min(text.size(), kLongLength) & 1) == 0)
    return false;
  if (many_.empty()) {
    return std::any_of(few_.begin(), few_.end(),
                       [&](const std::string& one) { return equal_(one, text); });
  }
  return many_.find(text) != many_.end();
}

}  // namespace ak::eql
