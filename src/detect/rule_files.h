// Finding and reading rule files: all of detect's contact with the file system.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"

namespace ak::detect {

// The *.toml files of each path in turn: the path itself, or what a directory tree holds, in the
// order of the names. Hidden names are left out and symbolic links followed, as mounted ConfigMaps
// need it; a file or directory reached twice counts once. Complains about what cannot be read, is
// neither file nor directory, or lies beyond limits::kMaxRuleTreeDepth or limits::kMaxRuleFiles.
std::vector<std::string> find_rule_files(const std::vector<std::string>& paths,
                                         std::vector<Diagnostic>& complaints);

// At most limits::kMaxTomlBytes + 1 bytes: one more than a rule file may have.
Result<std::string> read_rule_bytes(const std::string& file);

}  // namespace ak::detect
