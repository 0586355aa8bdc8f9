// ProcessSource over /proc.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "lineage/errand.h"
#include "lineage/proc_text.h"
#include "lineage/process_source.h"
#include "lineage/shunned.h"

namespace ak {

// Reads are small and bounded; a process that ends meanwhile is no error. The arguments lie in its
// own memory: if a user's process keeps who reads them waiting, his are not read for a while, of
// root those in the same cgroup (errand.h), which counts as unread_arguments. Without permission to
// read a process's exe link (CAP_SYS_PTRACE) its executable is missing. So it is of a process that
// is ending, and its name too: what is left is a name that it chose itself.
class ProcFs final : public ProcessSource {
 public:
  static constexpr const char* kRoot = "/proc";

  // `host`: host.name of this machine's own events. `root`: where procfs is mounted.
  // `counters`: outlives this.
  ProcFs(std::string host, Counters& counters, std::string root = kRoot,
         std::chrono::milliseconds patience = limits::kErrandPatience);

  [[nodiscard]] std::string_view host() const override { return host_; }
  [[nodiscard]] std::optional<Snapshot> read(std::int64_t pid) const override;
  [[nodiscard]] std::string executable(std::int64_t pid) const override;
  [[nodiscard]] std::optional<TimeMs> start(std::int64_t pid) const override;
  [[nodiscard]] TimeMs now() const override;
  [[nodiscard]] TimeMs boot() const override;
  [[nodiscard]] std::optional<std::int64_t> parent(std::int64_t pid) const override;
  [[nodiscard]] bool may_be_adopted(std::int64_t pid, std::int64_t ppid) const override;
  [[nodiscard]] TimeMs start_error() const override;
  [[nodiscard]] std::string container(std::int64_t pid) const override;
  [[nodiscard]] bool is_in_pid_namespace(std::int64_t pid) const override;
  [[nodiscard]] std::optional<std::int64_t> process_of(std::int64_t thread) const override;
  [[nodiscard]] std::vector<std::int64_t> pids() const override;

 private:
  [[nodiscard]] std::optional<ProcStat> read_stat(std::int64_t pid) const;
  [[nodiscard]] bool is_this_kernels() const { return root_ == kRoot; }
  [[nodiscard]] TimeMs start_of(const ProcStat& stat) const;
  [[nodiscard]] std::string path_of(std::int64_t pid, std::string_view file) const;
  [[nodiscard]] std::string read_cgroups(std::int64_t pid) const;
  void read_args(std::int64_t pid, Snapshot& snapshot) const;

  std::string host_;
  Counters& counters_;
  std::string root_;
  std::optional<TimeMs> boot_time_;  // as the file system tells it, in whole seconds
  std::int64_t ticks_per_second_;
  mutable Errand errand_;
  mutable Shunned shunned_;
};

}  // namespace ak
