#include "alert/redact_rules.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace ak::alert {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_max_mem(limits::kMaxRedactRegexBytes);
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_encoding(RE2::Options::EncodingLatin1);  // bytes: audit data is not UTF-8 by right
  return options;
}

}  // namespace

struct RedactPattern::Compiled {
  explicit Compiled(std::string_view expression)
      : re(re2::StringPiece(expression.data(), expression.size()), options()) {}

  RE2 re;
};

RedactPattern::RedactPattern(std::shared_ptr<const Compiled> compiled)
    : compiled_(std::move(compiled)) {}

Result<RedactPattern> RedactPattern::compile(std::string_view expression) {
  if (expression.size() > limits::kMaxRedactPatternBytes) {
    return Error{fmt::format("is longer than {} bytes", limits::kMaxRedactPatternBytes)};
  }
  auto compiled = std::make_shared<const Compiled>(expression);
  if (!compiled->re.ok()) return Error{"cannot be read: " + compiled->re.error()};
  const int groups = compiled->re.NumberOfCapturingGroups();
  if (groups != 1) {
    return Error{groups == 0 ? "has no group" : fmt::format("has {} groups, not one", groups)};
  }
  return RedactPattern(std::move(compiled));
}

void RedactPattern::find(std::string_view text, Stretches& found) const {
  const std::size_t most =
      std::clamp<std::size_t>(limits::kMaxRedactReadBytes / std::max<std::size_t>(text.size(), 1),
                              1, limits::kMaxRedactMatches);
  const re2::StringPiece all(text.data(), text.size());
  std::size_t at = 0;
  for (std::size_t matches = 0; at <= text.size(); ++matches) {
    re2::StringPiece groups[2];
    if (!compiled_->re.Match(all, at, text.size(), RE2::UNANCHORED, groups, 2)) return;
    if (matches == most) {
      found.push_back({at, text.size()});
      return;
    }
    const auto match_end =
        static_cast<std::size_t>(groups[0].data() - text.data()) + groups[0].size();
    if (!groups[1].empty()) {
      const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
      found.push_back({begin, begin + groups[1].size()});
    }
    at = groups[0].empty() ? match_end + 1 : match_end;
  }
}

std::string option_name(std::string_view written) {
  std::size_t dashes = 0;
  while (dashes < 2 && dashes < written.size() && written[dashes] == '-') ++dashes;
  std::string name = to_lower(written.substr(dashes));
  const bool is_odd = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '=' || c == '"' || c == '\'';
  });
  if (name.empty() || name.size() > limits::kMaxRedactOptionBytes || is_odd) return {};
  return name;
}

}  // namespace ak::alert
