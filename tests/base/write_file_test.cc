// A file replaced whole.
#include "base/write_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/read_file.h"

namespace ak {
namespace {

namespace fs = std::filesystem;

class WriteFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ak-write-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(directory_); }

  [[nodiscard]] std::string file(const std::string& name) const { return directory_ / name; }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
  }

  fs::path directory_;
};

TEST_F(WriteFile, MakesAndReplacesWithTheModeAskedFor) {
  const mode_t old = ::umask(077);
  for (const Durability durability : {Durability::process, Durability::power}) {
    for (const std::string& text : {std::string("one"), std::string(), std::string("a\0b", 3)}) {
      ASSERT_TRUE(write_file_atomically(file("x"), text, 0644, durability));
      EXPECT_EQ(read_file(file("x"), 100).value(), text);
      struct stat status {};
      ASSERT_EQ(::stat(file("x").c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 07777, 0644U);
      EXPECT_EQ(files(), 1U);
    }
  }
  ::umask(old);
}

TEST_F(WriteFile, FollowsNoLinkAndTakesOverWhatAKilledProcessLeft) {
  ASSERT_TRUE(write_file_atomically(file("victim"), "precious", 0600));
  fs::create_symlink(file("victim"), file("x.new"));
  ASSERT_TRUE(write_file_atomically(file("x"), "text", 0600));
  EXPECT_EQ(read_file(file("victim"), 100).value(), "precious");
  EXPECT_EQ(read_file(file("x"), 100).value(), "text");
  EXPECT_FALSE(fs::is_symlink(file("x")));
}

TEST_F(WriteFile, LeavesTheOldOneWhenItFails) {
  fs::create_directory(file("x"));
  fs::create_directory(file("x/inside"));
  const Status written = write_file_atomically(file("x"), "text", 0600);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write " + file("x") + ": Is a directory");
  EXPECT_EQ(files(), 1U);
  EXPECT_EQ(write_file_atomically(file("no/x"), "text", 0600).error().message,
            "cannot write " + file("no/x") + ": No such file or directory");
}

}  // namespace
}  // namespace ak
