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
  return prepare(std::move(setup));
}

void log_errors(Log& log, const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    const std::string text = render(diagnostic);
    log.error(text.substr(0, text.find('\n')));
  }
}

}  // namespace ak::app
