#include "app/config.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <variant>

#include "app/config_catch_up.h"
#include "app/config_health.h"
#include "app/config_path.h"
#include "app/config_sinks.h"
#include "base/limits.h"
#include "base/read_file.h"
#include "base/toml.h"
#include "detect/exception_file.h"

namespace ak::app {
namespace {

void read_detections(TomlTable& table, Config& config) {
  if (auto paths = table.strings("paths")) config.detection_paths = std::move(*paths);
  config.disabled_detections = table.strings("disabled").value_or(config.disabled_detections);
}

void read_alerts(TomlTable& table, Config& config) {
  config.redact = table.boolean("redact").value_or(config.redact);
  config.redact_more = read_redact_rules(table);
  config.original = table.boolean("original").value_or(config.original);
  if (!config.original || !config.redact) return;
  table.complain(
      Severity::error, "E148", "original",
      "the records show credentials: with \"alerts.original\", \"alerts.redact\" must be "
      "false");
  config.original = false;
}

void read_host(TomlTable& table, Config& config) {
  config.host_name = table.string("name").value_or(config.host_name);
  config.host_id = table.string("id").value_or(config.host_id);
}

void read_daemon(TomlTable& table, Config& config) {
  read_path(table, "run_directory", config.run_directory);
}

// What was [syslog] and [socket] in 0.1.
void complain_about_old_sections(TomlTable& root) {
  for (const std::string& name : root.keys()) {
    if (name != "syslog" && name != "socket") continue;
    root.accept({name});
    root.complain(Severity::error, "E136", name,
                  fmt::format("[{}] is now called [sinks.{}]", name, name));
  }
}

std::string status_socket(const std::string& run_directory) {
  return run_directory + "/status.sock";
}

}  // namespace

Config::Config() : sinks(default_sinks()) {
  store.directory = "/var/lib/audisp-kube";
  health.socket_path = status_socket(run_directory);
}

std::string syslog_path(const Config& config) {
  for (const sink::SinkConfig& sink : config.sinks) {
    const auto* syslog = std::get_if<sink::SyslogOptions>(&sink.options);
    if (sink.enabled && syslog != nullptr) return syslog->path;
  }
  return sink::SyslogOptions().path;
}

ConfigResult parse_config(std::string_view text, const std::string& file) {
  using Reader = void (*)(TomlTable&, Config&);
  constexpr std::array<std::pair<std::string_view, Reader>, 10> kSections = {{
      {"detections", read_detections},
      {"alerts", read_alerts},
      {"store", read_store},
      {"sinks", read_sinks},
      {"host", read_host},
      {"catch_up", [](TomlTable& table, Config& config) { read_catch_up(table, config.catch_up); }},
      {"daemon", read_daemon},
      {"health", read_health},
      {"suppression",
       [](TomlTable& table, Config& config) { read_suppression(table, config.noise); }},
      {"rate_limit",
       [](TomlTable& table, Config& config) { read_rate_limit(table, config.noise); }},
  }};

  ConfigResult result;
  DiagnosticList complaints;
  if (const auto document = parse_toml(text, file, complaints)) {
    TomlTable root(*document, complaints);
    for (const auto& [name, read] : kSections) {
      if (auto section = root.table(name)) {
        read(*section, result.config);
        section->report_unknown_keys(Severity::error);
      }
    }
    complain_about_old_sections(root);
    detect::read_exceptions(*document, root, complaints, result.config.noise.exceptions);
    root.report_unknown_keys(Severity::error);
  }
  result.config.health.socket_path = status_socket(result.config.run_directory);
  result.diagnostics = complaints.take();
  return result;
}

Result<ConfigResult> load_config(const std::string& path) {
  const Result<std::string> text = read_file(path, limits::kMaxTomlBytes);
  if (!text) return text.error();
  return parse_config(text.value(), path);
}

}  // namespace ak::app
