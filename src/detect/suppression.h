// [rule.alert_suppression]: which alerts of a detection repeat each other.
#pragma once

#include <optional>

#include "base/toml.h"
#include "detect/rule.h"

namespace ak::detect {

// Nothing without such a table. Complains about what is wrong in it.
std::optional<Suppression> read_suppression(TomlTable& rule);

}  // namespace ak::detect
