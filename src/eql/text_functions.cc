#include "eql/text_functions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/text.h"

namespace ak::eql {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

std::size_t character_length(std::string_view text) {
  return std::max<std::size_t>(utf8_length(text), 1);
}

// The byte at which the character `position` begins; the text's size if it has fewer.
std::size_t byte_of(std::string_view text, std::int64_t position) {
  std::size_t at = 0;
  for (; position > 0 && at < text.size(); --position) at += character_length(text.substr(at));
  return at;
}

// memmem(3) takes linear time, std::string_view::find does not.
std::size_t locate(std::string_view text, std::string_view part, std::size_t from) {
  if (part.empty()) return from;
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  if (found == nullptr) return kNowhere;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

std::size_t locate(std::string_view text, std::string_view part, std::size_t from,
                   bool ignore_case) {
  if (!ignore_case) return locate(text, part, from);
  return locate(to_lower(text), to_lower(part), from);
}

// The last one that begins at or after `from`.
std::size_t find_last(std::string_view text, std::string_view part, std::size_t from) {
  const std::string backwards(text.rbegin(), text.rend());
  const std::string sought(part.rbegin(), part.rend());
  const std::size_t found = locate(backwards, sought, 0);
  if (found == kNowhere) return kNowhere;
  const std::size_t begin = text.size() - found - part.size();
  return begin < from ? kNowhere : begin;
}

}  // namespace

std::int64_t length(std::string_view text) {
  std::int64_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) at += character_length(text.substr(at));
  return characters;
}

bool starts_with(std::string_view text, std::string_view prefix, bool ignore_case) {
  const std::string_view head = text.substr(0, prefix.size());
  return ignore_case ? equals_ignoring_case(head, prefix) : head == prefix;
}

bool ends_with(std::string_view text, std::string_view suffix, bool ignore_case) {
  if (text.size() < suffix.size()) return false;
  const std::string_view tail = text.substr(text.size() - suffix.size());
  return ignore_case ? equals_ignoring_case(tail, suffix) : tail == suffix;
}

bool string_contains(std::string_view text, std::string_view part, bool ignore_case) {
  return locate(text, part, 0, ignore_case) != kNowhere;
}

std::optional<std::int64_t> index_of(std::string_view text, std::string_view part,
                                     std::int64_t start, bool ignore_case) {
  const std::size_t found = locate(text, part, byte_of(text, start), ignore_case);
  if (found == kNowhere) return std::nullopt;
  return length(text.substr(0, found));
}

std::string_view substring(std::string_view text, std::int64_t start, std::int64_t end) {
  if (start < 0 || end < 0) {
    const std::int64_t characters = length(text);
    if (start < 0) start = std::max<std::int64_t>(start + characters, 0);
    if (end < 0) end = std::max<std::int64_t>(end + characters, 0);
  }
  if (start >= end) return {};
  const std::size_t begin = byte_of(text, start);
  const std::string_view rest = text.substr(begin);
  return rest.substr(0, byte_of(rest, end - start));
}

std::string_view between(std::string_view text, std::string_view left, std::string_view right,
                         bool is_greedy, bool ignore_case) {
  if (left.empty() || right.empty()) return text;
  if (ignore_case) {
    const std::string lower = to_lower(text);
    const std::string_view inner =
        between(lower, to_lower(left), to_lower(right), is_greedy, false);
    if (inner.empty()) return {};
    return text.substr(static_cast<std::size_t>(inner.data() - lower.data()), inner.size());
  }
  const std::size_t found = locate(text, left, 0);
  if (found == kNowhere) return {};
  const std::size_t begin = found + left.size();
  const std::size_t end = is_greedy ? find_last(text, right, begin) : locate(text, right, begin);
  return end == kNowhere ? std::string_view() : text.substr(begin, end - begin);
}

Scalar number(std::string_view text, std::optional<std::int64_t> base) {
  const bool has_prefix = text.substr(0, 2) == "0x";
  const std::int64_t radix = base.value_or(has_prefix ? 16 : 10);
  if (radix < 2 || radix > 36) return {};
  if (has_prefix && radix == 16) text.remove_prefix(2);
  std::int64_t integer = 0;
  const char* const end = text.data() + text.size();
  const auto whole = std::from_chars(text.data(), end, integer, static_cast<int>(radix));
  if (whole.ec == std::errc{} && whole.ptr == end) return integer;
  if (radix != 10) return {};
  double decimal = 0;
  const auto result = std::from_chars(text.data(), end, decimal);
  if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(decimal)) return {};
  return decimal;
}

std::string string_of(const Scalar& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* decimal = std::get_if<double>(&value)) {
    char digits[32];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), *decimal).ptr;
    std::string text(std::begin(digits), end);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
  }
  return is_text(value) ? std::string(text_of(value)) : std::string();
}

}  // namespace ak::eql
