#include "detect/rule_set.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "detect/rule_files.h"
#include "support/event_text.h"

namespace ak::detect {
namespace {

namespace fs = std::filesystem;

class RuleSetTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ak-rules-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  [[nodiscard]] std::string path(const std::string& name) const { return root_ / name; }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }

  // A rule that matches what runs a program of that name.
  static std::string rule(const std::string& program, const std::string& uuid) {
    return fmt::format(
        "[rule]\nname = \"{0}\"\ndescription = \"d\"\nrule_id = \"{1}\"\ntype = \"eql\"\n"
        "severity = \"low\"\nrisk_score = 1\nquery = 'process where process.name == \"{0}\"'\n",
        program, uuid);
  }
  void write_rule(const std::string& name) const { write(name, rule(name, name)); }

  // Loads, and renders what was said with the directory's name left out.
  LoadResult load(const std::vector<std::string>& paths,
                  const std::vector<std::string>& disabled = {}) {
    LoadResult result = load_rules(paths, disabled);
    said_.clear();
    for (const Diagnostic& diagnostic : result.diagnostics) said_ += render(diagnostic);
    const std::string prefix = root_.string() + "/";
    for (std::size_t at = 0; (at = said_.find(prefix)) != std::string::npos;) {
      said_.erase(at, prefix.size());
    }
    return result;
  }

  static std::vector<std::string> ids(const LoadResult& result) {
    std::vector<std::string> out;
    for (const Rule& rule : result.rules->rules) out.push_back(rule.id);
    return out;
  }

  fs::path root_;
  std::string said_;
};

using Ids = std::vector<std::string>;

TEST_F(RuleSetTest, LoadsATreeInTheOrderOfIds) {
  write_rule("c.toml");
  write_rule("linux/a.toml");
  write_rule("linux/deep/b.toml");
  write("README.md", "not a rule");
  write("rule.toml.bak", "not a rule");
  write_rule(".hidden.toml");
  write_rule(".git/d.toml");
  EXPECT_EQ(ids(load({root_})), (Ids{"a", "b", "c"}));
  EXPECT_EQ(said_, "");
}

TEST_F(RuleSetTest, LoadsATreeOfThreeHundredFilesWithTheBrokenOnesTold) {
  for (int i = 0; i < 300; ++i) {
    const std::string name = fmt::format("d{}/rule-{:03}.toml", i % 7, i);
    if (i % 100 == 50) {
      write(name, "[rule\n");
    } else {
      write_rule(name);
    }
  }
  const LoadResult result = load({root_});
  EXPECT_EQ(result.rules->rules.size(), 297U);
  EXPECT_EQ(result.diagnostics.size(), 3U);
  for (const Diagnostic& diagnostic : result.diagnostics) EXPECT_EQ(diagnostic.code, "E101");
  EXPECT_TRUE(std::is_sorted(result.rules->rules.begin(), result.rules->rules.end(),
                             [](const Rule& a, const Rule& b) { return a.id < b.id; }));
}

TEST_F(RuleSetTest, LoadsASingleFileWhateverItsExtension) {
  write("one.rule", rule("x", "u"));
  EXPECT_EQ(ids(load({path("one.rule")})), Ids{"one.rule"});
  write_rule("two.toml");
  EXPECT_EQ(ids(load({path("two.toml")})), Ids{"two"});
}

TEST_F(RuleSetTest, ALaterFileReplacesAnEarlierOneOfTheSameId) {
  write("shipped/a.toml", rule("old", "u"));
  write("site/a.toml", rule("new", "u"));
  const LoadResult result = load({path("shipped"), path("site")});
  ASSERT_EQ(ids(result), Ids{"a"});
  EXPECT_EQ(result.rules->rules[0].name, "new");
  EXPECT_NE(said_.find("site/a.toml: warning[W112]: replaces "), std::string::npos) << said_;
  EXPECT_FALSE(has_errors(result.diagnostics));
}

TEST_F(RuleSetTest, ABrokenReplacementLeavesTheEarlierOneOnGuard) {
  write("shipped/a.toml", rule("old", "u"));
  write("site/a.toml", "[rule]\n");
  const LoadResult result = load({path("shipped"), path("site")});
  ASSERT_EQ(ids(result), Ids{"a"});
  EXPECT_EQ(result.rules->rules[0].name, "old");
  EXPECT_TRUE(has_errors(result.diagnostics));
}

TEST_F(RuleSetTest, DisabledIdsAreListedAndTheirFilesUnread) {
  write_rule("a.toml");
  write("b.toml", "[broken");
  const LoadResult result = load({root_}, {"b"});
  EXPECT_EQ(ids(result), Ids{"a"});
  EXPECT_EQ(said_, "");
  ASSERT_EQ(result.rules->skipped.size(), 1U);
  EXPECT_EQ(result.rules->skipped[0].id, "b");
  EXPECT_EQ(result.rules->skipped[0].reason, "disabled by the configuration");
}

