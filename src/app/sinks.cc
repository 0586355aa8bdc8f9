#include "app/sinks.h"

#include <utility>

#include "sink/socket_sink.h"
#include "sink/syslog_sink.h"

namespace ak::app {

Sinks::Sinks(const Config& config, Counters& counters, sink::Reporter report)
    : config_(config),
      counters_(counters),
      report_(std::move(report)),
      dispatcher_(make_all(), counters) {}

std::unique_ptr<sink::Sink> Sinks::make_syslog() const {
  if (!config_.syslog_enabled) return nullptr;
  return std::make_unique<sink::SyslogSink>(config_.syslog, counters_, report_);
}

std::unique_ptr<sink::Sink> Sinks::make_socket() const {
  if (!config_.socket_enabled) return nullptr;
  return std::make_unique<sink::SocketSink>(config_.socket, counters_, report_);
}

sink::Dispatcher::Sinks Sinks::make_all() const {
  sink::Dispatcher::Sinks all;
  if (auto syslog = make_syslog()) all.push_back(std::move(syslog));
  if (auto socket = make_socket()) all.push_back(std::move(socket));
  return all;
}

void Sinks::submit(const alert::Alert& alert) {
  const alert::FormatOptions options{config_.redact};
  bool truncated = false;
  sink::Message message;
  message.json = to_json(alert, options, &truncated);
  if (truncated) ++counters_.truncated_alerts;
  message.severity = alert.rule->severity;
  message.created = alert.created;
  dispatcher_.submit(std::move(message));
}

void Sinks::reconfigure(const Config& config) {
  const Config old = std::exchange(config_, config);
  if (old.syslog_enabled != config_.syslog_enabled || !(old.syslog == config_.syslog)) {
    dispatcher_.replace_sink("syslog", make_syslog());
  }
  if (old.socket_enabled != config_.socket_enabled || !(old.socket == config_.socket)) {
    dispatcher_.replace_sink("socket", make_socket());
  }
}

}  // namespace ak::app
