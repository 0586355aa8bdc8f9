// The operators regex and regex~: Lucene's regular expressions, matched in linear time by RE2.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ak::eql {

// Several expressions as one. Immutable; any thread may match. Memory is bounded by
// limits::kMaxRegexBytes.
class Regex {
 public:
  virtual ~Regex() = default;

  // Does any of the expressions match the whole of `text`? A byte that is not UTF-8 counts as the
  // character U+FFFD.
  [[nodiscard]] virtual bool matches(std::string_view text) const = 0;
};

// Why the expression cannot be used: "has a ( that is not closed"; empty if it can.
std::string regex_problem(std::string_view expression, bool ignore_case);

// nullptr if one of them has a problem, or if together they are too large.
std::shared_ptr<const Regex> make_regex(const std::vector<std::string>& expressions,
                                        bool ignore_case);

}  // namespace ak::eql
