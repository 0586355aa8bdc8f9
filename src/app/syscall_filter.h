// Which system calls the process may still make. The only door to libseccomp.
//
// Refused in two ways. What only an intruder would try (executing a program, tracing another
// process, mounting, loading code into the kernel, forking) ends the process: a plugin in foreign
// hands is worse than a short gap, auditd starts it anew with the next event, and the kernel
// reports the attempt as an audit record of type SECCOMP. Every other call, and a socket of another
// family, is ENOSYS, as on a kernel that lacks it: a newer C library then takes the older call, and
// a library that only tries something goes on.
#pragma once

#include <string>

namespace ak::app {

struct SyscallNeeds {
  bool write_files = false;    // create, change and remove files
  bool unix_sockets = false;   // local sockets, as server and as client
  bool audit_netlink = false;  // ask the kernel for the state of auditing
};

// For good, for this thread and those that it starts. Sets no_new_privs. Returns what went wrong,
// empty when nothing did; then there is no filter.
std::string filter_syscalls(const SyscallNeeds& needs);

}  // namespace ak::app
