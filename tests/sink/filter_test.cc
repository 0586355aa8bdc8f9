#include "sink/filter.h"

#include <gtest/gtest.h>

namespace ak::sink {
namespace {

using detect::RuleSeverity;
using store::MessageKind;

TEST(Filter, TakesAlertsBySeverityAndDetection) {
  struct Case {
    Filter filter;
    RuleSeverity severity;
    const char* rule_id;
    bool wanted;
  };
  const std::vector<Case> cases = {
      {{}, RuleSeverity::low, "a", true},
      {{RuleSeverity::high, {}, {}}, RuleSeverity::medium, "a", false},
      {{RuleSeverity::high, {}, {}}, RuleSeverity::high, "a", true},
      {{RuleSeverity::high, {}, {}}, RuleSeverity::critical, "a", true},
      {{RuleSeverity::low, {"a", "b"}, {}}, RuleSeverity::low, "b", true},
      {{RuleSeverity::low, {"a", "b"}, {}}, RuleSeverity::low, "c", false},
      {{RuleSeverity::low, {}, {"a"}}, RuleSeverity::critical, "a", false},
      {{RuleSeverity::low, {}, {"a"}}, RuleSeverity::low, "b", true},
      {{RuleSeverity::low, {"a"}, {"a"}}, RuleSeverity::low, "a", false},
      {{RuleSeverity::high, {"a"}, {}}, RuleSeverity::low, "a", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(c.filter.wants({MessageKind::alert, c.severity, c.rule_id}), c.wanted) << c.rule_id;
  }
}

TEST(Filter, TakesEveryDocumentAboutOurselves) {
  const Filter filter{RuleSeverity::critical, {"a"}, {}};
  EXPECT_TRUE(filter.wants({MessageKind::notice, RuleSeverity::low, ""}));
  EXPECT_TRUE(filter.wants({MessageKind::heartbeat, RuleSeverity::low, ""}));
}

}  // namespace
}  // namespace ak::sink
