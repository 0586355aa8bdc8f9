#include "alert/notice.h"

#include <fmt/format.h>

#include "event/event_json.h"

namespace ak::alert {
namespace {

std::string message_of(const LossNotice& notice) {
  std::uint64_t lost = 0;
  std::string sinks;
  for (const LossNotice::Sink& sink : notice.sinks) {
    if (sink.lost == 0) continue;
    lost += sink.lost;
    const std::string name = sink.name == "*" ? "all sinks" : sink.name;
    sinks += fmt::format("{}{} ({})", sinks.empty() ? "" : ", ", name, sink.lost);
  }
  return fmt::format("audisp-kube lost {} alerts that were to go to: {}", lost, sinks);
}

}  // namespace

std::string to_json(const LossNotice& notice) {
  EcsDocument document;
  document.set("@timestamp", format_time(notice.created));
  document.set("message", message_of(notice));
  document.set("ecs.version", std::string("8.11.0"));
  document.set("log.level", std::string("error"));
  document.set("event.kind", std::string("event"));
  document.set("event.dataset", std::string("audisp-kube"));
  document.set("event.action", std::string("alerts-lost"));
  document.set("event.created", format_time(notice.created));
  if (!notice.host_name.empty()) document.set("host.name", notice.host_name);
  std::vector<EcsDocument> sinks;
  for (const LossNotice::Sink& sink : notice.sinks) {
    EcsDocument entry;
    entry.set("name", sink.name);
    entry.set("lost", static_cast<std::int64_t>(sink.lost));
    entry.set("lost_since_start", static_cast<std::int64_t>(sink.lost_all));
    sinks.push_back(std::move(entry));
  }
  document.set("audisp_kube.sinks", std::move(sinks));
  return document.text();
}

}  // namespace ak::alert
