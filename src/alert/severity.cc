#include "alert/severity.h"

#include "detect/rule.h"

namespace ak::alert {

Gravity gravity(const JsonValue& ecs) {
  using detect::RuleSeverity;
  if (const std::int64_t* number = ecs.number("event.severity")) {
    if (*number <= 0) return Gravity::informational;
    if (*number <= static_cast<std::int64_t>(RuleSeverity::low)) return Gravity::low;
    if (*number <= static_cast<std::int64_t>(RuleSeverity::medium)) return Gravity::medium;
    if (*number <= static_cast<std::int64_t>(RuleSeverity::high)) return Gravity::high;
    return Gravity::critical;
  }
  const std::string_view level = ecs.string("log.level");
  if (level == "low") return Gravity::low;
  if (level == "warning" || level == "medium") return Gravity::medium;
  if (level == "error" || level == "high") return Gravity::high;
  if (level == "critical") return Gravity::critical;
  return Gravity::informational;
}

}  // namespace ak::alert
