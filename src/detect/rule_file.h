// One file in the format of Elastic's detection-rules repository, read and checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "detect/rule_set.h"

namespace ak::detect {

// A rule, or why it is not run, or neither after an error.
struct RuleFile {
  std::optional<Rule> rule;
  std::optional<SkippedRule> skipped;
};

// `id`: the file's stem; `file`: its name as complaints show it.
RuleFile read_rule_file(std::string_view text, const std::string& id, const std::string& file,
                        DiagnosticList& complaints);

}  // namespace ak::detect
