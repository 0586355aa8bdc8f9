#include "audit/record_header.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/limits.h"

namespace ak::audit {
namespace {

constexpr std::uint64_t kMaxSeconds = 253402300799;  // the end of the year 9999
constexpr std::uint64_t kMaxMilliseconds = 999;
constexpr std::uint64_t kMaxSerial =
    INT64_MAX;  // event.sequence is signed; the kernel's has 32 bits

bool skip(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// The bytes up to the next space, which is taken off too; nothing if that is more than `max_bytes`
// away, none precede it, or one of them is a control byte.
std::optional<std::string_view> take_word(std::string_view& text, std::size_t max_bytes) {
  const std::size_t end = text.substr(0, max_bytes + 1).find(' ');
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  const std::string_view word = text.substr(0, end);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(word.begin(), word.end(), is_control)) return std::nullopt;
  text.remove_prefix(end + 1);
  return word;
}

// A decimal number of at most `max`, followed by `end`, which is taken off too.
std::optional<std::uint64_t> take_number(std::string_view& text, std::uint64_t max,
                                         std::string_view end) {
  std::uint64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc{} || number > max) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  if (!skip(text, end)) return std::nullopt;
  return number;
}

}  // namespace

HeaderProblem parse_header(std::string_view line, RecordHeader& header) {
  std::string_view rest = line;
  header.node = {};
  if (skip(rest, "node=")) {
    const auto node = take_word(rest, limits::kMaxNodeBytes);
    if (!node) return HeaderProblem::bad_node;
    header.node = *node;
  }
  if (!skip(rest, "type=")) return HeaderProblem::no_type;
  const auto type = take_word(rest, limits::kMaxTypeBytes);
  // Another line's head may have been written over what is left of this one's.
  if (!type || type->find('=') != std::string_view::npos) return HeaderProblem::bad_type;
  header.type = *type;
  if (!skip(rest, "msg=audit(")) return HeaderProblem::no_message;
  const auto seconds = take_number(rest, kMaxSeconds, ".");
  if (!seconds) return HeaderProblem::bad_time;
  const auto milliseconds = take_number(rest, kMaxMilliseconds, ":");
  if (!milliseconds) return HeaderProblem::bad_time;
  const auto serial = take_number(rest, kMaxSerial, ")");
  if (!serial) return HeaderProblem::bad_serial;
  skip(rest, ":");  // auditd 2 leaves it out in some of its own records
  header.time = static_cast<TimeMs>(*seconds * 1000 + *milliseconds);
  header.serial = *serial;
  skip(rest, " ");
  header.body = line.size() - rest.size();
  return HeaderProblem::none;
}

std::string_view describe(HeaderProblem problem) {
  switch (problem) {
    case HeaderProblem::none:
      return "a record";
    case HeaderProblem::no_type:
      return "it does not begin with type=";
    case HeaderProblem::bad_node:
      return "its node= is empty or too long";
    case HeaderProblem::bad_type:
      return "its type= is empty or too long";
    case HeaderProblem::no_message:
      return "msg=audit( does not follow its type=";
    case HeaderProblem::bad_time:
      return "its time is not SEC.MS";
    case HeaderProblem::bad_serial:
      return "its serial is not a number followed by \")\"";
  }
  return "";
}

}  // namespace ak::audit
