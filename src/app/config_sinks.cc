#include "app/config_sinks.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <cctype>

#include "app/config_path.h"
#include "base/limits.h"

namespace ak::app {
namespace {

constexpr std::size_t kMaxTagBytes = 32;   // RFC 3164, 4.1.3: the tag of a message
constexpr std::size_t kMaxNameBytes = 32;  // of a sink, in notices and on screens

bool is_word(std::string_view text, std::size_t max_bytes, std::string_view more) {
  return !text.empty() && text.size() <= max_bytes &&
         std::all_of(text.begin(), text.end(), [&](unsigned char c) {
           return std::isalnum(c) != 0 || more.find(static_cast<char>(c)) != std::string_view::npos;
         });
}

void read_format(TomlTable& table, alert::AlertFormat& format) {
  const std::vector<std::string_view> names = alert::alert_format_names();
  if (const auto chosen = table.choice("format", names)) {
    format = *alert::parse_alert_format(names[*chosen]);
  }
}

// A size limit, where that is optional: 0 is none.
void read_max_bytes(TomlTable& table, std::size_t& max_bytes) {
  constexpr auto kLeast = static_cast<std::int64_t>(limits::kMinSyslogBytes);
  const TomlValue* value = table.value("max_bytes");
  if (value != nullptr && value->kind == TomlValue::Kind::integer && value->integer == 0) {
    max_bytes = 0;
  } else if (const auto bytes = table.bytes("max_bytes", kLeast, std::int64_t{1} << 30)) {
    max_bytes = static_cast<std::size_t>(*bytes);
  }
}

// --- who may read ----------------------------------------------------------------------------

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

// `access`: anything with a mode, an owner and a group.
template <typename Access>
void read_access(TomlTable& table, Access& access) {
  if (const auto text = table.string("mode")) {
    if (const auto mode = parse_mode(*text)) {
      access.mode = *mode;
    } else {
      table.complain(Severity::error, "E132", "mode",
                     "a mode is three octal digits, as in \"0660\"");
    }
  }
  if (const auto name = table.string("owner")) {
    if (const passwd* user = ::getpwnam(name->c_str())) {
      access.owner = user->pw_uid;
    } else {
      table.complain(Severity::error, "E133", "owner", fmt::format("no user \"{}\" here", *name));
    }
  }
  if (const auto name = table.string("group")) {
    if (const group* found = ::getgrnam(name->c_str())) {
      access.group = found->gr_gid;
    } else {
      table.complain(Severity::error, "E133", "group", fmt::format("no group \"{}\" here", *name));
    }
  }
}

// --- one type of sink each -------------------------------------------------------------------

void read_syslog_severities(TomlTable& table, std::array<int, 4>& severities) {
  constexpr std::array<std::string_view, 4> kKeys = {"low", "medium", "high", "critical"};
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    const auto chosen = table.choice(kKeys[i], sink::syslog_severity_names());
    if (chosen) severities[i] = static_cast<int>(*chosen);
  }
  table.report_unknown_keys(Severity::error);
}

void read_options(TomlTable& table, sink::SyslogOptions& syslog) {
  read_path(table, "path", syslog.path);
  read_format(table, syslog.format);
  const std::vector<std::string_view> facilities = sink::syslog_facility_names();
  if (const auto chosen = table.choice("facility", facilities)) {
    syslog.facility = sink::syslog_facility(facilities[*chosen]);
  }
  if (const auto tag = table.string("tag")) {
    if (is_word(*tag, kMaxTagBytes, "-_.")) {
      syslog.tag = *tag;
    } else {
      table.complain(
          Severity::error, "E131", "tag",
          fmt::format("a tag has 1 to {} letters, digits, '-', '_' and '.'", kMaxTagBytes));
    }
  }
  constexpr auto kMost = static_cast<std::int64_t>(limits::kMaxSyslogBytes);
  constexpr auto kLeast = static_cast<std::int64_t>(limits::kMinSyslogBytes);
  if (const auto bytes = table.bytes("max_bytes", kLeast, kMost)) {
    syslog.max_bytes = static_cast<std::size_t>(*bytes);
  }
  if (auto severity = table.table("severity")) {
    read_syslog_severities(*severity, syslog.severities);
  }
}

void read_options(TomlTable& table, sink::SocketOptions& socket) {
  read_path(table, "path", socket.listener.path);
  read_format(table, socket.format);
  read_access(table, socket.listener);
  socket.keep = table.boolean("keep").value_or(socket.keep);
  constexpr auto kMost = static_cast<std::int64_t>(limits::kMaxSocketClients);
  if (const auto clients = table.integer("max_clients", 1, kMost)) {
    socket.max_clients = static_cast<std::size_t>(*clients);
  }
}

void read_options(TomlTable& table, sink::ConnectOptions& connect) {
  table.require("path");
  read_path(table, "path", connect.path);
  read_format(table, connect.format);
  read_max_bytes(table, connect.max_bytes);
}

void read_options(TomlTable& table, sink::FileOptions& file) {
  table.require("path");
  read_path(table, "path", file.path);
  read_format(table, file.format);
  read_access(table, file);
  read_max_bytes(table, file.max_bytes);
}

void read_options(TomlTable& table, sink::StdoutOptions& out) {
  read_format(table, out.format);
}

// --- sinks -----------------------------------------------------------------------------------

void read_filter(TomlTable& table, sink::Filter& filter) {
  using detect::RuleSeverity;
  constexpr std::array kSeverities = {RuleSeverity::low, RuleSeverity::medium, RuleSeverity::high,
                                      RuleSeverity::critical};
  std::vector<std::string_view> names;
  for (const RuleSeverity severity : kSeverities) names.push_back(detect::severity_name(severity));
  if (const auto chosen = table.choice("min_severity", names)) {
    filter.min_severity = kSeverities.at(*chosen);
  }
  filter.detections = table.strings("detections").value_or(filter.detections);
  filter.exclude_detections =
      table.strings("exclude_detections").value_or(filter.exclude_detections);
}

sink::SocketOptions default_socket() {
  sink::SocketOptions socket;
  socket.listener.path = "/run/audisp-kube/alerts.sock";
  socket.listener.mode = 0600;
  return socket;
}

using SinkOptions = decltype(sink::SinkConfig::options);

// In the order of SinkOptions's alternatives.
const std::vector<std::string_view>& type_names() {
  static const std::vector<std::string_view> names = {"syslog", "socket", "connect", "file",
                                                      "stdout"};
  return names;
}

SinkOptions default_options(std::size_t type) {
  switch (type) {
    case 0:
      return sink::SyslogOptions{};
    case 1:
      return default_socket();
    case 2:
      return sink::ConnectOptions{};
    case 3:
      return sink::FileOptions{};
    default:
      return sink::StdoutOptions{};
  }
}

// The type that it names; else the one it is called by.
std::optional<std::size_t> read_type(TomlTable& table, const std::string& name) {
  if (table.value("type") != nullptr) return table.choice("type", type_names());
  const auto found = std::find(type_names().begin(), type_names().end(), name);
  if (found != type_names().end()) return std::distance(type_names().begin(), found);
  table.require("type");
  return std::nullopt;
}

// Whether it can work: a sink without a place to go to would only hold alerts.
bool has_place(const SinkOptions& options) {
  if (const auto* file = std::get_if<sink::FileOptions>(&options)) return !file->path.empty();
  if (const auto* peer = std::get_if<sink::ConnectOptions>(&options)) return !peer->path.empty();
  return true;
}

std::optional<sink::SinkConfig> read_sink(TomlTable& table, const std::string& name) {
  const auto type = read_type(table, name);
  if (!type) return std::nullopt;
  sink::SinkConfig config;
  config.name = name;
  config.options = default_options(*type);
  config.enabled = table.boolean("enabled").value_or(true);
  read_filter(table, config.filter);
  std::visit([&](auto& options) { read_options(table, options); }, config.options);
  table.report_unknown_keys(Severity::error);
  if (!has_place(config.options)) return std::nullopt;
  return config;
}

}  // namespace

