#include "eql/pattern.h"

#include <algorithm>

#include "base/text.h"

namespace ak::eql {
namespace {

constexpr std::string_view kWildcards = "*?";

std::string without_repeated_stars(std::string_view pattern) {
  std::string shorter;
  for (const char c : pattern) {
    if (c != '*' || shorter.empty() || shorter.back() != '*') shorter += c;
  }
  return shorter;
}

bool equal(char a, char b, bool ignore_case) {
  return ignore_case ? ascii_lower(a) == ascii_lower(b) : a == b;
}

bool equal(std::string_view a, std::string_view b, bool ignore_case) {
  return ignore_case ? equals_ignoring_case(a, b) : a == b;
}

// The length of the character at the head of a text that is not empty.
std::size_t character_length(std::string_view text) {
  return std::max<std::size_t>(utf8_length(text), 1);
}

std::string_view longest_literal(std::string_view pattern) {
  std::string_view longest;
  for (std::size_t begin = 0; begin < pattern.size();) {
    const std::size_t end = std::min(pattern.find_first_of(kWildcards, begin), pattern.size());
    if (end - begin > longest.size()) longest = pattern.substr(begin, end - begin);
    begin = end + 1;
  }
  return longest;
}

std::vector<std::string> select(const std::vector<std::string>& patterns, bool has_wildcard) {
  std::vector<std::string> selected;
  std::copy_if(patterns.begin(), patterns.end(), std::back_inserter(selected),
               [&](const std::string& pattern) {
                 return (pattern.find_first_of(kWildcards) != std::string::npos) == has_wildcard;
               });
  return selected;
}

}  // namespace

Pattern::Pattern(std::string_view pattern, bool ignore_case)
    : shape_(Shape::general),
      ignore_case_(ignore_case),
      literal_(without_repeated_stars(pattern)),
      search_(longest_literal(pattern), ignore_case) {
  if (literal_ == "*") {
    shape_ = Shape::anything;
    return;
  }
  const bool stars_first = !literal_.empty() && literal_.front() == '*';
  const bool stars_last = !literal_.empty() && literal_.back() == '*';
  std::string inner = literal_.substr(stars_first ? 1 : 0);
  if (stars_last) inner.pop_back();
  if (inner.find_first_of(kWildcards) != std::string::npos) return;
  literal_ = std::move(inner);
  if (stars_first && stars_last) {
    shape_ = Shape::contains;
  } else if (stars_first) {
    shape_ = Shape::suffix;
  } else {
    shape_ = stars_last ? Shape::prefix : Shape::exact;
  }
}

bool Pattern::matches(std::string_view text) const {
  switch (shape_) {
    case Shape::anything:
      return true;
    case Shape::exact:
      return equal(text, literal_, ignore_case_);
    case Shape::prefix:
      return equal(text.substr(0, literal_.size()), literal_, ignore_case_);
    case Shape::suffix:
      return text.size() >= literal_.size() &&
             equal(text.substr(text.size() - literal_.size()), literal_, ignore_case_);
    case Shape::contains:
      return search_.stands_in(text);
    case Shape::general:
      return search_.stands_in(text) && matches_general(text);
  }
  return false;
}

// Each star first takes nothing; on a mismatch the latest star takes one character more. Earlier
// stars need no second try: what stands between two stars is best matched as early as possible.
bool Pattern::matches_general(std::string_view text) const {
  const std::string_view pattern = literal_;
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t after_star = std::string_view::npos;  // in the pattern
  std::size_t star_end = 0;                         // in the text: where the star's run ends
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      star_end = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      t += character_length(text.substr(t));
      ++p;
    } else if (p < pattern.size() && equal(pattern[p], text[t], ignore_case_)) {
      ++p;
      ++t;
    } else if (after_star != std::string_view::npos) {
      star_end += character_length(text.substr(star_end));
      t = star_end;
      p = after_star;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

PatternList::PatternList(const std::vector<std::string>& patterns, bool ignore_case)
    : literals_(select(patterns, false), ignore_case) {
  const std::vector<std::string> wild = select(patterns, true);
  std::vector<std::string_view> keys;
  for (const std::string& pattern : wild) {
    const PatternKey key = key_of(pattern);
    const bool is_few = wild.size() <= kFewPatterns;
    if (is_few || key.literal.empty()) {
      tried_.emplace_back(pattern, ignore_case);
    } else {
      keys.push_back(key.literal);
      found_.push_back({Pattern(pattern, ignore_case), key.place, key.literal.size()});
    }
  }
  if (!keys.empty()) finder_.emplace(keys, ignore_case);
}

bool PatternList::matches(std::string_view text) const {
  return (!literals_.empty() && literals_.contains(text)) || matches_found(text) ||
         std::any_of(tried_.begin(), tried_.end(),
                     [&](const Pattern& pattern) { return pattern.matches(text); });
}

bool PatternList::matches_found(std::string_view text) const {
  if (!finder_) return false;
  // A literal at an end is found there once; others can be found again and again.
  std::vector<bool> is_tried;
  return finder_->find(text, [&](std::uint32_t number, std::size_t end) {
    const Found& found = found_[number];
    if (found.place == Place::begin && end != found.key_bytes) return false;
    if (found.place == Place::end && end != text.size()) return false;
    if (found.place == Place::anywhere && found.pattern.shape() != Pattern::Shape::contains) {
      is_tried.resize(found_.size());
      if (is_tried[number]) return false;
      is_tried[number] = true;
    }
    return found.pattern.matches(text);
  });
}

}  // namespace ak::eql
