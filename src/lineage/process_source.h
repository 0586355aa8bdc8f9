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
    std::string name;  // empty: not known
    std::string executable;
    std::int64_t user = -1;         // effective; -1: not known
    std::int64_t group = -1;        // the same
    std::int64_t session = -1;      // of the audit system; -1: none, or not known
    std::vector<std::string> args;  // the first, up to limits::kMaxProcessArgsBytes
    bool lacks_args = false;        // there are more
  };

  virtual ~ProcessSource() = default;

  // host.name of the events whose processes these are; those of other hosts are not looked up.
  [[nodiscard]] virtual std::string_view host() const = 0;

  // Nothing when there is no such process, or no more.
  [[nodiscard]] virtual std::optional<Snapshot> read(std::int64_t pid) const = 0;

  // The file that the process of that pid runs; "" when it is none, or cannot be told. Cheaper than
  // read().
  [[nodiscard]] virtual std::string executable(std::int64_t pid) const {
    const auto snapshot = read(pid);
    return snapshot ? snapshot->executable : std::string();
  }

  // When the process of that pid began, by the clock of the events, or a bit before; cheaper than
  // read().
  [[nodiscard]] virtual std::optional<TimeMs> start(std::int64_t pid) const {
    const auto snapshot = read(pid);
    return snapshot ? std::optional(snapshot->start) : std::nullopt;
  }

  // The clock of the events.
  [[nodiscard]] virtual TimeMs now() const { return 0; }

  // When the system booted, by the clock as it is now: it goes along when the clock is set.
  [[nodiscard]] virtual TimeMs boot() const { return 0; }

  // The pid of its parent by now.
  [[nodiscard]] virtual std::optional<std::int64_t> parent(std::int64_t pid) const {
    const auto snapshot = read(pid);
    return snapshot ? std::optional(snapshot->ppid) : std::nullopt;
  }

  // Whether the process may be one that its present parent did not begin but adopted: the parent is
  // the first of a pid namespace, or the process is in a group or session of processes that is
  // neither its own nor the parent's. Of other adopters (PR_SET_CHILD_SUBREAPER) nothing tells.
  [[nodiscard]] virtual bool may_be_adopted(std::int64_t, std::int64_t) const { return false; }

  // The true start is at most that much later than the one told.
  [[nodiscard]] virtual TimeMs start_error() const { return 1010; }

  // The id of the container that the process is in; empty when it is in none, or is gone.
  [[nodiscard]] virtual std::string container(std::int64_t) const { return {}; }

  // Whether the process has another pid in a pid namespace of its own, and so its children.
  [[nodiscard]] virtual bool is_in_pid_namespace(std::int64_t) const { return false; }

  // The pid of the process that the running thread of that number belongs to: the number itself if
  // it is the process's first. Nothing when there is none.
  [[nodiscard]] virtual std::optional<std::int64_t> process_of(std::int64_t) const { return {}; }

  // The pids of all processes, in no order.
  [[nodiscard]] virtual std::vector<std::int64_t> pids() const = 0;
};

}  // namespace ak
