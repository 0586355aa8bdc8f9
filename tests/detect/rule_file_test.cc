// Every complaint about a rule file, as its author reads it: tests/detect/errors/NAME.toml, and in
// NAME.out what is said about it and what becomes of it. AK_REWRITE_GOLDEN=1 writes the latter
// anew.
#include "detect/rule_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"

namespace ak::detect {
namespace {

namespace fs = std::filesystem;

const fs::path kDirectory = fs::path(AK_SOURCE_DIR) / "tests/detect/errors";

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string outcome(const std::string& text, const std::string& file) {
  DiagnosticList complaints;
  const RuleFile read = read_rule_file(text, "id", file, complaints);
  std::string out;
  for (const Diagnostic& diagnostic : complaints.take()) out += render(diagnostic);
  if (read.rule) return out + "loaded\n";
  return out + (read.skipped ? "skipped: " + read.skipped->reason + "\n" : "not loaded\n");
}

class RuleFileGolden : public ::testing::TestWithParam<std::string> {};

TEST_P(RuleFileGolden, SaysWhatIsWrongAndWhere) {
  const fs::path input = kDirectory / GetParam();
  const fs::path golden = fs::path(input).replace_extension("out");
  const std::string said = outcome(read_text(input), GetParam());
  if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) std::ofstream(golden) << said;
  EXPECT_EQ(said, read_text(golden));
}

std::vector<std::string> inputs() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kDirectory)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& file) {
  std::string name = fs::path(file.param).stem();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(RuleFiles, RuleFileGolden, ::testing::ValuesIn(inputs()), test_name);

std::string rule_with(const std::string& line) {
  return "[rule]\nname = \"n\"\ndescription = \"d\"\nrule_id = \"u\"\ntype = \"eql\"\n"
         "risk_score = 5\nquery = \"any where true\"\n" +
         line;
}

TEST(RuleFile, KeepsWhatTheRuleSaysAboutItself) {
  DiagnosticList complaints;
  const RuleFile read = read_rule_file(
      rule_with("severity = \"high\"\nnote = \"N\"\nsetup = \"S\"\nreferences = [\"r\"]\n"
                "false_positives = [\"f\"]\ntags = [\"t\", \"u\"]\n"
                "building_block_type = \"default\"\n"
                "[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n"
                "[[rule.threat.technique]]\nid = \"T1552\"\nname = \"Unsecured Credentials\"\n"
                "reference = \"https://attack.mitre.org/techniques/T1552/\"\n"
                "[[rule.threat.technique.subtechnique]]\nid = \"T1552.001\"\nname = \"In Files\"\n"
                "[rule.threat.tactic]\nid = \"TA0006\"\nname = \"Credential Access\"\n"),
      "my-rule", "dir/my-rule.toml", complaints);
  ASSERT_TRUE(read.rule);
  const Rule& rule = *read.rule;
  EXPECT_EQ(rule.id, "my-rule");
  EXPECT_EQ(rule.file, "dir/my-rule.toml");
  EXPECT_EQ(rule.uuid, "u");
  EXPECT_EQ(rule.name, "n");
  EXPECT_EQ(rule.description, "d");
  EXPECT_EQ(rule.note, "N");
  EXPECT_EQ(rule.setup, "S");
  EXPECT_EQ(rule.severity, RuleSeverity::high);
  EXPECT_EQ(rule.risk_score, 5);
  EXPECT_EQ(rule.references, std::vector<std::string>{"r"});
  EXPECT_EQ(rule.false_positives, std::vector<std::string>{"f"});
  EXPECT_EQ(rule.tags, (std::vector<std::string>{"t", "u"}));
  EXPECT_TRUE(rule.is_building_block);
  EXPECT_EQ(rule.query_text, "any where true");
  ASSERT_EQ(rule.threats.size(), 1U);
  EXPECT_EQ(rule.threats[0].tactic.id, "TA0006");
  ASSERT_EQ(rule.threats[0].techniques.size(), 1U);
  EXPECT_EQ(rule.threats[0].techniques[0].reference, "https://attack.mitre.org/techniques/T1552/");
  ASSERT_EQ(rule.threats[0].techniques[0].subtechniques.size(), 1U);
  EXPECT_EQ(rule.threats[0].techniques[0].subtechniques[0].id, "T1552.001");
}

TEST(RuleFile, TakesTheFourSeverities) {
  const std::pair<std::string, RuleSeverity> cases[] = {{"low", RuleSeverity::low},
                                                        {"medium", RuleSeverity::medium},
                                                        {"high", RuleSeverity::high},
                                                        {"critical", RuleSeverity::critical}};
  for (const auto& [word, severity] : cases) {
    DiagnosticList complaints;
    const RuleFile read =
        read_rule_file(rule_with("severity = \"" + word + "\"\n"), "id", "f", complaints);
    ASSERT_TRUE(read.rule) << word;
    EXPECT_EQ(read.rule->severity, severity);
    EXPECT_EQ(severity_name(severity), word);
  }
}

TEST(RuleFile, TellsAtMostTheCapOfComplaints) {
  std::string keys = "severity = \"low\"\n";
  for (std::size_t i = 0; i <= limits::kMaxDiagnosticsPerFile; ++i) {
    keys += fmt::format("odd_key_{} = 1\n", i);
  }
  DiagnosticList complaints;
  EXPECT_TRUE(read_rule_file(rule_with(keys), "id", "f", complaints).rule);
  EXPECT_EQ(complaints.take().size(), limits::kMaxDiagnosticsPerFile + 1);
}

TEST(RuleFile, SurvivesEveryPrefixOfAFile) {
  const std::string text = read_text(kDirectory / "escapes.toml");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_NE(outcome(text.substr(0, size), "f"), "") << size;
  }
}

}  // namespace
}  // namespace ak::detect
