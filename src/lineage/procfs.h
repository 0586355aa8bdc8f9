// ProcessSource over /proc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/proc_text.h"
#include "lineage/process_source.h"

namespace ak {

// Reads are small and bounded; a process that ends meanwhile is no error. Without permission to
// read a process's exe link (CAP_SYS_PTRACE) its executable is missing. The boot time is read once
// (/proc/stat is dear where CPUs are many): after the clock was set back processes seem to have
// started too late, and parents are unknown rather than wrong.
class ProcFs final : public ProcessSource {
 public:
  // `host`: host.name of this machine's own events. `root`: where procfs is mounted.
  explicit ProcFs(std::string host, std::string root = "/proc");

  [[nodiscard]] std::string_view host() const override { return host_; }
  [[nodiscard]] std::optional<Snapshot> read(std::int64_t pid) const override;
  [[nodiscard]] std::optional<TimeMs> start(std::int64_t pid) const override;
  [[nodiscard]] std::string container(std::int64_t pid) const override;
  [[nodiscard]] bool is_in_pid_namespace(std::int64_t pid) const override;
  [[nodiscard]] std::optional<std::int64_t> process_of(std::int64_t thread) const override;
  [[nodiscard]] std::vector<std::int64_t> pids() const override;

 private:
  [[nodiscard]] std::optional<ProcStat> read_stat(std::int64_t pid) const;
  [[nodiscard]] TimeMs start_of(const ProcStat& stat) const;
  [[nodiscard]] std::string path_of(std::int64_t pid, std::string_view file) const;

  std::string host_;
  std::string root_;
  std::optional<TimeMs> boot_time_;
  std::int64_t ticks_per_second_;
};

}  // namespace ak
