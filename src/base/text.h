// Small functions over bytes and text. All work on bytes: audit data is not UTF-8 by right.
// Case folding is ASCII, as everywhere in the project.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ak {

constexpr char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// The whole of `text` as a decimal number; nothing if anything else stands in it or it overflows.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<std::uint64_t> parse_uint(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The length in bytes of the valid UTF-8 character that `bytes` begin with; 0 if there is none.
std::size_t utf8_length(std::string_view bytes);

// `bytes` as valid UTF-8: each byte that belongs to no valid sequence becomes U+FFFD.
std::string to_utf8(std::string_view bytes);

// `bytes` for a terminal or a log line: valid UTF-8, control characters (C0, DEL, C1),
// those that turn the direction of writing, and backslashes as \n, \t, \\ or \xHH. No byte of the
// result can move a cursor, begin a line or change the order in which others are shown.
std::string to_printable(std::string_view bytes);

// The candidate nearest to `word` by edit distance, if near enough to be a typing mistake; else
// empty. For "did you mean".
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

// FNV-1a, 64 bits. For identities and tables, never against forgery.
// Source: http://www.isthe.com/chongo/tech/comp/fnv/
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ULL);

}  // namespace ak
