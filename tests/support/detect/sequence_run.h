// Runs one query over events, and tells what it found by the events' numbers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/counters.h"
#include "detect/engine.h"
#include "eql/query.h"

namespace ak::test {

using Found = std::vector<std::vector<std::string>>;  // of each result the event.ids

// A rule set of one rule. REQUIRES: the query compiles.
std::shared_ptr<const detect::RuleSet> rules_of(const std::string& query,
                                                const std::string& id = "rule");

class SequenceRun {
 public:
  explicit SequenceRun(const std::string& query);

  detect::Engine& engine() { return *engine_; }

  // Goes on with another engine that knows what this one's saved state says.
  void restart();

  Counters& counters() { return counters_; }
  [[nodiscard]] const Found& found() const { return found_; }

 private:
  [[nodiscard]] std::unique_ptr<detect::Engine> make_engine();

  std::shared_ptr<const detect::RuleSet> rules_;
  Counters counters_;
  Found found_;
  std::unique_ptr<detect::Engine> engine_;
};

}  // namespace ak::test
