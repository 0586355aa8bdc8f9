// The [health] table of the configuration.
#pragma once

#include "app/config.h"
#include "base/toml.h"

namespace ak::app {

void read_health(TomlTable& table, Config& config);

}  // namespace ak::app
