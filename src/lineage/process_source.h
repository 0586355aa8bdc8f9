// Processes as the running system shows them now. Live only: in replay there is no source, since
// today's processes say nothing of yesterday's events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ak {

class ProcessSource {
 public:
  struct Snapshot {
    std::int64_t ppid = 0;
    TimeMs start = 0;
    std::string name;
    std::string executable;
    std::vector<std::string> args;  // the first, up to limits::kMaxProcessArgsBytes
  };

  virtual ~ProcessSource() = default;

  // host.name of the events whose processes these are; those of other hosts are not looked up.
  [[nodiscard]] virtual std::string_view host() const = 0;

  // Nothing when there is no such process, or no more.
  [[nodiscard]] virtual std::optional<Snapshot> read(std::int64_t pid) const = 0;

  // The pids of all processes, in no order.
  [[nodiscard]] virtual std::vector<std::int64_t> pids() const = 0;
};

}  // namespace ak
