#include "audit/loose_words.h"

#include <algorithm>
#include <cstddef>

namespace ak::audit {
namespace {

bool joins_others(std::string_view word) {
  constexpr std::string_view kWords[] = {"avc:", "for", "{", "}", "by", "old", "new", "and"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

// Takes the next word off the text: up to a space that is not within double quotes.
std::string_view take_word(std::string_view& text) {
  bool is_quoted = false;
  std::size_t size = 0;
  for (; size < text.size() && (is_quoted || text[size] != ' '); ++size) {
    if (text[size] == '"') is_quoted = !is_quoted;
  }
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return word;
}

}  // namespace

std::string loose_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::string_view word = take_word(text);
    if (word.starts_with("msg='")) word.remove_prefix(5);
    if (word.ends_with('\'')) word.remove_suffix(1);
    if (word.empty() || word.find('=') != std::string_view::npos || joins_others(word)) continue;
    if (!words.empty()) words += ' ';
    words += word;
  }
  return words;
}

}  // namespace ak::audit
