// Which container a process is in, by the text of /proc/<pid>/cgroup. Pure: no I/O.
#pragma once

#include <string>
#include <string_view>

namespace ak {

// The id (64 hex digits) of the innermost container that the cgroups are of; empty outside of
// containers. containerd, CRI-O, docker and podman, with either cgroup driver, in both cgroup
// versions; what a runtime keeps beside a container (conmon) is not in it. Format: cgroups(7).
std::string parse_container_id(std::string_view cgroups);

}  // namespace ak
