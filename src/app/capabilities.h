// What the process, which auditd starts as root, may still do as root. The only door to libcap-ng.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace ak::app {

struct Capabilities {
  bool audit_control = false;     // ask the kernel for the state of auditing
  bool read_everything = false;   // logs and /proc of others: DAC_READ_SEARCH, SYS_PTRACE
  bool change_owners = false;     // give files to another user, and write into them after that
  bool write_everywhere = false;  // connect to sockets that are not root's
  std::vector<gid_t> groups;      // files may be given to these, without being root for it
};

// Gives up all others for good: permitted, inheritable, ambient and bounding, and what executing
// a program as root would give. Of those kept none is gained that was not there. Before other
// threads are started. Returns what could not be done, a line each.
std::vector<std::string> keep_only(const Capabilities& wanted);

}  // namespace ak::app
