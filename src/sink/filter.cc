#include "sink/filter.h"

#include <algorithm>

namespace ak::sink {
namespace {

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

bool Filter::wants(const store::MessageHead& head) const {
  if (head.kind != store::MessageKind::alert) return true;
  return head.severity >= min_severity && !holds(exclude_detections, head.rule_id) &&
         (detections.empty() || holds(detections, head.rule_id));
}

}  // namespace ak::sink
