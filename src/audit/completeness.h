// What an event's records tell of those that are missing, and a record of its own missing end.
#pragma once

#include <string_view>

#include "audit/audit_event.h"

namespace ak::audit {

// Whether records are missing without which the kernel does not write the others: an item of a
// SYSCALL has no PATH, a record that only accompanies another has no SYSCALL, a name that is
// relative has no CWD, an execve that succeeded no EXECVE, a connect that succeeded no SOCKADDR.
[[nodiscard]] bool lacks_records(const AuditEvent& event);

// Whether the SYSCALL tells of more items than the event has PATHs.
[[nodiscard]] bool lacks_items(const AuditEvent& event);

// Whether the record ends before its end, as far as its type tells: SYSCALL and URINGOP end in a
// key, PATH in a nametype or what follows it, and none of those that accompany them in a word
// without a value. `body`: the record's own text after its head. auditd 4.2 sends its plugins
// records that lack their last 16 bytes when log_format is RAW.
[[nodiscard]] bool is_cut_short(const Record& record, std::string_view body);

}  // namespace ak::audit
