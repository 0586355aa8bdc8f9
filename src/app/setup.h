// What every command begins with: the configuration, and the detections that it names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli.h"
#include "app/config.h"
#include "base/diagnostic.h"
#include "base/result.h"
#include "detect/noise.h"
#include "detect/rule_set.h"

namespace ak::app {

// The configuration file that the command line names, else the default one; a default one that is
// not there stands for the defaults.
Result<ConfigResult> load_config(const CommandLine& line);

// Where files of exceptions belong: beside that configuration file.
std::string exceptions_directory(const CommandLine& line);

// Where detections come from: the command line, else the configuration, else the default places.
std::vector<std::string> detection_paths(const CommandLine& line, const Config& config);

struct Setup {
  Config config;
  std::shared_ptr<const detect::RuleSet> rules;      // what could be loaded, never null
  std::shared_ptr<const detect::NoisePolicy> noise;  // the same
  std::vector<Diagnostic> diagnostics;               // of all
};

// An error only if the configuration file cannot be read.
Result<Setup> load_setup(const CommandLine& line);

// This host's name, as in host.name of its events.
std::string this_host();

}  // namespace ak::app
