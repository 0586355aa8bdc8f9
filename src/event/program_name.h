// The name of a program whose exec was not seen, from what the kernel shows of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ak {

// The last component of the executable's path: a program can call itself anything in comm, also
// what a detection passes over. But where the executable runs programs of other names (an
// interpreter of scripts, busybox), and where it is not known (a kernel thread, no permission),
// comm; the kernel cuts it at 15 bytes, so if it has that length, the last component of an argument
// (a script's path) that extends it.
std::string program_name(std::string_view comm, std::string_view executable,
                         const std::vector<std::string>& args = {});

// The same of a program that was executed without a name (fexecve): the kernel has just set comm,
// to the file's name or, before Linux 6.14, to the descriptor's number, which says nothing.
std::string nameless_program_name(std::string_view comm, std::string_view executable);

// Whether an executable of that file name runs what has other names: an interpreter, busybox.
bool runs_others(std::string_view name);

// Whether the normalised path is a link of /proc to a program, or to an open or a mapped file
// ("/proc/self/exe", "/proc/self/fd/3", "/dev/fd/3", "/dev/stdin"): what is executed by it has
// another name.
bool is_descriptor(std::string_view path);

// The kernel marks the path of a program whose file is gone with " (deleted)".
std::string_view without_deleted(std::string_view executable);

}  // namespace ak
