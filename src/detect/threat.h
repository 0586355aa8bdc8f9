// [[rule.threat]]: a detection's place in ATT&CK.
#pragma once

#include <vector>

#include "base/toml.h"
#include "detect/rule.h"

namespace ak::detect {

// Complains about missing ids and names, and warns about ids that are none of ATT&CK's
// (https://attack.mitre.org: TA0006, T1552, T1552.001).
std::vector<Threat> read_threats(TomlTable& rule);

}  // namespace ak::detect
