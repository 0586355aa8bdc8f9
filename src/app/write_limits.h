// Where the process may still create, change and remove files: Landlock, where the kernel has it
// (5.13 and newer). The process remains root's, and root's files lie everywhere.
#pragma once

#include <string>
#include <vector>

namespace ak::app {

// Only below these directories, which exist, and nowhere may a program be executed. Files that are
// open stay so. For good, for this thread and those that it starts; REQUIRES: no_new_privs.
// Returns what went wrong, a line each; a directory that cannot be opened is not admitted. Nothing
// when the kernel knows no Landlock.
std::vector<std::string> write_only_below(const std::vector<std::string>& directories);

}  // namespace ak::app
