#include "app/sinks.h"

#include <algorithm>
#include <utility>

namespace ak::app {
namespace {

sink::Dispatcher::Options dispatcher_options(const Config& config, const std::string& host_name,
                                             bool is_sound) {
  sink::Dispatcher::Options options;
  options.store = config.store;
  options.host_name = host_name;
  options.forget_other_sinks = is_sound;
  return options;
}

const sink::SinkConfig* find(const std::vector<sink::SinkConfig>& sinks, const std::string& name) {
  const auto found = std::find_if(sinks.begin(), sinks.end(), [&](const sink::SinkConfig& sink) {
    return sink.name == name && sink.enabled;
  });
  return found == sinks.end() ? nullptr : &*found;
}

}  // namespace

Sinks::Sinks(const Config& config, Counters& counters, const sink::Reporter& report,
             const std::string& host_name, bool is_sound)
    : config_(config),
      counters_(counters),
      context_{counters, report},
      dispatcher_(make_all(), counters, dispatcher_options(config, host_name, is_sound), report) {}

sink::Dispatcher::Sinks Sinks::make_all() const {
  sink::Dispatcher::Sinks all;
  for (const sink::SinkConfig& sink : config_.sinks) {
    if (sink.enabled) all.push_back(sink::make_sink(sink, context_));
  }
  return all;
}

void Sinks::submit(const alert::Alert& alert) {
  bool truncated = false;
  sink::Message message;
  message.json = to_json(alert, {config_.redact, config_.redact_more}, &truncated);
  if (truncated) ++counters_.truncated_alerts;
  message.severity = alert.rule->severity;
  message.rule_id = alert.rule->id;
  message.event_id = alert.event.string(Field::event_id);
  message.created = alert.created;
  message.sequence = alert.sequence;
  dispatcher_.submit(std::move(message));
}

void Sinks::heartbeat(const Status& status) {
  sink::Message message;
  message.json = status_json(status);
  message.created = status.now;
  message.kind = store::MessageKind::heartbeat;
  dispatcher_.submit(std::move(message));
}

void Sinks::reconfigure(const Config& config) {
  const Config old = std::exchange(config_, config);
  for (const sink::SinkConfig& sink : old.sinks) {
    if (sink.enabled && find(config_.sinks, sink.name) == nullptr) {
      dispatcher_.remove_sink(sink.name);
    }
  }
  for (const sink::SinkConfig& sink : config_.sinks) {
    const sink::SinkConfig* before = find(old.sinks, sink.name);
    if (!sink.enabled || (before != nullptr && *before == sink)) continue;
    dispatcher_.replace_sink(sink::make_sink(sink, context_));
  }
  dispatcher_.reopen();
}

}  // namespace ak::app
