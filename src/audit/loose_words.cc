#include "audit/loose_words.h"

#include <algorithm>
#include <cstddef>

namespace ak::audit {
namespace {

bool joins_others(std::string_view word) {
  constexpr std::string_view kWords[] = {"avc:", "for", "{", "}", "by", "and"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

void append(std::string& words, std::string_view word) {
  if (word.empty()) return;
  if (!words.empty()) words += ' ';
  words += word;
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
  std::string_view adjective;  // belongs to what comes next: a field, as in a LOGIN, or a word
  while (!text.empty()) {
    std::string_view word = take_word(text);
    if (word.starts_with("msg='")) word.remove_prefix(5);
    if (word.ends_with('\'')) word.remove_suffix(1);
    if (word.empty() || joins_others(word)) continue;
    const bool is_field = word != "=" && word.find('=') != std::string_view::npos;
    if (!is_field) append(words, adjective);
    adjective = {};
    if (word == "old" || word == "new") {
      adjective = word;
    } else if (!is_field) {
      append(words, word);
    }
  }
  append(words, adjective);
  return words;
}

}  // namespace ak::audit
