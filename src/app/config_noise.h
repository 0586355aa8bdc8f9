// The sections of the configuration that are about noise: [suppression], [rate_limit] and
// [[exception]], and what [alerts] says of redaction.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alert/redact_rules.h"
#include "base/time.h"
#include "base/toml.h"
#include "detect/exception.h"
#include "detect/exceptions.h"
#include "detect/noise.h"
#include "detect/rule_set.h"

namespace ak::app {

struct NoiseConfig {
  std::vector<detect::Exception> exceptions;  // those of this file
  TimeMs suppression_window_ms = 60'000;
  detect::RateLimit rate_limit;
  std::map<std::string, detect::RateLimit> rate_limits;  // by detection
};

void read_suppression(TomlTable& table, NoiseConfig& config);
void read_rate_limit(TomlTable& table, NoiseConfig& config);

// redact_options and redact_patterns of [alerts]; nullptr if there are none.
std::shared_ptr<const alert::RedactRules> read_redact_rules(TomlTable& table);

// What the configuration says, and the files in `exceptions_directory`.
std::shared_ptr<const detect::NoisePolicy> make_noise_policy(
    const NoiseConfig& config, const std::string& exceptions_directory,
    std::vector<Diagnostic>& diagnostics);

// Warns about detections that exceptions and rate limits name and that are not in `rules`.
std::vector<Diagnostic> unknown_detections(const detect::NoisePolicy& policy,
                                           const detect::RuleSet& rules);

}  // namespace ak::app
