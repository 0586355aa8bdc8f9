// [catch_up] of the configuration.
#pragma once

#include "app/catch_up_options.h"
#include "base/toml.h"

namespace ak::app {

void read_catch_up(TomlTable& table, CatchUpOptions& options);

}  // namespace ak::app
