// Values in quotes that hold spaces (AppArmor's info="same as before"): libauparse ends a field at
// any space, so they are shown to it without.
#pragma once

#include <string>
#include <string_view>

namespace ak::audit {

// Appends a record's body to `text`, each space within a quoted value replaced by a byte that the
// body has not. False if none was.
bool append_hiding_spaces(std::string& text, std::string_view body);

// The value with its spaces again.
[[nodiscard]] std::string with_hidden_spaces(std::string_view value);

}  // namespace ak::audit
