#include "eql/regex_syntax.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/limits.h"
#include "base/text.h"

namespace ak::eql {
namespace {

constexpr std::string_view kNothing = "[^\\x00-\\x{10FFFF}]";
constexpr std::string_view kPredefined = "dDsSwW";
constexpr std::size_t kMaxOperatorsInARow = 8;
constexpr std::size_t kMaxRepeats = 1000;  // RE2's own limit of a count

bool is_ascii_letter(std::string_view character) {
  const char c = character.size() == 1 ? ascii_lower(character[0]) : '\0';
  return c >= 'a' && c <= 'z';
}

char other_case(char c) {
  return static_cast<char>(c ^ 0x20);
}

// One character, within a class or outside, so that RE2 takes it literally.
std::string quoted(std::string_view character) {
  if (character.size() > 1) return std::string(character);
  const char c = character[0];
  const bool is_word = is_ascii_letter(character) || (c >= '0' && c <= '9') || c == '_';
  if (is_word) return std::string(character);
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\x") + kHex[byte >> 4] + kHex[byte & 0xF];
}

class Translator {
 public:
  Translator(std::string_view text, bool ignore_case) : text_(text), ignore_case_(ignore_case) {}

  Result<std::string> run() {
    if (text_.empty()) return std::string();
    std::string all = read_union();
    if (problem_.empty() && at_ < text_.size()) problem_ = "has a ) that is not opened";
    if (!problem_.empty()) return Error{problem_};
    return all;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ >= text_.size() || !problem_.empty(); }
  [[nodiscard]] bool sees(char c) const { return !at_end() && text_[at_] == c; }
  bool take_if(char c) {
    if (!sees(c)) return false;
    ++at_;
    return true;
  }
  std::string_view take_character() {
    const std::size_t length = std::max<std::size_t>(utf8_length(text_.substr(at_)), 1);
    at_ += length;
    return text_.substr(at_ - length, length);
  }
  std::string fail(std::string_view problem) {
    if (problem_.empty()) problem_ = problem;
    return {};
  }

  std::string read_union() {
    std::string out = read_concat();
    while (take_if('|')) out += '|' + read_concat();
    return out;
  }

  std::string read_concat() {
    if (at_end() || sees('|') || sees(')'))
      return fail("has an empty alternative: write (…)? for what may be left out");
    std::string out;
    while (!at_end() && !sees('|') && !sees(')')) out += read_repeat();
    return out;
  }

  std::string read_repeat() {
    std::string out = read_atom();
    for (std::size_t operators = 0; !at_end(); ++operators) {
      std::string count;
      if (sees('?') || sees('*') || sees('+')) {
        count = text_[at_++];
      } else if (take_if('{')) {
        count = read_counts();
      } else {
        break;
      }
      if (operators >= kMaxOperatorsInARow)
        return fail("has too many repetition operators in a row");
      out.insert(0, "(?:");
      out += ')';
      out += count;
    }
    return out;
  }

  // n[,[m]]}
  std::string read_counts() {
    const std::optional<std::size_t> least = read_count();
    std::optional<std::size_t> most = least;
    bool is_open = false;
    if (take_if(',')) {
      is_open = sees('}');
      most = is_open ? least : read_count();
    }
    if (!least || !most || !take_if('}'))
      return fail("has a { that begins no number of repetitions; a literal one is written \\{");
    if (*least > kMaxRepeats || *most > kMaxRepeats) return fail("repeats more than 1000 times");
    if (*most < *least) return fail("has a number of repetitions that goes backwards");
    if (is_open) return '{' + std::to_string(*least) + ",}";
    return '{' + std::to_string(*least) + ',' + std::to_string(*most) + '}';
  }

  std::optional<std::size_t> read_count() {
    constexpr std::size_t kMaxDigits = 6;
    std::size_t value = 0;
    std::size_t digits = 0;
    for (; !at_end() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_, ++digits)
      if (digits < kMaxDigits) value = value * 10 + static_cast<std::size_t>(text_[at_] - '0');
    if (digits == 0) return std::nullopt;
    return digits > kMaxDigits ? kMaxRepeats + 1 : value;
  }

