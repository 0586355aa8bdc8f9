#include "eql/regex.h"

#include <re2/re2.h>

#include <cstdint>
#include <cstring>

#include "base/limits.h"
#include "base/result.h"
#include "base/text.h"
#include "eql/regex_syntax.h"

namespace ak::eql {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_max_mem(limits::kMaxRegexBytes);
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_never_capture(true);
  return options;
}

// Are the eight bytes at `text` ASCII?
bool is_ascii(const char* text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  return (bytes & 0x8080808080808080U) == 0;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (at + 8 <= text.size() && is_ascii(text.data() + at)) {
      at += 8;
      continue;
    }
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

class Re2Regex final : public Regex {
 public:
  explicit Re2Regex(const std::string& expression) : re_(expression, options()) {}

  [[nodiscard]] bool ok() const { return re_.ok(); }
  [[nodiscard]] bool is_too_large() const {
    return re_.error_code() == RE2::ErrorPatternTooLarge ||
           re_.error_code() == RE2::ErrorRepeatSize;
  }

  [[nodiscard]] bool matches(std::string_view text) const override {
    return is_utf8(text) ? matches_utf8(text) : matches_utf8(to_utf8(text));
  }

 private:
  [[nodiscard]] bool matches_utf8(std::string_view text) const {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), re_);
  }

  RE2 re_;
};

}  // namespace

std::string regex_problem(std::string_view expression, bool ignore_case) {
  const Result<std::string> translated = translate_regex(expression, ignore_case);
  if (!translated) return translated.error().message;
  const Re2Regex regex(translated.value());
  if (regex.ok()) return {};
  return regex.is_too_large() ? "is too large" : "cannot be read";
}

std::shared_ptr<const Regex> make_regex(const std::vector<std::string>& expressions,
                                        bool ignore_case) {
  std::string all;
  for (const std::string& expression : expressions) {
    const Result<std::string> translated = translate_regex(expression, ignore_case);
    if (!translated) return nullptr;
    all += (all.empty() ? "(?:" : "|(?:") + translated.value() + ')';
  }
  auto regex = std::make_shared<const Re2Regex>(all);
  return regex->ok() ? regex : nullptr;
}

}  // namespace ak::eql
