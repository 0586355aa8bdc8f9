// The parts of the configuration about delivery: [sinks.NAME] and [store].
#pragma once

#include "app/config.h"
#include "base/toml.h"

namespace ak::app {

// Those of a configuration that names none.
std::vector<sink::SinkConfig> default_sinks();

void read_sinks(TomlTable& table, Config& config);
void read_store(TomlTable& table, Config& config);

}  // namespace ak::app
