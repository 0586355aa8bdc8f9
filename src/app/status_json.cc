#include <fmt/format.h>

#include "app/status.h"
#include "event/event_json.h"

namespace ak::app {
namespace {

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

void set_delivery(const sink::Dispatcher::Status& delivery, EcsDocument& document) {
  document.set("audisp_kube.store.file", delivery.store);
  document.set("audisp_kube.store.works", delivery.store_works);
  document.set("audisp_kube.store.alerts", number(delivery.stored));
  document.set("audisp_kube.store.bytes", number(delivery.stored_bytes));
  document.set("audisp_kube.store.held", number(delivery.held));
  document.set("audisp_kube.store.queued", number(delivery.queued));
  std::vector<EcsDocument> sinks;
  for (const sink::SinkStatus& sink : delivery.sinks) {
    EcsDocument& shown = sinks.emplace_back();
    shown.set("name", sink.name);
    shown.set("type", sink.type);
    shown.set("up", sink.up);
    if (!sink.why.empty()) shown.set("why", sink.why);
    shown.set("delivered", number(sink.delivered));
    shown.set("queued", number(sink.queued));
    shown.set("lost", number(sink.lost));
    if (sink.oldest_waiting) shown.set("oldest_waiting", format_time(*sink.oldest_waiting));
  }
  if (!sinks.empty()) document.set("audisp_kube.sinks", std::move(sinks));
}

void set_durations(const std::string& name, const Histogram::Reading& busy, EcsDocument& document) {
  document.set(name + ".count", number(busy.count));
  document.set(name + ".sum_ns", std::int64_t{busy.sum.count()});
  document.set(name + ".longest_ns", std::int64_t{busy.longest.count()});
  std::vector<EcsDocument> buckets;
  for (std::size_t i = 0; i < busy.counts.size(); ++i) {
    EcsDocument& bucket = buckets.emplace_back();
    if (i < Histogram::kBounds.size())
      bucket.set("up_to_us", std::int64_t{Histogram::kBounds[i].count()});
    bucket.set("count", number(busy.counts[i]));
  }
  document.set(name + ".buckets", std::move(buckets));
}

void set_kernel(const Status& status, EcsDocument& document) {
  if (!status.kernel) {
    document.set("audisp_kube.kernel.problem", status.kernel_problem);
    return;
  }
  document.set("audisp_kube.kernel.enabled", std::int64_t{status.kernel->enabled});
  document.set("audisp_kube.kernel.auditd_pid", std::int64_t{status.kernel->pid});
  document.set("audisp_kube.kernel.lost", std::int64_t{status.kernel->lost});
  document.set("audisp_kube.kernel.backlog", std::int64_t{status.kernel->backlog});
  document.set("audisp_kube.kernel.backlog_limit", std::int64_t{status.kernel->backlog_limit});
}

std::string message(const Status& status, const Strings& problems, const Strings& losses) {
  std::string text = fmt::format("audisp-kube is running with {} detections", status.detections);
  for (const std::string& problem : problems) text += "; " + problem;
  for (const std::string& loss : losses) text += "; " + loss;
  return text;
}

}  // namespace

std::string status_json(const Status& status) {
  Strings wrong = problems(status);
  Strings lost = losses(status);
  EcsDocument document;
  document.set("@timestamp", format_time(status.now));
  document.set("message", message(status, wrong, lost));
  document.set("ecs.version", std::string("8.11.0"));
  document.set("event.kind", std::string("metric"));
  document.set("event.dataset", std::string("audisp-kube.status"));
  document.set("event.created", format_time(status.now));
  document.set("log.level", std::string(wrong.empty() && lost.empty() ? "info" : "warning"));
  if (!status.host_name.empty()) document.set("host.name", status.host_name);
  document.set("service.name", std::string("audisp-kube"));
  document.set("service.version", std::string(AK_VERSION));
  document.set("process.pid", std::int64_t{status.pid});
  document.set("audisp_kube.started", format_time(status.started));
  if (status.last_event != 0)
    document.set("audisp_kube.last_event", format_time(status.last_event));
  document.set("audisp_kube.detections", number(status.detections));
  if (!wrong.empty()) document.set("audisp_kube.problems", std::move(wrong));
  if (!lost.empty()) document.set("audisp_kube.losses", std::move(lost));
  for (const Counters::Reading& counter : status.counters) {
    document.set(fmt::format("audisp_kube.counters.{}", counter.name), number(counter.value));
  }
  for (const Gauges::Reading& table : status.tables) {
    document.set(fmt::format("audisp_kube.tables.{}.value", table.name), number(table.value));
    document.set(fmt::format("audisp_kube.tables.{}.cap", table.name), number(table.cap));
  }
  set_delivery(status.delivery, document);
  set_durations("audisp_kube.reader_busy", status.reader_busy, document);
  set_durations("audisp_kube.evaluation", status.evaluation, document);
  set_kernel(status, document);
  return document.text();
}

}  // namespace ak::app
