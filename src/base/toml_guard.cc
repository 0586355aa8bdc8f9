#include "base/toml_guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"

namespace ak {
namespace {

// Sees of TOML only strings, comments, brackets and dots; whether it is TOML is for toml++ to say.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<TomlHazard> first_hazard() {
    while (at_ < text_.size() && !hazard_) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if ((c == '"' || c == '\'') && !is_in_bare_value()) {
        skip_string(c);
      } else {
        follow(c);
        count(c);
        ++at_;
      }
    }
    return hazard_;
  }

 private:
  static bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

  [[nodiscard]] bool starts_with(std::string_view what) const {
    return text_.substr(at_, what.size()) == what;
  }

  // A quote in it begins no string: there is a mistake, up to which toml++ reads on.
  [[nodiscard]] bool is_in_bare_value() const { return is_value_ && is_bare_; }

  // Where values are, outside of strings: after "=" and within arrays.
  void follow(char c) {
    const bool is_array = !open_.empty() && open_.back() == '[';
    if (c == ' ' || c == '\t' || c == '\r') {
      is_bare_ = false;
    } else if (c == ',' || c == '\n') {
      is_bare_ = false;
      is_value_ = is_array;
    } else if (c == ']' || c == '}') {
      is_bare_ = false;
      if (!open_.empty()) open_.pop_back();
    } else if (is_in_bare_value()) {
      return;
    } else if (c == '=') {
      is_bare_ = false;
      is_value_ = true;
    } else if (c == '[' || c == '{') {
      if (is_value_ && open_.size() <= limits::kMaxTomlDepth) open_ += c;
      is_value_ = is_value_ && c == '[';
    } else {
      is_bare_ = true;
    }
  }

  void count(char c) {
    switch (c) {
      case '[':
      case '{':
        ++brackets_;
        dots_ = 0;
        break;
      case ']':
      case '}':
        if (brackets_ > 0) --brackets_;
        break;
      case '.':
        ++dots_;
        break;
      case '=':
      case ',':
      case '\n':
        dots_ = 0;
        break;
      default:
        break;
    }
    if (std::max(brackets_, dots_) > limits::kMaxTomlDepth) {
      hazard_ = {at_, "E105", fmt::format("nested deeper than {} levels", limits::kMaxTomlDepth)};
    } else if (is_beyond_ascii(c)) {
      hazard_ = {at_, "E101",
                 "this is not TOML: only strings and comments may hold characters beyond ASCII"};
    }
  }

  void skip_string(char quote) {
    const std::string triple(3, quote);
    const bool multiline = starts_with(triple);
    is_bare_ = false;
    at_ += multiline ? 3 : 1;
    while (at_ < text_.size() && !hazard_) {
      if (multiline ? starts_with(triple) : text_[at_] == quote || text_[at_] == '\n') break;
      const bool escapes = quote == '"' && text_[at_] == '\\';
      if (escapes && multiline) check_fold();
      at_ += escapes ? 2 : 1;
    }
    at_ = std::min(at_ + (multiline ? 3 : 1), text_.size());
    // A multi-line string may end in up to two quotes of its own.
    for (int i = 0; multiline && i < 2 && at_ < text_.size() && text_[at_] == quote; ++i) ++at_;
  }

  // At a backslash in a """ string.
  void check_fold() {
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_ + 1);
    if (next == std::string_view::npos || !is_beyond_ascii(text_[next])) return;
    hazard_ = {next, "E107",
               "after a backslash at a line's end the text cannot go on with a character beyond "
               "ASCII"};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;  // the brackets around the value
  bool is_value_ = false;
  bool is_bare_ = false;
  std::size_t brackets_ = 0;
  std::size_t dots_ = 0;
  std::optional<TomlHazard> hazard_;
};

}  // namespace

std::optional<TomlHazard> find_toml_hazard(std::string_view text) {
  return Scanner(text).first_hazard();
}

}  // namespace ak
