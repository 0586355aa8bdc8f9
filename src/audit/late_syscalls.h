// Names of system calls that libaudit may be too old to know.
#pragma once

#include <string_view>

namespace ak::audit {

// The name of a system call that came with Linux 5.1 or later, from when on the number is the same
// on every architecture that Kubernetes runs on; "" for another.
[[nodiscard]] std::string_view late_syscall(unsigned number);

}  // namespace ak::audit
