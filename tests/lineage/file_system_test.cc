#include "lineage/file_system.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace ak {
namespace {

namespace fs = std::filesystem;

class FileSystemTest : public testing::Test {
 protected:
  FileSystemTest() : folder_(testing::TempDir() + "ak_file_system_" + std::to_string(getpid())) {
    fs::create_directories(folder_);
  }
  ~FileSystemTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

  const std::string folder_;
  FileSystem files_{"h"};
};

TEST_F(FileSystemTest, AFileIsWhatStatSays) {
  std::ofstream(path("config")) << "x";
  struct stat status {};
  ASSERT_EQ(stat(path("config").c_str(), &status), 0);
  const auto file = files_.look(path("config"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->inode, status.st_ino);
  EXPECT_FALSE(file->is_directory);
  EXPECT_FALSE(file->is_link);
  const TimeMs changed = status.st_ctim.tv_sec * 1000 + status.st_ctim.tv_nsec / 1'000'000;
  EXPECT_EQ(file->changed, changed);
  EXPECT_LE(file->born, file->changed);
  EXPECT_TRUE(files_.look(folder_)->is_directory);
  EXPECT_FALSE(files_.look(path("none")));
}

TEST_F(FileSystemTest, ALinkIsTheFileItLeadsToDatedByItself) {
  std::ofstream(path("target")) << "x";
  ASSERT_EQ(symlink("target", path("link").c_str()), 0);
  struct stat link {};
  ASSERT_EQ(lstat(path("link").c_str(), &link), 0);
  const auto file = files_.look(path("link"));
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->is_link);
  EXPECT_EQ(file->inode, files_.look(path("target"))->inode);
  EXPECT_EQ(file->changed, link.st_ctim.tv_sec * 1000 + link.st_ctim.tv_nsec / 1'000'000);
  ASSERT_EQ(symlink("none", path("dangling").c_str()), 0);
  EXPECT_FALSE(files_.look(path("dangling")));
}

}  // namespace
}  // namespace ak
