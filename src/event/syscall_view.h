// What every part of the normaliser needs of one audit event with a SYSCALL (or io_uring) record,
// looked up once.
#pragma once

#include <cstdint>
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
};

SyscallView view_syscall(const audit::AuditEvent& event, const audit::Record& record,
                         std::string host);

// The name of a program that is known by comm= and exe= only: comm, which the kernel cuts at 15
// bytes, or exe's last component where it extends a comm of that length.
std::string program_name(std::string_view comm, std::string_view executable);

// exe= of a program whose file is gone ends in " (deleted)".
std::string_view without_deleted(std::string_view executable);

}  // namespace ak
