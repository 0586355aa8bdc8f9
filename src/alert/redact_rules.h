// What a site calls a credential, besides what alert/redact.h knows by itself.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ak::alert {

// A stretch of a text: [begin, end).
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};
using Stretches = std::vector<Stretch>;

// A regular expression in RE2's syntax, over bytes, whose one group is the credential. Cheap to
// copy; immutable.
class RedactPattern {
 public:
  // The error says what is wrong with it, as "has no group". At most
  // limits::kMaxRedactPatternBytes.
  static Result<RedactPattern> compile(std::string_view expression);

  // Appends what the group takes, everywhere in `text`. In a long text with very many matches, one
  // stretch to its end stands for the last of them: time is bounded, and nothing is left showing.
  void find(std::string_view text, Stretches& found) const;

 private:
  struct Compiled;
  explicit RedactPattern(std::shared_ptr<const Compiled> compiled);

  std::shared_ptr<const Compiled> compiled_;
};

struct RedactRules {
  std::vector<std::string> options;  // whose value is a credential: lower case, without dashes
  std::vector<RedactPattern> patterns;
};

// "--My-Secret" as `options` has it: "my-secret". Empty if it cannot be an option's name.
std::string option_name(std::string_view written);

}  // namespace ak::alert
