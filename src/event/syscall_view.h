// What every part of the normaliser needs of one audit event with a SYSCALL (or io_uring) record,
// looked up once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_event.h"
#include "event/acts.h"
#include "event/path_items.h"

namespace ak {

enum class Outcome { success, failure, unknown };

// Points into the audit event, which must outlive it.
struct SyscallView {
  const audit::AuditEvent& event;
  const audit::Record& record;
  std::string syscall;       // its name; its number when libaudit has no name for it; may be empty
  const Act* act = nullptr;  // nullptr: no entry
  Outcome outcome = Outcome::unknown;  // exit and exit_group report none
  std::int64_t pid = 0;
  std::int64_t ppid = 0;
  std::string_view comm{};
  std::string executable{};  // exe=, without " (deleted)"
  std::string_view cwd{};    // empty when unknown
  std::string host{};
  std::vector<PathItem> paths{};
  ResolvedPaths resolved{};  // those of paths
};

SyscallView view_syscall(const audit::AuditEvent& event, const audit::Record& record,
                         std::string host);

// Whether the records have later items of the syscall, but not the one that comes first.
bool lacks_first_item(const audit::AuditEvent& event);

// The flags of an open, as linux/fcntl.h has them; nothing when they are not in the records, as
// creat's are not.
std::optional<std::uint64_t> open_flags(const SyscallView& view);

}  // namespace ak
