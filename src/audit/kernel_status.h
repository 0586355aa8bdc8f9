// What the kernel says of its audit system, as `auditctl -s` shows it: is it on, who listens, what
// was lost before anybody could read it.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/result.h"

namespace ak::audit {

// linux/audit.h, struct audit_status.
struct KernelStatus {
  std::uint32_t enabled = 0;  // 0 off, 1 on, 2 on and locked until the next boot
  std::uint32_t pid = 0;      // auditd's; 0: nobody listens
  std::uint32_t lost = 0;     // records lost since boot (or since it was set to 0)
  std::uint32_t backlog = 0;  // records that wait for auditd
  std::uint32_t backlog_limit = 0;
};

// Asks the kernel over netlink, and waits for its answer up to `timeout`. An error without
// CAP_AUDIT_CONTROL, or in a container that has no audit system.
Result<KernelStatus> read_kernel_status(std::chrono::milliseconds timeout);

}  // namespace ak::audit
