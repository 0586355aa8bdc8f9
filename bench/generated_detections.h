// Detections made up for measuring: as many as wanted, of the kinds that published rules are of,
// and in about their proportions.
#pragma once

#include <cstddef>
#include <memory>

#include "detect/rule_set.h"

namespace ak::bench {

// The same for the same count. Ends the program if one does not compile.
std::shared_ptr<const detect::RuleSet> generate_detections(std::size_t count);

}  // namespace ak::bench
