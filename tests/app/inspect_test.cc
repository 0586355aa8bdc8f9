// check, detections and audit-rules.
#include <gtest/gtest.h>

#include "app/program.h"

namespace ak::test {
namespace {

constexpr const char* kBadQuery =
    "[rule]\nname = \"x\"\ntype = \"eql\"\nquery = 'process where process.nme == \"x\"'\n";

TEST(Check, FindsNothingWrongWithWhatIsShipped) {
  const Outcome result =
      run({"check", AK_SOURCE_DIR "/plugin/config.toml", AK_SOURCE_DIR "/plugin/detections"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_NE(result.out.find(" 0 errors, 0 warnings\n"), std::string::npos) << result.out;
}

TEST(Check, ShowsAllMistakesOfConfigurationAndDetections) {
  const Directory directory;
  const std::string config =
      directory.write("config.toml", "[sinks.syslog]\nfacility = \"local9\"\n[sinkz]\n");
  directory.write("d/x.toml", kBadQuery);
  const Outcome result = run({"check", "--config", config, "--detections", directory.file("d")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find(config + ":2:12: error[E104]"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("did you mean \"sinks\"?"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("x.toml:4:24: error["), std::string::npos) << result.err;
}

TEST(Check, ChecksOnlyThePathsGiven) {
  const Directory directory;
  const Outcome result = run({"check", directory.write("d/x.toml", kBadQuery)});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err.find("config"), std::string::npos) << result.err;
}

TEST(Check, CannotCheckAConfigurationThatItCannotRead) {
  EXPECT_EQ(run({"check", "--config", "/nonexistent.toml"}).exit_code, 3);
}

TEST(Detections, ListsWhatIsActiveSkippedAndDisabled) {
  const Directory directory;
  const std::string config =
      directory.write("c.toml", "[detections]\ndisabled = [\"kubectl-impersonation\"]\n");
  directory.write(
      "d/other.toml",
      "[rule]\nname = \"x\"\ntype = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n");
  const Outcome result =
      run({"detections", "--config", config, "--detections", AK_SOURCE_DIR "/plugin/detections",
           "--detections", directory.file("d")});
  const Lines lines = split_lines(result.out);
  ASSERT_EQ(lines.size(), 5U) << result.out << result.err;
  EXPECT_EQ(lines[0].rfind("ID ", 0), 0U);
  EXPECT_NE(lines[1].find("kubeconfig-file-activity            medium    active"),
            std::string::npos)
      << lines[1];
  EXPECT_NE(lines[2].find("disabled"), std::string::npos) << lines[2];
  EXPECT_NE(lines[4].find("other"), std::string::npos) << lines[4];
  EXPECT_NE(lines[4].find("skipped: "), std::string::npos) << lines[4];
}

TEST(Detections, NamesBuildingBlocksAndFieldsThatAreNeverThere) {
  const Directory directory;
  directory.write("d/x.toml",
                  "[rule]\nname = \"x\"\ndescription = \"x\"\nrule_id = \"u\"\ntype = \"query\"\n"
                  "severity = \"low\"\nrisk_score = 1\n"
                  "building_block_type = \"default\"\n"
                  "query = \"process.hash.sha256: a or process.hash.md5: b\"\n");
  const Outcome result = run({"detections", "--config", directory.write("c.toml", ""),
                              "--detections", directory.file("d")});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  constexpr const char* kState =
      "active, building block, never present: process.hash.md5, process.hash.sha256  ";
  EXPECT_NE(result.out.find(kState), std::string::npos) << result.out;
}

TEST(Detections, ListsFilesWithMistakesAndLoadsTheOthers) {
  const Directory directory;
  const std::string head =
      "[rule]\nname = \"x\"\ndescription = \"x\"\nrule_id = \"u\"\ntype = \"eql\"\n"
      "severity = \"low\"\nrisk_score = 1\n";
  directory.write("d/good.toml", head + "query = \"any where process.name == \\\"x\\\"\"\n");
  directory.write("d/typo.toml",
                  head + "query = \"any where process.nme == 1 and user.nme == 1\"\n");
  directory.write("d/broken.toml", "[rule\n");
  const Outcome result = run({"detections", "--config", directory.write("c.toml", ""),
                              "--detections", directory.file("d")});
  const Lines lines = split_lines(result.out);
  ASSERT_EQ(lines.size(), 4U) << result.out;
  EXPECT_NE(lines[1].find("not loaded: line 1: "), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("active"), std::string::npos) << lines[2];
  EXPECT_NE(lines[3].find("not loaded: line 8: unknown field \"process.nme\""), std::string::npos)
      << lines[3];
}

TEST(Detections, TellsAllOfOne) {
  const Directory directory;
  const Outcome result = run(with_defaults(directory, {"detections", "kubectl-impersonation"}));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NE(result.out.find("technique: T1550.001"), std::string::npos);
  EXPECT_NE(result.out.find("process where"), std::string::npos);
}

TEST(Detections, SuggestsTheNameThatWasMeant) {
  const Directory directory;
  const Outcome result = run(with_defaults(directory, {"detections", "kubectl-impersonatoin"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err,
            "audisp-kube: no detection \"kubectl-impersonatoin\" is active, did you mean "
            "\"kubectl-impersonation\"?\n");
}

TEST(AuditRules, PrintsRulesAndComments) {
  const Outcome result = run({"audit-rules"});
  EXPECT_EQ(result.exit_code, 0);
  for (const std::string& line : split_lines(result.out)) {
    EXPECT_TRUE(line.empty() || line[0] == '#' || line[0] == '-') << line;
  }
}

TEST(CommandLine, TellsItsVersionAndItsCommands) {
  EXPECT_EQ(run({"--version"}).out.rfind("audisp-kube 0.", 0), 0U);
  const Outcome help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command : {"replay", "events", "daemon", "check", "detections", "audit-rules"}) {
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
  }
}

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  const std::vector<std::vector<std::string>> cases = {
      {"daemon", "x"}, {"detections", "a", "b"}, {"audit-rules", "x"},
      {"--config"},    {"a", "check"},           {"events", "--format", "text", "x"}};
  for (const std::vector<std::string>& arguments : cases) {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.exit_code, 2) << join(arguments, " ");
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
}

}  // namespace
}  // namespace ak::test
