// The names that a query uses, looked up in the schema.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "eql/ast.h"
#include "eql/finding.h"
#include "eql/literal.h"
#include "event/schema.h"

namespace ak::eql {

// Looks up fields, complains about those that are not there, and remembers which were named.
class FieldNames {
 public:
  explicit FieldNames(Findings& findings) : findings_(findings) {}

  // The field, or nothing when it is missing on every event. A finding is made once for a name.
  std::optional<NamedField> resolve(const Node& node);

  // Sorted, once each.
  [[nodiscard]] std::vector<Field> known() const { return {known_.begin(), known_.end()}; }
  [[nodiscard]] std::vector<std::string> absent() const { return {absent_.begin(), absent_.end()}; }

 private:
  Findings& findings_;
  std::set<Field> known_;
  std::set<std::string> absent_;
  std::set<std::string> named_absent_;
};

// A hint, or nothing if no candidate is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates,
                         const Findings& findings);

}  // namespace ak::eql
