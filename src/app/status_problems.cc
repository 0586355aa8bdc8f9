#include <fmt/format.h>

#include <algorithm>

#include "app/status.h"

namespace ak::app {
namespace {

// A sink that is away for a moment (a restarted syslog) is nothing to be told.
constexpr TimeMs kSinkPatienceMs = 60'000;

// Far longer than the reader may ever be away from its input.
constexpr TimeMs kReaderPatienceMs = 30'000;

void add_reader(const Status& status, std::vector<std::string>& lines) {
  const TimeMs away = status.busy_since == 0 ? 0 : status.now - status.busy_since;
  if (away <= kReaderPatienceMs) return;
  lines.push_back(fmt::format(
      "no records are read since {}: whatever happens on the host is not seen until they are",
      format_time(status.busy_since)));
}

void add_kernel(const Status& status, std::vector<std::string>& lines) {
  if (!status.kernel) return;  // told where the kernel is shown: a container cannot ask it
  if (status.kernel->enabled == 0)
    lines.emplace_back("the kernel's auditing is off: auditctl -e 1");
  if (status.kernel->pid == 0) {
    lines.emplace_back("nobody receives the kernel's audit records: is auditd running?");
  }
}

std::uint64_t table(const Status& status, std::string_view name) {
  const auto found = std::find_if(status.tables.begin(), status.tables.end(),
                                  [&](const Gauges::Reading& each) { return each.name == name; });
  return found == status.tables.end() ? 0 : found->value;
}

void add_ended_watches(const Status& status, std::vector<std::string>& lines) {
  const std::uint64_t ended = table(status, "ended_watches");
  if (ended == 0) return;
  lines.push_back(fmt::format(
      "the audit rules no longer report what is done to {} of their paths, since directories were "
      "moved, deleted or unmounted, or files exchanged: "
      "/usr/libexec/audisp-kube/refresh-audit-rules",
      ended));
}

void add_cut_records(const Status& status, std::vector<std::string>& lines) {
  const bool has_cut = std::any_of(status.counters.begin(), status.counters.end(),
                                   [](const Counters::Reading& counter) {
                                     return counter.name == "cut_ends" && counter.value > 0;
                                   });
  if (!has_cut) return;
  lines.emplace_back(
      "auditd cuts off the ends of the records that it sends, as 4.2 and 4.2.1 do: set "
      "log_format = ENRICHED in auditd.conf, or update auditd");
}

void add_sink(const Status& status, const sink::SinkStatus& sink, std::vector<std::string>& lines) {
  if (sink.up || !sink.oldest_waiting || status.now - *sink.oldest_waiting <= kSinkPatienceMs)
    return;
  lines.push_back(fmt::format("sink {}: {}; {} alerts wait, the first since {}", sink.name,
                              sink.why, sink.queued, format_time(*sink.oldest_waiting)));
}

}  // namespace

std::vector<std::string> problems(const Status& status) {
  std::vector<std::string> lines;
  if (status.detections == 0) lines.emplace_back("no detection is active");
  add_reader(status, lines);
  add_kernel(status, lines);
  add_ended_watches(status, lines);
  add_cut_records(status, lines);
  if (!status.delivery.store_works) {
    lines.push_back(fmt::format("alerts cannot be kept in {}; {} are held in memory",
                                status.delivery.store, status.delivery.held));
  }
  for (const sink::SinkStatus& sink : status.delivery.sinks) add_sink(status, sink, lines);
  return lines;
}

std::vector<std::string> losses(const Status& status) {
  std::vector<std::string> lines;
  if (status.kernel && status.kernel->lost > 0) {
    lines.push_back(fmt::format(
        "{} records lost in the kernel since boot: its backlog limit (-b in the audit rules) is {}",
        status.kernel->lost, status.kernel->backlog_limit));
  }
  for (const sink::SinkStatus& sink : status.delivery.sinks) {
    if (sink.lost > 0) lines.push_back(fmt::format("{} alerts lost to {}", sink.lost, sink.name));
  }
  for (const Counters::Reading& counter : status.counters) {
    if (counter.is_loss && counter.value > 0) {
      lines.push_back(fmt::format("{} {} ({})", counter.value, counter.meaning, counter.name));
    }
  }
  return lines;
}

}  // namespace ak::app
