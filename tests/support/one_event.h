// One audit event out of records written by hand, through the real reader.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "audit/audit_event.h"
#include "base/time.h"

namespace ak::test {

struct EventHead {
  std::string node;
  TimeMs time = 1000000;
  std::uint64_t serial = 7;
};

// The event of records without their heads, one a line, '~' for the byte 0x1D before the enriched
// part:
//   SYSCALL arch=c000003e syscall=257 success=yes … ~UID="root"
//   CWD cwd="/root"
// Throws when they are not one event.
audit::AuditEvent event_of(std::string_view records, const EventHead& head = {});

// "arch=c000003e syscall=257" for openat: x86_64's numbers, i386's for names that only it has.
// Throws for a name it does not know.
std::string arch_and_syscall(const std::string& name);

}  // namespace ak::test
