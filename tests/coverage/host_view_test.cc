// FilesystemHost over a temporary tree: wildcards, links, and that nothing leaves its root.
#include "coverage/host_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace ak::coverage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FilesystemHostTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "host-view-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    fs::create_directories(root_ + "/home/ann/.kube");
    fs::create_directories(root_ + "/home/.hidden");
    std::ofstream(root_ + "/home/ann/.kube/config") << "text";
    fs::create_symlink("/home/ann", root_ + "/home/link");
    fs::create_symlink("../../../../../../home/ann", root_ + "/home/far");
    fs::create_symlink("loop", root_ + "/home/loop");
    fs::create_symlink("/etc/passwd", root_ + "/home/escape");
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string root_;
};

TEST_F(FilesystemHostTest, GlobListsWhatMatchesSorted) {
  const FilesystemHost host(root_);
  struct Case {
    const char* pattern;
    std::vector<std::string> found;
  };
  const std::vector<Case> cases = {
      {"/home/ann", {"/home/ann"}},
      {"/home/nobody", {}},
      {"/home/l*", {"/home/link", "/home/loop"}},
      {"/home/*n*", {"/home/.hidden", "/home/ann", "/home/link"}},
      {"/home/*a*n", {"/home/ann"}},
      {"/home/.h*", {"/home/.hidden"}},
      {"/home/*/.kube/config",
       {"/home/ann/.kube/config", "/home/far/.kube/config", "/home/link/.kube/config"}},
      {"/*/*/.kube", {"/home/ann/.kube", "/home/far/.kube", "/home/link/.kube"}},
      {"/nowhere/*", {}},
  };
  for (const Case& c : cases) EXPECT_EQ(host.glob(c.pattern), c.found) << c.pattern;
}

TEST_F(FilesystemHostTest, GlobOnALongRunOfStarsEnds) {
  std::ofstream(root_ + "/home/" + std::string(200, 'a')) << "";
  std::string pattern = "/home/";
  for (int i = 0; i < 100; ++i) pattern += "a*";
  EXPECT_THAT(FilesystemHost(root_).glob(pattern + "b"), IsEmpty());
}

TEST_F(FilesystemHostTest, ResolveFollowsLinksInsideTheRoot) {
  const FilesystemHost host(root_ + "/");
  EXPECT_EQ(host.resolve("/home/link/.kube/config"), "/home/ann/.kube/config");
  EXPECT_EQ(host.resolve("/home/far/.kube"), "/home/ann/.kube");
  EXPECT_EQ(host.resolve("/home/ann/../../../home"), "/home");
  EXPECT_EQ(host.resolve("/"), "/");
}

TEST_F(FilesystemHostTest, ResolveYieldsNothingForLoopsAndMissingNames) {
  const FilesystemHost host(root_);
  EXPECT_EQ(host.resolve("/home/loop"), std::nullopt);
  EXPECT_EQ(host.resolve("/home/nobody/x"), std::nullopt);
  EXPECT_EQ(host.resolve("/home/escape"), std::nullopt);  // this root has no /etc/passwd
}

TEST_F(FilesystemHostTest, ReadStaysInsideTheRoot) {
  const FilesystemHost host(root_);
  EXPECT_EQ(host.read("/home/link/.kube/config"), "text");
  EXPECT_EQ(host.read("/home/escape"), "");
  EXPECT_EQ(host.read("/home"), "");
}

TEST_F(FilesystemHostTest, IsDirectoryFollowsLinks) {
  const FilesystemHost host(root_);
  EXPECT_TRUE(host.is_directory("/home/link"));
  EXPECT_FALSE(host.is_directory("/home/ann/.kube/config"));
  EXPECT_FALSE(host.is_directory("/home/loop"));
}

}  // namespace
}  // namespace ak::coverage
