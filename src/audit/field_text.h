// What the text of a record's field stands for: which fields hold text or an id, and how the
// kernel escapes text it does not trust.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.h"

namespace ak::audit {

enum class FieldKind {
  plain,  // means what it says
  text,   // "quoted", or hex digits when it holds a space, quote, control or non-ASCII byte
  title,  // text, of arguments with a NUL between them
  id,     // of a user or group
};
[[nodiscard]] FieldKind kind_of(std::string_view field);

struct Unquoted {
  std::string_view text;
  bool is_quoted = false;
  bool is_cut = false;  // the closing quote is missing
};
[[nodiscard]] Unquoted unquote(std::string_view value);

// The bytes that a text field's value stands for: what is between the quotes, or what pairs of hex
// digits (capitals, as audit writes them) encode; anything else is itself. An odd last digit is
// half of a byte of a record that was cut, and left off.
[[nodiscard]] std::string decode_text(std::string_view value);

// Whether it is such a value with an odd last digit.
[[nodiscard]] bool lacks_half_byte(std::string_view value);

// The same for a process's title, which none but the kernel writes, hence no bare word: small
// digits are hex too.
[[nodiscard]] std::string decode_title(std::string_view value);

// The names that auditd adds to a record after byte 0x1D: `UID="root" SYSCALL=openat`, in a record
// without them none. At most limits::kMaxEnrichedNames.
class EnrichedNames {
 public:
  // Forgets the last record and takes the names in `text`, which must outlive their use.
  void read(std::string_view text);

  // What stands for the record's field `name` ("uid"), unescaped; nothing without it. `nth`: of so
  // many fields of that name before it; auditd adds a name for each.
  [[nodiscard]] std::optional<std::string> find(std::string_view name, std::size_t nth = 0) const;

 private:
  struct Entry {
    std::string_view name;
    std::string_view value;
  };
  std::array<Entry, limits::kMaxEnrichedNames> entries_;
  std::size_t count_ = 0;
};

}  // namespace ak::audit
