#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/status.h"

namespace ak::app {
namespace {

std::string in_ms(std::chrono::nanoseconds duration) {
  return fmt::format("{:.2f} ms", static_cast<double>(duration.count()) / 1e6);
}

// "2d 3h": the two largest units.
std::string age(TimeMs ms) {
  struct Unit {
    std::string_view name;
    TimeMs ms;
  };
  constexpr Unit kUnits[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}};
  std::string text;
  int told = 0;
  for (const Unit& unit : kUnits) {
    if (ms < unit.ms && told == 0) continue;
    if (told++ == 2) break;
    text += fmt::format("{}{}{}", text.empty() ? "" : " ", ms / unit.ms, unit.name);
    ms %= unit.ms;
  }
  return text.empty() ? "0s" : text;
}

void add_head(const Status& status, std::string& text) {
  text += fmt::format("audisp-kube {} on {}, pid {}, running for {}\n", AK_VERSION,
                      status.host_name.empty() ? "a host without a name" : status.host_name,
                      status.pid, age(std::max<TimeMs>(0, status.now - status.started)));
  text += fmt::format("detections  {} active\n", status.detections);
  text += status.last_event == 0
              ? "last event  none yet\n"
              : fmt::format("last event  {}, {} ago\n", format_time(status.last_event),
                            age(std::max<TimeMs>(0, status.now - status.last_event)));
  if (status.kernel) {
    constexpr const char* kStates[] = {"off", "on", "on, locked"};
    text += fmt::format("kernel      auditing {}, auditd {}, lost {}, backlog {} of {}\n",
                        kStates[std::min<std::uint32_t>(status.kernel->enabled, 2)],
                        status.kernel->pid == 0 ? "absent" : fmt::to_string(status.kernel->pid),
                        status.kernel->lost, status.kernel->backlog, status.kernel->backlog_limit);
  } else {
    text += fmt::format("kernel      not known: {}\n", status.kernel_problem);
  }
}

void add_delivery(const Status& status, std::string& text) {
  const sink::Dispatcher::Status& delivery = status.delivery;
  text += fmt::format("store       {}: {} alerts, {} bytes; in memory {}; {}\n",
                      delivery.store.empty() ? "none" : delivery.store, delivery.stored,
                      delivery.stored_bytes, delivery.held + delivery.queued,
                      delivery.store_works ? "works" : "cannot be written");
  for (const sink::SinkStatus& sink : delivery.sinks) {
    text +=
        fmt::format("sink        {} ({}): {} delivered, {} waiting, {} lost; {}\n", sink.name,
                    sink.type, sink.delivered, sink.queued, sink.lost, sink.up ? "up" : sink.why);
  }
}

void add_durations(std::string_view what, const Histogram::Reading& busy, std::string& text) {
  if (busy.count == 0) return;
  text += fmt::format("{} {} times, {} on average, at most {}\n", what, busy.count,
                      in_ms(busy.sum / static_cast<std::int64_t>(busy.count)), in_ms(busy.longest));
  for (std::size_t i = 0; i < busy.counts.size(); ++i) {
    if (busy.counts[i] == 0) continue;
    const std::string bound = i < Histogram::kBounds.size()
                                  ? "up to " + in_ms(Histogram::kBounds[i])
                                  : std::string("longer");
    text += fmt::format("            {:<14} {}\n", bound, busy.counts[i]);
  }
}

}  // namespace

std::string status_text(const Status& status) {
  std::string text;
  add_head(status, text);
  add_delivery(status, text);
  add_durations("reader      busy", status.reader_busy, text);
  add_durations("evaluation ", status.evaluation, text);
  text += "tables\n";
  for (const Gauges::Reading& table : status.tables) {
    text += fmt::format("  {:<22} {:>10}  of {}: {}\n", table.name, table.value, table.cap,
                        table.meaning);
  }
  text += "counters\n";
  for (const Counters::Reading& counter : status.counters) {
    text += fmt::format("  {:<22} {:>10}  {}\n", counter.name, counter.value, counter.meaning);
  }
  for (const std::string& problem : problems(status)) text += "problem: " + problem + "\n";
  for (const std::string& loss : losses(status)) text += "loss: " + loss + "\n";
  return text;
}

}  // namespace ak::app
