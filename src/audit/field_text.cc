#include "audit/field_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace ak::audit {
namespace {

using enum FieldKind;

struct KnownField {
  std::string_view name;
  FieldKind kind = plain;
};

// Source: auparse/typetab.h of audit 3.0.9 and 4.2 (their types ESCAPED*, PROCTITLE, UID and GID).
// Our own table, so that the same log means the same whatever libauparse is installed.
constexpr auto kFields = std::to_array<KnownField>({{"auid", id},
                                                    {"uid", id},
                                                    {"euid", id},
                                                    {"suid", id},
                                                    {"fsuid", id},
                                                    {"ouid", id},
                                                    {"oauid", id},
                                                    {"old-auid", id},
                                                    {"iuid", id},
                                                    {"id", id},
                                                    {"inode_uid", id},
                                                    {"sauid", id},
                                                    {"obj_uid", id},
                                                    {"gid", id},
                                                    {"egid", id},
                                                    {"sgid", id},
                                                    {"fsgid", id},
                                                    {"ogid", id},
                                                    {"igid", id},
                                                    {"inode_gid", id},
                                                    {"obj_gid", id},
                                                    {"new_gid", id},
                                                    {"proctitle", title},
                                                    {"path", text},
                                                    {"comm", text},
                                                    {"exe", text},
                                                    {"file", text},
                                                    {"name", text},
                                                    {"watch", text},
                                                    {"cwd", text},
                                                    {"cmd", text},
                                                    {"acct", text},
                                                    {"dir", text},
                                                    {"key", text},
                                                    {"vm", text},
                                                    {"old-chardev", text},
                                                    {"new-chardev", text},
                                                    {"old-disk", text},
                                                    {"new-disk", text},
                                                    {"old-fs", text},
                                                    {"new-fs", text},
                                                    {"old-net", text},
                                                    {"new-net", text},
                                                    {"old-rng", text},
                                                    {"new-rng", text},
                                                    {"device", text},
                                                    {"cgroup", text},
                                                    {"apparmor", text},
                                                    {"operation", text},
                                                    {"denied_mask", text},
                                                    {"info", text},
                                                    {"profile", text},
                                                    {"requested_mask", text},
                                                    {"ocomm", text},
                                                    {"grp", text},
                                                    {"new_group", text},
                                                    {"invalid_context", text},
                                                    {"sw", text},
                                                    {"root_dir", text},
                                                    {"data", text}});

constexpr std::size_t kSlots = 256;  // a power of two, some four times the names

constexpr std::size_t slot_of(std::string_view name) {
  const std::size_t first = static_cast<unsigned char>(name.front());
  const std::size_t last = static_cast<unsigned char>(name.back());
  return (name.size() * 67 + first * 5 + last * 31) % kSlots;
}

// The same as an open hash table, made by the compiler: every field of every record is looked up.
constexpr auto kTable = [] {
  std::array<KnownField, kSlots> table{};
  for (const KnownField& field : kFields) {
    std::size_t slot = slot_of(field.name);
    while (!table[slot].name.empty()) slot = (slot + 1) % kSlots;
    table[slot] = field;
  }
  return table;
}();

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;  // audit writes capitals only
  return -1;
}

bool is_hex(std::string_view value) {
  return value.size() >= 2 &&
         std::all_of(value.begin(), value.end(), [](char c) { return hex_digit(c) >= 0; });
}

// Where the first `NAME=value` or `NAME="a value"` of the text ends. Looks beyond the first space
// only after an opening quote.
std::size_t end_of_word(std::string_view text) {
  const std::size_t space = text.find(' ');
  const std::size_t quote = text.substr(0, space).find("=\"");
  if (quote == std::string_view::npos) return space;
  const std::size_t closing = text.find("\" ", quote + 2);
  const bool is_another = text.substr(0, closing).find("=\"", quote + 2) != std::string_view::npos;
  if (is_another) return space;  // its own quote is missing
  return closing == std::string_view::npos ? closing : closing + 1;
}

}  // namespace

FieldKind kind_of(std::string_view field) {
  if (field.empty()) return plain;
  std::size_t slot = slot_of(field);
  while (!kTable[slot].name.empty()) {
    if (kTable[slot].name == field) return kTable[slot].kind;
    slot = (slot + 1) % kSlots;
  }
  return plain;
}

Unquoted unquote(std::string_view value) {
  if (value.empty() || value.front() != '"') return {value, false, false};
  value.remove_prefix(1);
  if (value.empty() || value.back() != '"') return {value, true, true};
  value.remove_suffix(1);
  return {value, true, false};
}

std::string decode_title(std::string_view value) {
  if (value.starts_with('"') || is_hex(value)) return decode_text(value);
  std::string capitals(value);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  }
  return is_hex(capitals) ? decode_text(capitals) : std::string(value);
}

std::string decode_text(std::string_view value) {
  const Unquoted unquoted = unquote(value);
  if (unquoted.is_quoted || !is_hex(value)) return std::string(unquoted.text);
  std::string bytes(value.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(hex_digit(value[2 * i]) * 16 + hex_digit(value[2 * i + 1]));
  }
  return bytes;
}

bool lacks_half_byte(std::string_view value) {
  const bool is_digit = value.size() == 1 && hex_digit(value.front()) >= 0;
  return is_digit || (is_hex(value) && value.size() % 2 != 0);
}

void EnrichedNames::read(std::string_view text) {
  count_ = 0;
  while (!text.empty() && count_ < entries_.size()) {
    const std::string_view word = text.substr(0, end_of_word(text));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const std::size_t equals = word.find('=');
    if (equals == std::string_view::npos) continue;
    entries_[count_++] = {word.substr(0, equals), word.substr(equals + 1)};
  }
}

std::optional<std::string> EnrichedNames::find(std::string_view name, std::size_t nth) const {
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto entry = std::find_if(entries_.begin(), end, [&](const Entry& candidate) {
    return equals_ignoring_case(candidate.name, name) && nth-- == 0;
  });
  if (entry == end) return std::nullopt;
  return decode_text(entry->value);
}

}  // namespace ak::audit
