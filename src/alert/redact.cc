#include "alert/redact.h"

#include <fmt/format.h>
#include <string.h>  // NOLINT(modernize-deprecated-headers): memmem is not in <cstring>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace ak::alert {
namespace {

// Shorter ones are redacted where their option stands, and not looked for elsewhere: "root" would
// be found everywhere.
constexpr std::size_t kShortestSought = 6;          // bytes, in command lines
constexpr std::size_t kShortestSoughtInValue = 16;  // bytes, in other values

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}
bool is_quote(char c) {
  return c == '"' || c == '\'';
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// `name`: without its dashes.
bool names_credential(std::string_view name, const RedactRules* more) {
  if (name.empty() || name.size() > limits::kMaxRedactOptionBytes) return false;
  const std::string lower = to_lower(name);
  if (more != nullptr &&
      std::find(more->options.begin(), more->options.end(), lower) != more->options.end()) {
    return true;
  }
  if (lower.rfind("password", 0) == 0) return true;
  for (const std::string_view whole : {"token", "secret", "passwd", "passphrase", "api-key",
                                       "apikey", "from-literal", "key-data"}) {
    if (lower == whole) return true;
  }
  for (const std::string_view end :
       {"-token", "_token", "-secret", "-password", "-passphrase", "-key-data", "-api-key"}) {
    if (ends_with(lower, end)) return true;
  }
  return false;
}

// If `word` is an option whose value is a credential: where in the word the value begins, its size
// if the value is the next word. npos: no such option.
std::size_t credential_value(std::string_view word, const RedactRules* more) {
  std::size_t dashes = 0;
  while (dashes < 2 && dashes < word.size() && word[dashes] == '-') ++dashes;
  if (dashes == 0) return std::string_view::npos;
  const std::size_t equals = word.find('=');
  const std::size_t name_end = std::min(equals, word.size());
  if (!names_credential(word.substr(dashes, name_end - dashes), more)) {
    return std::string_view::npos;
  }
  return equals == std::string_view::npos ? word.size() : equals + 1;
}

// Walks the words of a command line as text: divided by space outside of quotes, which stand where
// a word or an option's value begins.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  // The next word, its quotes included; empty at the end.
  Stretch next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    Stretch word{at_, at_};
    while (at_ < text_.size() && !is_space(text_[at_])) ++at_;
    word.end = at_;
    return word;
  }

  // The value that begins at `begin`: a quoted one to its closing quote or, without one, to the
  // end.
  Stretch value(std::size_t begin) {
    while (begin < text_.size() && is_space(text_[begin])) ++begin;
    Stretch value{begin, begin};
    if (begin < text_.size() && is_quote(text_[begin])) {
      value.begin = begin + 1;
      value.end = std::min(text_.find(text_[begin], begin + 1), text_.size());
    } else {
      while (value.end < text_.size() && !is_space(text_[value.end]) &&
             !is_quote(text_[value.end])) {
        ++value.end;
      }
    }
    at_ = std::max(at_, value.end);
    return value;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_bearer(std::string_view lower) {
  return lower == "bearer" || ends_with(lower, ":bearer") || ends_with(lower, "=bearer");
}

bool is_other_scheme(std::string_view lower) {
  return lower == "basic" || lower == "digest" || lower == "negotiate" || lower == "token";
}

// The credentials that the options and headers in `text` show, and the site's patterns find.
Stretches shown_credentials(std::string_view text, const RedactRules* more) {
  constexpr std::size_t kLongestHeader = 64;
  Stretches found;
  Words words(text);
  bool after_authorization = false;
  for (Stretch word = words.next(); word.begin < word.end; word = words.next()) {
    while (word.begin < word.end && is_quote(text[word.begin])) ++word.begin;
    const std::string_view bytes = text.substr(word.begin, word.end - word.begin);
    const std::string lower =
        to_lower(bytes.substr(bytes.size() - std::min(bytes.size(), kLongestHeader)));
    const std::size_t value = credential_value(bytes, more);
    if (value != std::string_view::npos) {
      found.push_back(words.value(word.begin + value));
    } else if (is_bearer(lower) || (after_authorization && is_other_scheme(lower))) {
      found.push_back(words.value(word.end));
    } else if (after_authorization) {
      found.push_back(words.value(word.begin));
    }
    after_authorization = ends_with(lower, "authorization:");
  }
  if (more != nullptr) {
    for (const RedactPattern& pattern : more->patterns) pattern.find(text, found);
  }
  found.erase(
      std::remove_if(found.begin(), found.end(), [](const Stretch& s) { return s.begin >= s.end; }),
      found.end());
  return found;
}

void find_all(std::string_view text, std::string_view secret, Stretches& found) {
  std::size_t at = 0;
  while (at < text.size()) {
    // memmem is linear whatever the two texts; std::string::find is not.
    const void* hit = ::memmem(text.data() + at, text.size() - at, secret.data(), secret.size());
    if (hit == nullptr) return;
    const auto begin = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
    at = begin + secret.size();
    found.push_back({begin, at});
  }
}

std::string marker(std::string_view secret) {
  return fmt::format("[redacted:{:08x}]", fnv1a(secret) & 0xffffffffU);
}

std::string replace(std::string_view text, Stretches stretches) {
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < stretches.size();) {
    Stretch joined = stretches[i];
    for (++i; i < stretches.size() && stretches[i].begin < joined.end; ++i) {
      joined.end = std::max(joined.end, stretches[i].end);
    }
    out += text.substr(copied, joined.begin - copied);
    out += marker(text.substr(joined.begin, joined.end - joined.begin));
    copied = joined.end;
  }
  out += text.substr(copied);
  return out;
}

