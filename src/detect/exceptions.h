// All exceptions of a configuration: found for an alert, and looked over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "detect/event_copy.h"
#include "detect/exception.h"
#include "detect/rule_set.h"

namespace ak::detect {

class Exceptions {
 public:
  Exceptions() = default;
  explicit Exceptions(std::vector<Exception> all);

  // The first that holds, nullptr if none does: for `event`, or for any of `events` (a sequence's;
  // empty otherwise). One applies as long as it had not expired at `event`'s time.
  [[nodiscard]] const Exception* find(const std::string& rule_id, const Event& event,
                                      const std::vector<EventPtr>& events) const;

  // Those for this detection that apply at that time, in the order of their files.
  [[nodiscard]] std::vector<const Exception*> of(std::string_view rule_id, TimeMs time) const;

  [[nodiscard]] const std::vector<Exception>& all() const { return all_; }

  // Warns about those that no longer apply at `now` (W140), and if `with_soon` about those that
  // will not in two weeks (W141).
  [[nodiscard]] std::vector<Diagnostic> expiry_warnings(TimeMs now, bool with_soon) const;

  // Warns (W142) about detections that are neither in the set nor skipped, at most
  // limits::kMaxDiagnosticsPerFile times.
  [[nodiscard]] std::vector<Diagnostic> unknown_detections(const RuleSet& rules) const;

 private:
  std::vector<Exception> all_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_rule_;  // "*" too; indexes, sorted
};

// Every detection that the set names, those that are skipped included.
std::vector<std::string_view> known_ids(const RuleSet& rules);

// The exceptions in the *.toml files below `directory`, after those given. A directory that is not
// there has none.
std::vector<Exception> load_exceptions(const std::string& directory,
                                       std::vector<Exception> exceptions,
                                       std::vector<Diagnostic>& diagnostics);

}  // namespace ak::detect
