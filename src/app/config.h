// The configuration file (plugin/config.toml documents every key and holds the defaults).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "sink/socket_sink.h"
#include "sink/syslog_sink.h"

namespace ak::app {

struct Config {
  // [detections]
  std::optional<std::vector<std::string>> detection_paths;  // instead of the default ones
  std::vector<std::string> disabled_detections;             // ids

  // [alerts]
  bool redact = true;  // credentials on command lines become a short hash

  // [syslog]
  bool syslog_enabled = true;
  sink::SyslogOptions syslog;

  // [socket]
  bool socket_enabled = true;
  sink::SocketOptions socket;

  // [host]
  std::string host_name;  // of records that name no node; empty: live, this host's; else none
  std::string host_id;    // of the same; empty: live, this host's machine-id; else none

  // [daemon]
  std::string run_directory = "/run/audisp-kube";  // what lasts until the next boot: the lock

  Config();
};

struct ConfigResult {
  Config config;  // the defaults where a key is missing or wrong
  std::vector<Diagnostic> diagnostics;
};

// `file`: the name for diagnostics. Looks up users and groups; otherwise pure.
ConfigResult parse_config(std::string_view text, const std::string& file);

// Reads and parses `path`. An error when it cannot be read.
Result<ConfigResult> load_config(const std::string& path);

}  // namespace ak::app