// What in argument `i` is known for a credential by the arguments' own borders: the whole value of
// an option, spaces included.
Stretch bordered_credential(const Arguments& arguments, std::size_t i, const RedactRules* more) {
  const std::string& argument = arguments[i];
  if (i > 0) {
    const std::string& before = arguments[i - 1];
    if (credential_value(before, more) == before.size() || equals_ignoring_case(before, "bearer")) {
      return {0, argument.size()};
    }
  }
  const std::size_t value = credential_value(argument, more);
  if (value < argument.size()) return {value, argument.size()};
  return {};
}

// The same for all of them, as they stand in `text`; nothing if it is not their beginning.
Stretches bordered_credentials(std::string_view text, const Arguments& arguments,
                               const RedactRules* more) {
  Stretches found;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < arguments.size() && offset < text.size(); ++i) {
    const std::string_view shown = text.substr(offset, arguments[i].size());
    if (arguments[i].compare(0, shown.size(), shown) != 0) return {};
    const Stretch whole = bordered_credential(arguments, i, more);
    const Stretch clipped{offset + whole.begin, std::min(offset + whole.end, text.size())};
    if (clipped.begin < clipped.end) found.push_back(clipped);
    offset += arguments[i].size() + 1;
  }
  return found;
}

}  // namespace

void Redactor::learn_secret(std::string_view secret) {
  if (secret.size() < kShortestSought) return;
  if (std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) return;
  const auto place = std::find_if(secrets_.begin(), secrets_.end(), [&](const std::string& other) {
    return other.size() < secret.size();
  });
  secrets_.insert(place, std::string(secret));
  if (secrets_.size() > limits::kMaxSoughtSecrets) secrets_.pop_back();
}

void Redactor::learn(std::string_view command_line) {
  for (const Stretch& s : shown_credentials(command_line, more_)) {
    learn_secret(command_line.substr(s.begin, s.end - s.begin));
  }
}

void Redactor::learn(const Arguments& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Stretch whole = bordered_credential(arguments, i, more_);
    if (whole.begin < whole.end) {
      learn_secret(std::string_view(arguments[i]).substr(whole.begin, whole.end - whole.begin));
    } else {
      learn(arguments[i]);
    }
  }
}

std::string Redactor::redact(std::string_view command_line, const Arguments& arguments) const {
  Stretches stretches = shown_credentials(command_line, more_);
  const Stretches bordered = bordered_credentials(command_line, arguments, more_);
  stretches.insert(stretches.end(), bordered.begin(), bordered.end());
  for (const std::string& secret : secrets_) find_all(command_line, secret, stretches);
  return replace(command_line, std::move(stretches));
}

Arguments Redactor::redact(const Arguments& arguments) const {
  Arguments out;
  out.reserve(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Stretch whole = bordered_credential(arguments, i, more_);
    out.push_back(whole.begin < whole.end ? replace(arguments[i], {whole}) : redact(arguments[i]));
  }
  return out;
}

std::string Redactor::redact_value(std::string_view value) const {
  Stretches stretches;
  for (const std::string& secret : secrets_) {
    if (secret.size() < kShortestSoughtInValue || secret.find('/') != std::string::npos) continue;
    find_all(value, secret, stretches);
  }
  return replace(value, std::move(stretches));
}

std::string redact_command_line(std::string_view command_line) {
  Redactor redactor;
  redactor.learn(command_line);
  return redactor.redact(command_line);
}

Arguments redact_command_line(const Arguments& arguments) {
  Redactor redactor;
  redactor.learn(arguments);
  return redactor.redact(arguments);
}

}  // namespace ak::alert
