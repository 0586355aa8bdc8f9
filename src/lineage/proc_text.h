// The texts of /proc, taken apart. Pure: no I/O. A process writes some of these bytes itself
// (its name, its arguments), so any byte can stand there. Format: proc(5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ak {

// /proc/<pid>/stat.
struct ProcStat {
  std::string comm;        // cut at 15 bytes by the kernel; may hold ')', ' ' and newlines
  bool is_ending = false;  // it has no program any more, or soon
  std::int64_t ppid = 0;
  std::int64_t start_ticks = 0;  // since boot, in clock ticks
  std::int64_t group = 0;        // the process group's leader
  std::int64_t session = 0;      // the session's leader; not the audit system's session
};

// Nothing when the text is not a stat line.
std::optional<ProcStat> parse_proc_stat(std::string_view text);

// The boot time in /proc/stat ("btime 1795355429").
std::optional<TimeMs> parse_boot_time(std::string_view text);

// /proc/<pid>/sessionid: the audit session; -1 when the process is in none.
std::int64_t parse_session(std::string_view text);

// /proc/<pid>/status: the effective user's and group's id; -1 without.
struct EffectiveIds {
  std::int64_t user = -1;
  std::int64_t group = -1;
};
EffectiveIds parse_effective_ids(std::string_view text);

// /proc/<pid>/status: the pid of the process that a thread belongs to.
std::optional<std::int64_t> parse_thread_group(std::string_view text);

// /proc/<pid>/status: whether the process has pids in namespaces below this one
// ("NSpid:\t5012\t7").
bool has_inner_pid(std::string_view text);

// /proc/<pid>/status: whether it is the first of a pid namespace below this one, and so adopts that
// one's orphans ("NSpid:\t5012\t1").
bool is_inner_init(std::string_view text);

// /proc/<pid>/cmdline: arguments that each end in a NUL; the last may lack it when the program
// wrote over its arguments.
std::vector<std::string> parse_cmdline(std::string_view text);

}  // namespace ak
