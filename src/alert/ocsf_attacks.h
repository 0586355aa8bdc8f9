// OCSF's attack objects out of ECS's flat lists of ATT&CK tactics, techniques and sub-techniques.
#pragma once

#include "base/json_value.h"

namespace ak::alert {

// An array, one object a technique (and for each of its sub-techniques one); null without threat.*.
// ECS does not say which technique serves which tactic: where there is one tactic, it stands with
// every technique, else each tactic stands alone.
JsonValue ocsf_attacks(const JsonValue& ecs);

}  // namespace ak::alert
