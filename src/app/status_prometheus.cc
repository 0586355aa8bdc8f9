#include <fmt/format.h>

#include <chrono>
#include <string_view>

#include "app/status.h"

namespace ak::app {
namespace {

// A label's value, between quotes.
std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' ? ' ' : c;
  }
  return text + '"';
}

class Page {
 public:
  // Begins a family of samples; `name` without the prefix all share.
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = fmt::format("audisp_kube_{}", name);
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name_, help, name_, type);
  }

  template <typename Number>
  void sample(Number value, std::string_view labels = {}, std::string_view suffix = {}) {
    const std::string braced = labels.empty() ? std::string() : fmt::format("{{{}}}", labels);
    text_ += fmt::format("{}{}{} {}\n", name_, suffix, braced, value);
  }

  template <typename Number>
  void single(std::string_view name, std::string_view type, std::string_view help, Number value) {
    family(name, type, help);
    sample(value);
  }

  std::string take() { return std::move(text_); }

 private:
  std::string name_;
  std::string text_;
};

double seconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e9;
}

double seconds(TimeMs time) {
  return static_cast<double>(time) / 1e3;
}

void add_sinks(const std::vector<sink::SinkStatus>& sinks, Page& page) {
  if (sinks.empty()) return;
  const auto each = [&](std::string_view name, std::string_view type, std::string_view help,
                        auto value) {
    page.family(name, type, help);
    for (const sink::SinkStatus& sink : sinks) {
      page.sample(value(sink),
                  fmt::format("sink={},type={}", quoted(sink.name), quoted(sink.type)));
    }
  };
  each("sink_up", "gauge", "Whether the sink takes alerts.",
       [](const sink::SinkStatus& sink) { return sink.up ? 1 : 0; });
  each("sink_delivered_total", "counter", "Alerts that the sink has taken.",
       [](const sink::SinkStatus& sink) { return sink.delivered; });
  each("sink_lost_total", "counter", "Alerts that the sink will never get.",
       [](const sink::SinkStatus& sink) { return sink.lost; });
  each("sink_queued", "gauge", "Alerts that wait for the sink.",
       [](const sink::SinkStatus& sink) { return sink.queued; });
}

void add_durations(std::string_view name, std::string_view help, const Histogram::Reading& busy,
                   Page& page) {
  page.family(name, "histogram", help);
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < Histogram::kBounds.size(); ++i) {
    so_far += busy.counts[i];
    page.sample(so_far, fmt::format("le=\"{}\"", seconds(Histogram::kBounds[i])), "_bucket");
  }
  page.sample(busy.count, "le=\"+Inf\"", "_bucket");
  page.sample(seconds(busy.sum), {}, "_sum");
  page.sample(busy.count, {}, "_count");
}

void add_kernel(const audit::KernelStatus& kernel, Page& page) {
  page.single("kernel_enabled", "gauge", "Kernel auditing: 0 off, 1 on, 2 locked.", kernel.enabled);
  page.single("kernel_auditd_pid", "gauge", "The process that receives records; 0: none.",
              kernel.pid);
  page.single("kernel_lost_total", "counter", "Records that the kernel lost.", kernel.lost);
  page.single("kernel_backlog", "gauge", "Records that wait for auditd.", kernel.backlog);
  page.single("kernel_backlog_limit", "gauge", "The most records that may wait.",
              kernel.backlog_limit);
}

}  // namespace

std::string status_prometheus(const Status& status) {
  const sink::Dispatcher::Status& delivery = status.delivery;
  Page page;
  page.family("build_info", "gauge", "The program's version.");
  page.sample(1, fmt::format("version={}", quoted(AK_VERSION)));
  page.single("start_time_seconds", "gauge", "When the daemon started.", seconds(status.started));
  page.single("status_time_seconds", "gauge", "When this was written.", seconds(status.now));
  page.single("last_event_time_seconds", "gauge", "The newest event's time; 0: none yet.",
              seconds(status.last_event));
  page.single("detections", "gauge", "Detections that are active.", status.detections);
  for (const Counters::Reading& counter : status.counters) {
    page.single(fmt::format("{}_total", counter.name), "counter", counter.meaning, counter.value);
  }
  page.family("table_size", "gauge", "Entries (or bytes) in a table.");
  for (const Gauges::Reading& table : status.tables)
    page.sample(table.value, fmt::format("table={}", quoted(table.name)));
  page.family("table_cap", "gauge", "The most a table may hold.");
  for (const Gauges::Reading& table : status.tables)
    page.sample(table.cap, fmt::format("table={}", quoted(table.name)));
  page.single("store_up", "gauge", "Whether alerts are kept on disk.",
              delivery.store_works ? 1 : 0);
  page.single("store_alerts", "gauge", "Alerts kept on disk.", delivery.stored);
  page.single("store_bytes", "gauge", "Bytes of the alerts kept on disk.", delivery.stored_bytes);
  page.single("held_alerts", "gauge", "Alerts held in memory, as the disk does not take them.",
              delivery.held);
  page.single("queued_alerts", "gauge", "Alerts on their way to the disk.", delivery.queued);
  add_sinks(delivery.sinks, page);
  add_durations("reader_busy_seconds", "How long the reader worked between two waits for records.",
                status.reader_busy, page);
  add_durations("evaluation_seconds", "How long all detections took for one event.",
                status.evaluation, page);
  if (status.kernel) add_kernel(*status.kernel, page);
  return page.take();
}

}  // namespace ak::app