std::vector<sink::SinkConfig> default_sinks() {
  return {{"syslog", true, {}, sink::SyslogOptions{}}, {"socket", true, {}, default_socket()}};
}

void read_sinks(TomlTable& table, Config& config) {
  config.sinks.clear();
  for (const std::string& name : table.keys()) {
    auto entry = table.table(name);
    if (!entry) continue;
    if (!is_word(name, kMaxNameBytes, "-_")) {
      table.complain(
          Severity::error, "E134", name,
          fmt::format("a sink's name has 1 to {} letters, digits, '-' and '_'", kMaxNameBytes));
    } else if (config.sinks.size() == limits::kMaxSinks) {
      table.complain(Severity::error, "E135", name,
                     fmt::format("there can be {} sinks at most", limits::kMaxSinks));
      return;
    } else if (auto sink = read_sink(*entry, name)) {
      config.sinks.push_back(std::move(*sink));
    }
  }
}

void read_store(TomlTable& table, Config& config) {
  store::Options& store = config.store;
  read_path_or_none(table, "directory", store.directory);
  const auto most = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  if (const auto alerts = table.integer("max_alerts", 1, most(limits::kMaxStoredAlerts))) {
    store.max_alerts = static_cast<std::size_t>(*alerts);
  }
  if (const auto bytes =
          table.bytes("max_bytes", most(limits::kMinStoredBytes), most(limits::kMaxStoredBytes))) {
    store.max_bytes = static_cast<std::size_t>(*bytes);
  }
  if (const auto age =
          table.duration("max_age", limits::kMinStoredAgeMs, limits::kMaxStoredAgeMs)) {
    store.max_age_ms = *age;
  }
}

}  // namespace ak::app
