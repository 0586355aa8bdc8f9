#include "detect/rule.h"

namespace ak::detect {

std::string_view severity_name(RuleSeverity severity) {
  switch (severity) {
    case RuleSeverity::low:
      return "low";
    case RuleSeverity::medium:
      return "medium";
    case RuleSeverity::high:
      return "high";
    case RuleSeverity::critical:
      return "critical";
  }
  return "";
}

}  // namespace ak::detect
