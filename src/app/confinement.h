// What the program needs of the system for what it is to do, and the renouncing of all else:
// capabilities, system calls, places to write to.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "app/capabilities.h"
#include "app/config.h"
#include "app/syscall_filter.h"

namespace ak::app {

struct Needs {
  struct Directory {
    std::string path;
    mode_t mode = 0755;  // if it has to be made
  };

  Capabilities capabilities;
  SyscallNeeds calls;
  std::vector<Directory> directories;  // written below, and nowhere else
  // By Landlock, or by mounts that are read-only: Landlock also hides from the process what other
  // processes run, and the kernel records each look at it. Not for who reads /proc.
  enum class WriteLimit { landlock, mounts };
  WriteLimit write_limit = WriteLimit::landlock;
  bool hides_memory = false;  // no core file, no other process of root's looking in
};

Needs daemon_needs(const Config& config);

// Of a command that reads logs. Accounts cannot be looked up any more.
Needs log_reader_needs();

// Of a command that looks at what is installed, or asks the daemon.
Needs inspector_needs();

// Makes the directories that are missing, then gives up what is not needed, for good. Before other
// threads are started. Returns what could not be done, a line each; the rest is done.
std::vector<std::string> confine(const Needs& needs);

// What the configuration asks for beyond what was kept at the start, a line each.
std::vector<std::string> beyond(const Needs& kept, const Needs& wanted);

}  // namespace ak::app