  std::string read_atom() {
    switch (text_[at_]) {
      case '.':
        ++at_;
        return ".";
      case '@':
        ++at_;
        return "(?:.*)";
      case '#':
        ++at_;
        return std::string(kNothing);
      case '~':
        return fail("uses the operator ~, which is not run here; a literal one is written \\~");
      case '&':
        return fail("uses the operator &, which is not run here; a literal one is written \\&");
      case '<':
        return fail("uses the operator <, which is not run here; a literal one is written \\<");
      case '(':
        return read_group();
      case '[':
        return read_class();
      case '"':
        return read_quoted();
      case '\\':
        return read_escape(false);
      default:
        return literal(take_character());
    }
  }

  std::string read_group() {
    ++at_;
    if (take_if(')')) return "(?:)";
    if (depth_ >= limits::kMaxQueryDepth) return fail("is nested too deep");
    ++depth_;
    const std::string inner = read_union();
    --depth_;
    if (!take_if(')')) return fail("has a ( that is not closed");
    return "(?:" + inner + ')';
  }

  std::string read_quoted() {
    ++at_;
    std::string out;
    while (!at_end() && !sees('"')) out += literal(take_character());
    if (!take_if('"')) return fail("has a quote that is not closed; a literal one is written \\\"");
    return "(?:" + out + ')';
  }

  // A backslash and what it stands before.
  std::string read_escape(bool in_class) {
    ++at_;
    if (at_end()) return fail("ends in a backslash");
    if (kPredefined.find(text_[at_]) != std::string_view::npos)
      return std::string("\\") + text_[at_++];
    return in_class ? class_item(take_character()) : literal(take_character());
  }

  [[nodiscard]] std::string literal(std::string_view character) const {
    if (!ignore_case_ || !is_ascii_letter(character)) return quoted(character);
    return std::string("[") + character[0] + other_case(character[0]) + ']';
  }

  // --- classes

  std::string read_class() {
    ++at_;
    std::string out = take_if('^') ? "[^" : "[";
    bool is_first = true;
    while (!at_end() && (is_first || !sees(']'))) {
      out += read_item();
      is_first = false;
    }
    if (!take_if(']') || is_first)
      return fail("has a [ that is not closed; a literal one is written \\[");
    return out + ']';
  }

  std::string read_item() {
    if (sees('\\') && at_ + 1 < text_.size() &&
        kPredefined.find(text_[at_ + 1]) != std::string_view::npos)
      return read_escape(true);
    const std::string_view first = read_class_character();
    if (at_end()) return {};
    const bool is_range = sees('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!is_range) return class_item(first);
    ++at_;
    const std::string_view last = read_class_character();
    if (!problem_.empty()) return {};
    // UTF-8 has the order of the characters.
    if (last < first) return fail("has a range of characters that goes backwards");
    return class_range(first, last);
  }

  std::string_view read_class_character() {
    if (take_if('\\') && at_end()) fail("ends in a backslash");
    return at_end() ? std::string_view() : take_character();
  }

  [[nodiscard]] std::string class_item(std::string_view character) const {
    std::string out = quoted(character);
    if (ignore_case_ && is_ascii_letter(character)) out += other_case(character[0]);
    return out;
  }

  [[nodiscard]] std::string class_range(std::string_view first, std::string_view last) const {
    std::string out = quoted(first) + '-' + quoted(last);
    if (!ignore_case_ || first.size() > 1) return out;
    const char high = last.size() > 1 ? '\x7F' : last[0];
    for (const char base : {'a', 'A'}) {
      const char low_letter = std::max(first[0], base);
      const char high_letter = std::min(high, static_cast<char>(base + 25));
      if (low_letter > high_letter) continue;
      out += {other_case(low_letter), '-', other_case(high_letter)};
    }
    return out;
  }

  std::string_view text_;
  bool ignore_case_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::string problem_;
};

}  // namespace

Result<std::string> translate_regex(std::string_view expression, bool ignore_case) {
  return Translator(expression, ignore_case).run();
}

}  // namespace ak::eql
