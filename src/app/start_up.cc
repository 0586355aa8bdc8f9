#include "app/start_up.h"

#include <string>
#include <utility>

namespace ak::app {
namespace {

Loaded prepare(Setup setup) {
  Loaded loaded;
  loaded.rules = detect::prepare(setup.rules);
  loaded.setup = std::move(setup);
  return loaded;
}

std::string first_line(const Diagnostic& diagnostic) {
  const std::string text = render(diagnostic);
  return text.substr(0, text.find('\n'));
}

}  // namespace

Result<Loaded> load(const CommandLine& line) {
  Result<Setup> setup = load_setup(line);
  if (!setup) return setup.error();
  return prepare(std::move(setup).value());
}

Loaded load_what_is_there(const CommandLine& line) {
  Result<Setup> loaded = load_setup(line);
  if (loaded) return prepare(std::move(loaded).value());
  Setup setup;
  Diagnostic unreadable;
  unreadable.file = line.config_file.value_or("configuration");
  unreadable.message = loaded.error().message;
  setup.diagnostics.push_back(std::move(unreadable));
  detect::LoadResult rules = detect::load_rules(detection_paths(line, setup.config), {});
  setup.rules = std::move(rules.rules);
  setup.diagnostics.insert(setup.diagnostics.end(), rules.diagnostics.begin(),
                           rules.diagnostics.end());
  setup.noise = make_noise_policy({}, exceptions_directory(line), setup.diagnostics);
  return prepare(std::move(setup));
}

void log_errors(Log& log, const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::error) log.error(first_line(diagnostic));
  }
}

void log_expired(Log& log, const detect::NoisePolicy& noise, TimeMs now) {
  for (const Diagnostic& expired : noise.exceptions.expiry_warnings(now, false)) {
    log.warning(first_line(expired));
  }
}

}  // namespace ak::app
