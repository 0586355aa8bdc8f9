// A view of the file system of the process's own, in which nothing can be written but below some
// directories. For the daemon, which Landlock would forbid to see what other processes run.
#pragma once

#include <string>
#include <vector>

namespace ak::app {

// Takes a mount namespace in which all that is mounted is read-only, and those directories, which
// exist, are as they were. What the host mounts later appears in it as the host has it. Files that
// are open stay writable. For good; REQUIRES: no other thread yet. Returns what went wrong; empty:
// nothing. Needs root with CAP_SYS_ADMIN and Linux 5.12; does nothing for another user, to whom
// root's files are closed anyhow.
std::string see_read_only_but(std::vector<std::string> directories);

}  // namespace ak::app
