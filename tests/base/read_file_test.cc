#include "base/read_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace ak {
namespace {

class ReadFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("ak-read-file-" + std::to_string(::getpid()));
    std::ofstream(path_) << "0123456789";
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::filesystem::path path_;
};

TEST_F(ReadFile, ReturnsTheWholeFile) {
  EXPECT_EQ(read_file(path_, 10).value(), "0123456789");
}

TEST_F(ReadFile, ReturnsOneByteMoreThanTheLimitAndNoMore) {
  EXPECT_EQ(read_file(path_, 9).value().size(), 10U);
  EXPECT_EQ(read_file(path_, 4).value(), "01234");
}

TEST_F(ReadFile, SaysWhyItCannotRead) {
  EXPECT_EQ(read_file("/nonexistent/x", 10).error().message,
            "cannot read /nonexistent/x: No such file or directory");
  EXPECT_EQ(read_file("/", 10).error().message, "cannot read /: Is a directory");
}

}  // namespace
}  // namespace ak