TEST_F(RuleSetTest, WarnsAboutAnUnknownDisabledId) {
  write_rule("kubeconfig.toml");
  EXPECT_EQ(ids(load({root_}, {"kubeconfg"})), Ids{"kubeconfig"});
  EXPECT_EQ(said_,
            "configuration: warning[W113]: there is no detection \"kubeconfg\" to disable\n"
            "      = hint: did you mean \"kubeconfig\"?\n");
}

TEST_F(RuleSetTest, WarnsAboutASharedUuid) {
  write("a.toml", rule("x", "same"));
  write("b.toml", rule("y", "same"));
  EXPECT_EQ(ids(load({root_})), (Ids{"a", "b"}));
  EXPECT_EQ(said_.rfind("b.toml: warning[W114]: its rule_id is also that of ", 0), 0U) << said_;
}

TEST_F(RuleSetTest, ListsWhatItDoesNotRun) {
  write("k.toml", "[rule]\ntype = \"query\"\nlanguage = \"lucene\"\n");
  const LoadResult result = load({root_});
  EXPECT_EQ(said_, "");
  ASSERT_EQ(result.rules->skipped.size(), 1U);
  EXPECT_EQ(result.rules->skipped[0].id, "k");
  EXPECT_EQ(result.rules->skipped[0].file, path("k.toml"));
  EXPECT_EQ(result.rules->skipped[0].reason, "language \"lucene\" is not run here");
}

TEST_F(RuleSetTest, TellsOfPathsThatCannotBeRead) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  fs::create_symlink("nowhere", root_ / "dangling.toml");
  const LoadResult result = load({path("missing"), path("pipe"), root_});
  EXPECT_EQ(said_,
            "missing: error[E110]: cannot read: No such file or directory\n"
            "pipe: error[E110]: cannot read: neither a file nor a directory\n"
            "dangling.toml: error[E110]: cannot read: No such file or directory\n");
  EXPECT_NE(result.rules, nullptr);
}

TEST_F(RuleSetTest, TellsOfAnUnreadableFileAndLoadsTheRest) {
  write_rule("a.toml");
  write_rule("b.toml");
  ASSERT_EQ(::chmod(path("a.toml").c_str(), 0), 0);
  // Root reads everything: be nobody meanwhile.
  constexpr uid_t kNobody = 65534;
  const uid_t before = ::geteuid();
  ASSERT_EQ(::chmod(root_.c_str(), 0755), 0);
  if (before == 0) {
    ASSERT_EQ(::seteuid(kNobody), 0);
  }
  const LoadResult result = load({root_});
  ASSERT_EQ(::seteuid(before), 0);
  EXPECT_EQ(ids(result), Ids{"b"});
  EXPECT_EQ(said_, "a.toml: error[E110]: cannot read: Permission denied\n");
}

TEST_F(RuleSetTest, ReadsAFileThatTurnedIntoAPipeWithoutWaiting) {
  ASSERT_EQ(::mkfifo(path("a.toml").c_str(), 0600), 0);
  const auto read = read_rule_bytes(path("a.toml"));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().message, "cannot read: not a file");
}

TEST_F(RuleSetTest, WalksASymlinkLoopOnce) {
  write_rule("d/a.toml");
  fs::create_directory_symlink("..", root_ / "d/up");
  fs::create_directory_symlink(".", root_ / "self");
  EXPECT_EQ(ids(load({root_})), Ids{"a"});
  EXPECT_EQ(said_, "");
}

TEST_F(RuleSetTest, FollowsTheLinksOfAMountedConfigMap) {
  write_rule("..2026_11_22/a.toml");
  fs::create_directory_symlink("..2026_11_22", root_ / "..data");
  fs::create_symlink("..data/a.toml", root_ / "a.toml");
  EXPECT_EQ(ids(load({root_})), Ids{"a"});
  EXPECT_EQ(said_, "");
}

TEST_F(RuleSetTest, CountsAFileReachedTwiceOnce) {
  write_rule("a.toml");
  EXPECT_EQ(ids(load({root_, path("a.toml"), root_.string() + "/"})), Ids{"a"});
  EXPECT_EQ(said_, "");
}

TEST_F(RuleSetTest, StopsOneDirectoryBeyondTheDepthCap) {
  std::string deepest;
  for (std::size_t i = 0; i < limits::kMaxRuleTreeDepth; ++i) deepest += "d/";
  write_rule(deepest + "at.toml");
  write_rule(deepest + "d/beyond.toml");
  EXPECT_EQ(ids(load({root_})), Ids{"at"});
  EXPECT_NE(said_.find("error[E111]: directories nested deeper than 16 are not searched"),
            std::string::npos);
}

TEST_F(RuleSetTest, RefusesAFileOneByteOverTheCap) {
  const std::string text = rule("x", "u") + "#";
  write("a.toml", text + std::string(limits::kMaxTomlBytes - text.size(), 'x'));
  EXPECT_EQ(ids(load({root_})), Ids{"a"});
  write("a.toml", text + std::string(limits::kMaxTomlBytes - text.size() + 1, 'x'));
  EXPECT_EQ(ids(load({root_})), Ids{});
  EXPECT_NE(said_.find("error[E105]"), std::string::npos);
}

}  // namespace
}  // namespace ak::detect
