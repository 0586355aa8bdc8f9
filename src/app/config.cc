#include "app/config.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <cctype>

#include "base/limits.h"
#include "base/read_file.h"
#include "base/toml.h"

namespace ak::app {
namespace {

constexpr std::size_t kMaxTagBytes = 32;  // RFC 3164, 4.1.3: the tag of a message

void read_detections(TomlTable& table, Config& config) {
  if (auto paths = table.strings("paths")) config.detection_paths = std::move(*paths);
  config.disabled_detections = table.strings("disabled").value_or(config.disabled_detections);
}

void read_alerts(TomlTable& table, Config& config) {
  config.redact = table.boolean("redact").value_or(config.redact);
}

// An absolute path; a relative one would depend on where auditd was started.
void read_path(TomlTable& table, std::string_view key, std::string& path) {
  const auto text = table.string(key);
  if (!text) return;
  if (text->empty() || text->front() != '/') {
    table.complain(Severity::error, "E130", key, "a path must be absolute");
    return;
  }
  path = *text;
}

bool is_tag(std::string_view tag) {
  return !tag.empty() && tag.size() <= kMaxTagBytes &&
         std::all_of(tag.begin(), tag.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

void read_syslog_severities(TomlTable& table, std::array<int, 4>& severities) {
  constexpr std::array<std::string_view, 4> kKeys = {"low", "medium", "high", "critical"};
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const auto chosen = table.choice(kKeys[i], sink::syslog_severity_names());
    if (chosen) severities[i] = static_cast<int>(*chosen);
  }
  table.report_unknown_keys(Severity::error);
}

void read_syslog(TomlTable& table, Config& config) {
  sink::SyslogOptions& syslog = config.syslog;
  config.syslog_enabled = table.boolean("enabled").value_or(config.syslog_enabled);
  read_path(table, "path", syslog.path);
  const std::vector<std::string_view> facilities = sink::syslog_facility_names();
  if (const auto chosen = table.choice("facility", facilities)) {
    syslog.facility = sink::syslog_facility(facilities[*chosen]);
  }
  if (const auto tag = table.string("tag")) {
    if (is_tag(*tag)) {
      syslog.tag = *tag;
    } else {
      table.complain(
          Severity::error, "E131", "tag",
          fmt::format("a tag has 1 to {} letters, digits, '-', '_' and '.'", kMaxTagBytes));
    }
  }
  constexpr auto kMost = static_cast<std::int64_t>(limits::kMaxSyslogBytes);
  constexpr auto kLeast = static_cast<std::int64_t>(limits::kMinSyslogBytes);
  if (const auto bytes = table.integer("max_bytes", kLeast, kMost)) {
    syslog.max_bytes = static_cast<std::size_t>(*bytes);
  }
  if (auto severity = table.table("severity")) {
    read_syslog_severities(*severity, syslog.severities);
  }
}

// "0660" → 0660
std::optional<mode_t> parse_mode(std::string_view text) {
  if (text.size() < 3 || text.size() > 4) return std::nullopt;
  mode_t mode = 0;
  for (const char c : text) {
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode * 8 + static_cast<mode_t>(c - '0');
  }
  if (mode > 0777) return std::nullopt;
  return mode;
}

void read_access(TomlTable& table, sink::UnixListener::Options& listener) {
  if (const auto text = table.string("mode")) {
    if (const auto mode = parse_mode(*text)) {
      listener.mode = *mode;
    } else {
      table.complain(Severity::error, "E132", "mode",
                     "a mode is three octal digits, as in \"0660\"");
    }
  }
  if (const auto name = table.string("owner")) {
    if (const passwd* user = ::getpwnam(name->c_str())) {
      listener.owner = user->pw_uid;
    } else {
      table.complain(Severity::error, "E133", "owner", fmt::format("no user \"{}\" here", *name));
    }
  }
  if (const auto name = table.string("group")) {
    if (const group* found = ::getgrnam(name->c_str())) {
      listener.group = found->gr_gid;
    } else {
      table.complain(Severity::error, "E133", "group", fmt::format("no group \"{}\" here", *name));
    }
  }
}

void read_socket(TomlTable& table, Config& config) {
  config.socket_enabled = table.boolean("enabled").value_or(config.socket_enabled);
  read_path(table, "path", config.socket.listener.path);
  read_access(table, config.socket.listener);
  constexpr auto kMost = static_cast<std::int64_t>(limits::kMaxSocketClients);
  if (const auto clients = table.integer("max_clients", 1, kMost)) {
    config.socket.max_clients = static_cast<std::size_t>(*clients);
  }
}

void read_host(TomlTable& table, Config& config) {
  config.host_name = table.string("name").value_or(config.host_name);
  config.host_id = table.string("id").value_or(config.host_id);
}

void read_daemon(TomlTable& table, Config& config) {
  read_path(table, "run_directory", config.run_directory);
}

}  // namespace

Config::Config() {
  socket.listener.path = "/run/audisp-kube/alerts.sock";
  socket.listener.mode = 0600;
}

ConfigResult parse_config(std::string_view text, const std::string& file) {
  using Reader = void (*)(TomlTable&, Config&);
  constexpr std::array<std::pair<std::string_view, Reader>, 6> kSections = {{
      {"detections", read_detections},
      {"alerts", read_alerts},
      {"syslog", read_syslog},
      {"socket", read_socket},
      {"host", read_host},
      {"daemon", read_daemon},
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
    root.report_unknown_keys(Severity::error);
  }
  result.diagnostics = complaints.take();
  return result;
}

Result<ConfigResult> load_config(const std::string& path) {
  const Result<std::string> text = read_file(path, limits::kMaxTomlBytes);
  if (!text) return text.error();
  return parse_config(text.value(), path);
}

}  // namespace ak::app
