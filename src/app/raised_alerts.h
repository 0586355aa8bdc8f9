// Alerts that an earlier run raised, and that this run may find once more where the two overlap.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ak::app {

class RaisedAlerts {
 public:
  // The event.id and rule.id of each alert.
  using Ids = std::vector<std::pair<std::string, std::string>>;

  RaisedAlerts() = default;
  explicit RaisedAlerts(const Ids& ids) {
    for (const auto& id : ids) ++count_[id];
  }

  // Whether such an alert was raised and not taken yet: one event can give a rule several.
  bool take(std::string_view event_id, std::string_view rule_id) {
    if (count_.empty()) return false;
    const auto found = count_.find(std::pair(std::string(event_id), std::string(rule_id)));
    if (found == count_.end()) return false;
    if (--found->second == 0) count_.erase(found);
    return true;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::size_t> count_;
};

}  // namespace ak::app
