#include "lineage/procfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <ctime>
#include <memory>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "event/program_name.h"
#include "lineage/cgroup_text.h"
#include "lineage/proc_text.h"

namespace ak {
namespace {

// A stat line has 52 numbers; /proc/stat has a line of ten numbers for each CPU before btime.
constexpr std::size_t kMaxStatBytes = 4096;
constexpr std::size_t kMaxNumberBytes = 32;
constexpr std::size_t kMaxSystemStatBytes = 1024 * 1024;

// With a line for the groups of a process, up to 65,536 of them (NGROUPS_MAX), before that for the
// pid namespaces.
constexpr std::size_t kMaxStatusBytes = 1024 * 1024;

// The kernel stamps records with a clock that goes on by ticks, of which there are 100 a second at
// least; a start is counted in hundredths.
constexpr TimeMs kTickMs = 10;

TimeMs time_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

// The first `max_bytes` of the file; nothing when it cannot be read.
std::optional<std::string> read_head(const std::string& path, std::size_t max_bytes) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::string text;
  std::array<char, 4096> chunk;
  ssize_t got = 0;
  while (text.size() < max_bytes) {
    got = ::read(fd, chunk.data(), std::min(chunk.size(), max_bytes - text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
  close(fd);
  if (got < 0) return std::nullopt;
  return text;
}

std::string read_link(const std::string& path) {
  std::array<char, PATH_MAX> target;
  const ssize_t length = readlink(path.c_str(), target.data(), target.size());
  return length < 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(length));
}

}  // namespace

ProcFs::ProcFs(std::string host, Counters& counters, std::string root,
               std::chrono::milliseconds patience)
    : host_(std::move(host)),
      counters_(counters),
      root_(std::move(root)),
      ticks_per_second_(std::max(sysconf(_SC_CLK_TCK), 1L)),
      errand_(patience) {
  if (const auto text = read_head(root_ + "/stat", kMaxSystemStatBytes); text) {
    boot_time_ = parse_boot_time(*text);
  }
}

std::string ProcFs::path_of(std::int64_t pid, std::string_view file) const {
  return fmt::format("{}/{}/{}", root_, pid, file);
}

std::optional<ProcStat> ProcFs::read_stat(std::int64_t pid) const {
  if (pid <= 0 || !boot_time_) return std::nullopt;
  const auto text = read_head(path_of(pid, "stat"), kMaxStatBytes);
  return text ? parse_proc_stat(*text) : std::nullopt;
}

TimeMs ProcFs::now() const {
  return time_of(CLOCK_REALTIME);
}

// By the clocks: /proc/stat has whole seconds, in which a pid can pass to another process. The
// clock may be set at any time.
TimeMs ProcFs::boot() const {
  if (!is_this_kernels()) return boot_time_.value_or(0);
  return time_of(CLOCK_REALTIME) - time_of(CLOCK_BOOTTIME) - kTickMs;
}

TimeMs ProcFs::start_error() const {
  constexpr TimeMs kSecondMs = 1000;
  return (is_this_kernels() ? kTickMs : kSecondMs) + kTickMs;
}

TimeMs ProcFs::start_of(const ProcStat& stat) const {
  return boot() + stat.start_ticks / ticks_per_second_ * 1000 +
         stat.start_ticks % ticks_per_second_ * 1000 / ticks_per_second_;
}

std::optional<TimeMs> ProcFs::start(std::int64_t pid) const {
  const auto stat = read_stat(pid);
  return stat ? std::optional(start_of(*stat)) : std::nullopt;
}

std::optional<std::int64_t> ProcFs::parent(std::int64_t pid) const {
  const auto stat = read_stat(pid);
  return stat ? std::optional(stat->ppid) : std::nullopt;
}

bool ProcFs::may_be_adopted(std::int64_t pid, std::int64_t ppid) const {
  if (is_inner_init(read_head(path_of(ppid, "status"), kMaxStatusBytes).value_or(""))) return true;
  const auto process = read_stat(pid);
  const auto parent = read_stat(ppid);
  if (!process || !parent) return false;
  const bool has_group = process->group == pid || process->group == parent->group;
  const bool has_session = process->session == pid || process->session == parent->session;
  return !has_group || !has_session;
}

std::string ProcFs::container(std::int64_t pid) const {
  return parse_container_id(read_cgroups(pid));
}

std::string ProcFs::read_cgroups(std::int64_t pid) const {
  return read_head(path_of(pid, "cgroup"), limits::kMaxCgroupBytes).value_or("");
}

bool ProcFs::is_in_pid_namespace(std::int64_t pid) const {
  return has_inner_pid(read_head(path_of(pid, "status"), kMaxStatusBytes).value_or(""));
}

std::optional<std::int64_t> ProcFs::process_of(std::int64_t thread) const {
  return parse_thread_group(read_head(path_of(thread, "status"), kMaxStatBytes).value_or(""));
}

std::string ProcFs::executable(std::int64_t pid) const {
  return std::string(without_deleted(read_link(path_of(pid, "exe"))));
}

std::optional<ProcessSource::Snapshot> ProcFs::read(std::int64_t pid) const {
  const auto stat = read_stat(pid);
  if (!stat) return std::nullopt;
  Snapshot snapshot;
  snapshot.ppid = stat->ppid;
  snapshot.start = start_of(*stat);
  snapshot.session =
      parse_session(read_head(path_of(pid, "sessionid"), kMaxNumberBytes).value_or(""));
  const auto status = read_head(path_of(pid, "status"), kMaxStatBytes);
  const EffectiveIds ids = parse_effective_ids(status.value_or(""));
  snapshot.user = ids.user;
  snapshot.group = ids.group;
  snapshot.executable = executable(pid);
  read_args(pid, snapshot);
  if (!stat->is_ending) {
    snapshot.name = program_name(stat->comm, snapshot.executable, snapshot.args);
  }
  return snapshot;
}

// The command line, or the whole arguments at its head when it is longer than the bound.
void ProcFs::read_args(std::int64_t pid, Snapshot& snapshot) const {
  const auto now = std::chrono::steady_clock::now();
  const auto user = static_cast<std::uint32_t>(snapshot.user);
  const std::string place = user == Shunned::kRoot ? read_cgroups(pid) : std::string();
  const auto read = std::make_shared<std::string>();
  auto outcome = Errand::Outcome::not_begun;
  if (!shunned_.has(user, place, now)) {
    outcome = errand_.run([read, path = path_of(pid, "cmdline")] {
      *read = read_head(path, limits::kMaxProcessArgsBytes + 1).value_or("");
    });
  }
  if (outcome == Errand::Outcome::late) shunned_.shun(user, place, now, read);
  if (outcome != Errand::Outcome::done) {
    ++counters_.unread_arguments;
    snapshot.lacks_args = true;
    return;
  }
  std::string& text = *read;
  snapshot.lacks_args = text.size() > limits::kMaxProcessArgsBytes;
  if (snapshot.lacks_args) text.resize(text.rfind('\0', limits::kMaxProcessArgsBytes - 1) + 1);
  snapshot.args = parse_cmdline(text);
}

std::vector<std::int64_t> ProcFs::pids() const {
  std::vector<std::int64_t> found;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(root_.c_str()), closedir);
  if (!directory) return found;
  while (const dirent* entry = readdir(directory.get())) {
    const auto pid = parse_int(entry->d_name);
    if (pid && *pid > 0) found.push_back(*pid);
  }
  return found;
}

}  // namespace ak
