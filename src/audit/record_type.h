// The numbers of audit record types, and what they say of an event's extent.
#pragma once

#include <string_view>

namespace ak::audit {

inline constexpr int kSystemBootType = 1127;  // AUDIT_SYSTEM_BOOT of libaudit.h
inline constexpr int kOpenat2Type = 1337;     // AUDIT_OPENAT2 of linux/audit.h, since Linux 5.16

// The AUDIT_* number for a record's `type=` as libaudit knows it, "UNKNOWN[N]" included; 0 for a
// name that it does not know.
[[nodiscard]] int record_type(std::string_view name);

// Whether a record of that type is a whole event: what programs send and auditd itself writes, and
// what the kernel tells between syscalls (a crash; a seccomp filter's word, before the syscall
// begins). The kernel gives each of those a serial of its own. Its other records (LOGIN,
// CONFIG_CHANGE, AVC, …) share their syscall's serial, and so are not among them, though libauparse
// takes some for such.
[[nodiscard]] bool stands_alone(int type);

// Whether the kernel writes records of that type only to accompany another one of their event.
[[nodiscard]] bool is_companion(int type);

// Whether auditd itself writes records of that type; it numbers them apart from the kernel's.
[[nodiscard]] bool is_auditds(int type);

}  // namespace ak::audit
