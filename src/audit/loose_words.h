// What a record says in words that are no NAME=VALUE, which libauparse passes over: an access
// vector's verdict in a USER_AVC (`avc: denied { start } for`), an AppArmor profile's mode (`subj=p
// (enforce)`), a program's free text.
#pragma once

#include <string>
#include <string_view>

namespace ak::audit {

// The words of the record's own text, after its head and without the names that auditd adds, with a
// space between them; "" if there are none. Left out is what only joins others (avc:, for, braces).
[[nodiscard]] std::string loose_words(std::string_view text);

}  // namespace ak::audit
