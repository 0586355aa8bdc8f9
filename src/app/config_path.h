// Paths in the configuration.
#pragma once

#include <string>
#include <string_view>

#include "base/toml.h"

namespace ak::app {

// An absolute path; a relative one would depend on where auditd was started. Complains about
// another, and leaves `path` as it is.
void read_path(TomlTable& table, std::string_view key, std::string& path);

// The same, or "" for none.
void read_path_or_none(TomlTable& table, std::string_view key, std::string& path);

}  // namespace ak::app
