// What one audit event shows of a process, for the process table (lineage). A plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace ak {

struct ProcessFact {
  // Of `session`: the process is in none; the records do not tell.
  static constexpr std::int64_t kNoSession = -1;
  static constexpr std::int64_t kSessionNotTold = -2;

  enum class Kind {
    seen,   // any syscall of the process
    exec,   // it now runs another program
    fork,   // it has the new child process child_pid (a thread is no child)
    exit,   // it is gone
    login,  // its session began; its program and its parent are not told
  };

  Kind kind = Kind::seen;
  std::string host;  // host.name of the event; pids mean nothing across hosts
  TimeMs time = 0;
  std::uint64_t serial = 0;
  std::int64_t pid = 0;
  std::int64_t ppid = 0;
  std::int64_t child_pid = 0;   // fork only
  std::int64_t child_ppid = 0;  // fork only: pid; with CLONE_PARENT ppid
  bool perhaps_thread = false;  // fork only: the record does not tell a thread from a child
  bool made_thread = false;     // with this it has a thread more
  std::int64_t session = kSessionNotTold;         // of the audit system
  bool begins_session = false;                    // with this the process's session began
  std::int64_t former_session = kSessionNotTold;  // the one it was in before, if so
  // fork: the child is the first of a new pid namespace; else: the children from now on are in one.
  bool new_pid_namespace = false;
  std::int64_t user = -1;         // effective; -1: not told
  std::int64_t group = -1;        // the same
  std::string name;               // exec: the file executed as named; else from comm and exe
  std::string executable;         // exe=
  std::vector<std::string> args;  // exec only
  std::size_t args_count = 0;     // exec only
  bool lacks_args = false;        // exec only: `args` is not all, or not all of each
};

}  // namespace ak
