// The configuration file (plugin/config.toml documents every key and holds the defaults).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alert/redact_rules.h"
#include "app/catch_up_options.h"
#include "app/config_noise.h"
#include "app/health.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "sink/configured_sink.h"
#include "store/store.h"

namespace ak::app {

struct Config {
  // [detections]
  std::optional<std::vector<std::string>> detection_paths;  // instead of the default ones
  std::vector<std::string> disabled_detections;             // ids

  // [alerts]
  bool redact = true;  // credentials on command lines become a short hash
  std::shared_ptr<const alert::RedactRules> redact_more;  // what is one besides; may be null
  bool original = false;  // alerts carry the records themselves; only where nothing is redacted

  // [suppression], [rate_limit], [[exception]]
  NoiseConfig noise;

  // [store]
  store::Options store;

  // [sinks.NAME], in the file's order
  std::vector<sink::SinkConfig> sinks;

  // [host]
  std::string host_name;  // of records that name no node; empty: live, this host's; else none
  std::string host_id;    // of the same; empty: live, this host's machine-id; else none

  // [catch_up]
  CatchUpOptions catch_up;

  // [daemon]
  std::string run_directory = "/run/audisp-kube";  // what lasts until the next boot: the lock
  // [health]
  HealthOptions health;

  Config();
};

struct ConfigResult {
  Config config;  // the defaults where a key is missing or wrong
  std::vector<Diagnostic> diagnostics;
};

// Where the log goes: to the syslog daemon that gets alerts, if one does.
std::string syslog_path(const Config& config);

// `file`: the name for diagnostics. Looks up users and groups; otherwise pure.
ConfigResult parse_config(std::string_view text, const std::string& file);

// Reads and parses `path`. An error when it cannot be read.
Result<ConfigResult> load_config(const std::string& path);

}  // namespace ak::app
