// Credentials on command lines become "[redacted:HASH]" before an alert leaves the program. HASH is
// eight hexadecimal digits of FNV-1a: equal credentials can be seen to be equal. A short one can be
// found by trying: that is the price of telling them apart.
//
// What counts as a credential: the value of an option (--name value, --name=value, one dash or two,
// any case) named token, secret, password…, or ending in -token, -secret, -password, -passphrase or
// -key-data, api-key, from-literal; what follows "Bearer", or "Authorization: SCHEME"; and what a
// site adds (alert/redact_rules.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "alert/redact_rules.h"

namespace ak::alert {

using Arguments = std::vector<std::string>;

// The credentials of one alert. First it learns them from every command line, then it redacts:
// where an option shows a credential, and wherever else a learned one occurs.
class Redactor {
 public:
  // `more`: the site's own, may be null; outlives it.
  explicit Redactor(const RedactRules* more = nullptr) : more_(more) {}

  void learn(std::string_view command_line);
  void learn(const Arguments& arguments);

  // `arguments`: those that the command line may be, whole or its beginning, joined by spaces. They
  // tell where a credential with spaces in it ends.
  [[nodiscard]] std::string redact(std::string_view command_line,
                                   const Arguments& arguments = {}) const;
  [[nodiscard]] Arguments redact(const Arguments& arguments) const;

  // For a value that is no command line: only what is long and has no '/', so that nobody hides the
  // name of a file by also passing it as a token.
  [[nodiscard]] std::string redact_value(std::string_view value) const;

 private:
  void learn_secret(std::string_view secret);

  const RedactRules* more_;
  std::vector<std::string> secrets_;  // no two equal; the longest come first
};

// A command line or argument list by itself.
std::string redact_command_line(std::string_view command_line);
Arguments redact_command_line(const Arguments& arguments);

}  // namespace ak::alert
