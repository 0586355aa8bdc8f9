// The detections of this run: loaded from files and directories, whole, and swapped whole.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "detect/rule.h"

namespace ak::detect {

// A file that holds a rule we do not run, and why ("type \"threshold\" is not run here").
struct SkippedRule {
  std::string id;
  std::string file;
  std::string reason;
};

struct RuleSet {
  std::vector<Rule> rules;  // sorted by id
  std::vector<SkippedRule> skipped;
};

struct LoadResult {
  std::shared_ptr<const RuleSet> rules;  // what could be loaded, never null
  std::vector<Diagnostic> diagnostics;   // errors and warnings of every file
};

// Loads each PATH: a .toml file, or a directory tree of them (hidden names left out, the rest in
// the order of their names). A later file with the same id replaces an earlier one (a site's own
// version of a shipped detection), with a warning; one that cannot be loaded does not, so that a
// mistake in it leaves the earlier one on guard. A path that is not there or unreadable is an
// error. `disabled`: ids left out, their files unread; an unknown one warns.
LoadResult load_rules(const std::vector<std::string>& paths,
                      const std::vector<std::string>& disabled);

// The files that the rules are about, as Query::path_patterns() has them.
std::vector<std::string> path_patterns(const RuleSet& rules);

}  // namespace ak::detect
