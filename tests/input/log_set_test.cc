#include "input/log_set.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ak::input {
namespace {

class LogSet : public testing::Test {
 protected:
  LogSet() {
    std::string pattern = testing::TempDir() + "ak_logs_XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  ~LogSet() override { std::filesystem::remove_all(directory_); }

  void touch(const std::vector<std::string>& names) {
    for (const std::string& name : names) std::ofstream(directory_ + "/" + name) << "x";
  }
  std::string in(const std::string& name) const { return directory_ + "/" + name; }

  // The names within directory_ of what `arguments` expand to, or the error.
  std::vector<std::string> expand(const std::vector<std::string>& arguments) {
    auto files = expand_logs(arguments);
    if (!files) return {files.error().message};
    for (std::string& file : files.value()) file = file.substr(directory_.size() + 1);
    return files.value();
  }

  std::string directory_;
};

using Names = std::vector<std::string>;

TEST_F(LogSet, TakesADirectoryOldestFirstByNumber) {
  touch({"audit.log", "audit.log.1", "audit.log.2", "audit.log.10.gz", "audit.log.9"});
  EXPECT_EQ(expand({directory_}),
            (Names{"audit.log.10.gz", "audit.log.9", "audit.log.2", "audit.log.1", "audit.log"}));
}

TEST_F(LogSet, TakesAuditLogWithItsRotatedBrothers) {
  touch({"audit.log", "audit.log.1.gz"});
  EXPECT_EQ(expand({in("audit.log")}), (Names{"audit.log.1.gz", "audit.log"}));
}

TEST_F(LogSet, LeavesOtherFilesOut) {
  touch({"audit.log", "audit.log.old", "audit.log.1.gz.tmp", "audit.log1", "xaudit.log", "messages",
         "audit.log.-1", "audit.log."});
  std::filesystem::create_directory(in("audit.log.3"));
  EXPECT_EQ(expand({directory_}), (Names{"audit.log"}));
}

TEST_F(LogSet, PrefersThePlainFileToItsCompressedTwin) {
  touch({"audit.log", "audit.log.1", "audit.log.1.gz"});
  EXPECT_EQ(expand({directory_}), (Names{"audit.log.1", "audit.log"}));
}

TEST_F(LogSet, TakesAnyOtherFileAsNamedAndInTheOrderGiven) {
  touch({"audit.log", "audit.log.1", "b.log", "a.log.gz"});
  EXPECT_EQ(expand({in("b.log"), in("audit.log.1"), in("a.log.gz")}),
            (Names{"b.log", "audit.log.1", "a.log.gz"}));
}

TEST_F(LogSet, TakesNoFileTwice) {
  touch({"audit.log", "audit.log.1"});
  EXPECT_EQ(expand({in("audit.log"), in("audit.log.1"), directory_}),
            (Names{"audit.log.1", "audit.log"}));
}

TEST_F(LogSet, RefusesADirectoryWithoutLogs) {
  EXPECT_EQ(expand({directory_}),
            (Names{"no audit logs in " + directory_ + " (audit.log, audit.log.1, …)"}));
}

TEST_F(LogSet, RefusesWhatIsNotThere) {
  EXPECT_EQ(expand({in("missing")}),
            (Names{"cannot read " + in("missing") + ": No such file or directory"}));
  touch({"audit.log.1"});
  EXPECT_EQ(expand({in("audit.log")}),
            (Names{"cannot read " + in("audit.log") + ": No such file or directory"}));
}

}  // namespace
}  // namespace ak::input
