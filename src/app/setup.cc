#include "app/setup.h"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <utility>

#include "app/locations.h"

namespace ak::app {

std::string exceptions_directory(const CommandLine& line) {
  const std::string file = line.config_file.value_or(find_locations(executable_path()).config_file);
  return (std::filesystem::path(file).parent_path() / "exceptions.d").string();
}

Result<ConfigResult> load_config(const CommandLine& line) {
  if (line.config_file) return load_config(*line.config_file);
  const std::string file = find_locations(executable_path()).config_file;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored) && !ignored) return ConfigResult{};
  return load_config(file);
}

std::vector<std::string> detection_paths(const CommandLine& line, const Config& config) {
  if (!line.detection_paths.empty()) return line.detection_paths;
  if (config.detection_paths) return *config.detection_paths;
  return find_locations(executable_path()).detections;
}

Result<Setup> load_setup(const CommandLine& line) {
  Result<ConfigResult> loaded = load_config(line);
  if (!loaded) return loaded.error();
  Setup setup;
  setup.config = std::move(loaded.value().config);
  setup.diagnostics = std::move(loaded.value().diagnostics);
  detect::LoadResult rules =
      detect::load_rules(detection_paths(line, setup.config), setup.config.disabled_detections);
  setup.rules = std::move(rules.rules);
  setup.diagnostics.insert(setup.diagnostics.end(), rules.diagnostics.begin(),
                           rules.diagnostics.end());
  setup.noise =
      make_noise_policy(setup.config.noise, exceptions_directory(line), setup.diagnostics);
  for (Diagnostic& unknown : unknown_detections(*setup.noise, *setup.rules)) {
    setup.diagnostics.push_back(std::move(unknown));
  }
  return setup;
}

std::string this_host() {
  std::array<char, 256> name{};  // HOST_NAME_MAX is 64
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

}  // namespace ak::app
