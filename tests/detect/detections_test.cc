// The shipped detections: what each says about itself, and tables of events that it must and must
// not match (tests/detect/detections/ID.txt).
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "detect/rule_set.h"
#include "support/event_text.h"

namespace ak::detect {
namespace {

const std::string kSource = AK_SOURCE_DIR;

const LoadResult& shipped() {
  static const LoadResult result = load_rules({kSource + "/plugin/detections"}, {});
  return result;
}

const Rule* find(const std::string& id) {
  for (const Rule& rule : shipped().rules->rules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

TEST(Detections, LoadWithoutAComplaint) {
  for (const Diagnostic& diagnostic : shipped().diagnostics) ADD_FAILURE() << render(diagnostic);
  EXPECT_TRUE(shipped().rules->skipped.empty());
}

// What a live plugin looks at when it starts.
TEST(Detections, AreAboutTheseFiles) {
  EXPECT_EQ(path_patterns(*shipped().rules),
            (std::vector<std::string>{
                "/etc/kubernetes", "/etc/kubernetes/*.conf", "/etc/kubernetes/admin.conf",
                "/etc/kubernetes/controller-manager.conf", "/etc/kubernetes/kubelet.conf",
                "/etc/kubernetes/manifests", "/etc/kubernetes/manifests/*", "/etc/kubernetes/pki",
                "/etc/kubernetes/pki/*", "/etc/kubernetes/scheduler.conf",
                "/etc/kubernetes/super-admin.conf", "/home/*/.kube", "/home/*/.kube/config",
                "/root/.kube", "/root/.kube/config", "/var/lib/*/kubeconfig"}));
}

TEST(Detections, HaveTheirSeverityRiskAndPlaceInAttack) {
  struct Case {
    std::string id;
    RuleSeverity severity;
    std::int64_t risk;
    std::set<std::string> techniques;
  };
  const Case cases[] = {
      {"kubeconfig-file-activity", RuleSeverity::medium, 47, {"T1550", "T1078", "T1552.001"}},
      {"kubernetes-sensitive-file-activity",
       RuleSeverity::medium,
       47,
       {"T1053.007", "T1543.005", "T1610"}},
      {"kubectl-impersonation", RuleSeverity::low, 21, {"T1550.001", "T1078", "T1552", "T1528"}},
  };
  EXPECT_EQ(shipped().rules->rules.size(), std::size(cases));
  for (const Case& c : cases) {
    const Rule* rule = find(c.id);
    ASSERT_NE(rule, nullptr) << c.id;
    EXPECT_EQ(rule->severity, c.severity) << c.id;
    EXPECT_EQ(rule->risk_score, c.risk) << c.id;
    std::set<std::string> techniques;
    for (const Threat& threat : rule->threats) {
      EXPECT_FALSE(threat.tactic.reference.empty()) << c.id;
      for (const Technique& technique : threat.techniques) {
        if (technique.subtechniques.empty()) techniques.insert(technique.id);
        for (const ThreatEntry& sub : technique.subtechniques) techniques.insert(sub.id);
      }
    }
    EXPECT_EQ(techniques, c.techniques) << c.id;
  }
}

TEST(Detections, ComeWithATriageGuide) {
  for (const Rule& rule : shipped().rules->rules) {
    for (const std::string_view part :
         {"## What happened", "## Questions to ask", "## Commands", "## Likely harmless",
          "## Tuning", "## If it is an attack"}) {
      EXPECT_NE(rule.note.find(part), std::string::npos) << rule.id << ": " << part;
    }
    EXPECT_FALSE(rule.description.empty() || rule.references.empty() ||
                 rule.false_positives.empty() || rule.setup.empty() || rule.tags.empty())
        << rule.id;
  }
}

class DetectionTable : public ::testing::TestWithParam<std::string> {};

TEST_P(DetectionTable, MatchesWhatItShould) {
  const Rule* rule = find(GetParam());
  ASSERT_NE(rule, nullptr);
  std::ifstream table(kSource + "/tests/detect/detections/" + GetParam() + ".txt");
  std::string base, line;
  int positives = 0;
  int negatives = 0;
  while (std::getline(table, line)) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t colon = line.find(": ");
    ASSERT_NE(colon, std::string::npos) << line;
    const std::string changes = line.substr(colon + 2);
    if (line.rfind("base", 0) == 0) {
      base = changes;
      continue;
    }
    ASSERT_TRUE(line[0] == '+' || line[0] == '-') << line;
    const bool expected = line[0] == '+';
    ++(expected ? positives : negatives);
    EXPECT_EQ(rule->query.matches(test::event_from_text(base + ";" + changes)), expected) << line;
  }
  EXPECT_GT(positives, 10);
  EXPECT_GT(negatives, 10);
}

INSTANTIATE_TEST_SUITE_P(Shipped, DetectionTable,
                         ::testing::Values("kubeconfig-file-activity",
                                           "kubernetes-sensitive-file-activity",
                                           "kubectl-impersonation"),
                         [](const auto& id) {
                           std::string name = id.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace ak::detect
