#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "base/limits.h"
#include "sink/file_sink.h"
#include "sink/sockets.h"

namespace ak::sink {
namespace {

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

class File : public testing::Test {
 protected:
  File() { options_.path = directory_.file("alerts.json"); }

  FileSink sink() {
    return {options_,
            Context{counters_, [this](const std::string& line) { reports_.push_back(line); }}};
  }
  [[nodiscard]] static std::string text(const std::string& path) {
    std::ostringstream all;
    all << std::ifstream(path).rdbuf();
    return all.str();
  }
  [[nodiscard]] std::string text() const { return text(options_.path); }

  test::TempDir directory_;
  FileOptions options_;
  Counters counters_;
  std::vector<std::string> reports_;
};

TEST_F(File, AppendsALineForEachAlert) {
  std::ofstream(options_.path) << "before\n";
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(file.deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(text(), "before\n1\n2\n");
  EXPECT_TRUE(file.state().up);
  EXPECT_TRUE(reports_.empty());
}

TEST_F(File, MakesItWithTheModeAskedForWhateverTheUmask) {
  options_.mode = 0640;
  const mode_t old = ::umask(077);
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  ::umask(old);
  struct stat status {};
  ASSERT_EQ(::stat(options_.path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
}

TEST_F(File, GivesItToItsOwnerAndGroup) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  options_.owner = 1000;
  options_.group = 1001;
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  struct stat status {};
  ASSERT_EQ(::stat(options_.path.c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, 1000U);
  EXPECT_EQ(status.st_gid, 1001U);
}

TEST_F(File, BeginsANewOneWhenItWasMovedAwayOrRemoved) {
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  const std::string moved = directory_.file("alerts.json.1");
  ASSERT_EQ(::rename(options_.path.c_str(), moved.c_str()), 0);
  EXPECT_EQ(file.deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(text(moved), "1\n");
  EXPECT_EQ(text(), "2\n");
  ASSERT_EQ(::unlink(options_.path.c_str()), 0);
  EXPECT_EQ(file.deliver(message("3")), Sink::Delivery::taken);
  EXPECT_EQ(text(), "3\n");
  EXPECT_TRUE(reports_.empty());
}

TEST_F(File, ClosesTheOldOneWhenAskedToReopen) {
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  file.reopen();
  EXPECT_EQ(file.deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(text(), "1\n2\n");
}

TEST_F(File, BeginsOnALineOfItsOwnAfterAnotherWriterTornLine) {
  std::ofstream(options_.path) << "{\"torn\":";
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(file.deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(text(), "{\"torn\":\n1\n2\n");
}

TEST_F(File, ShortensALineToItsLimit) {
  options_.max_bytes = limits::kMinSyslogBytes;
  FileSink file = sink();
  const std::string path(3000, 'x');
  EXPECT_EQ(file.deliver(message(R"({"rule":{"id":"r"},"file":{"path":")" + path + "\"}}")),
            Sink::Delivery::taken);
  EXPECT_LE(text().size(), options_.max_bytes + 1);
  EXPECT_EQ(counters_.shortened_alerts, 1U);
}

TEST_F(File, WaitsAndSaysSoOnceWhileItCannotBeOpened) {
  options_.path = directory_.file("missing/alerts.json");
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::later);
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::later);
  EXPECT_FALSE(file.state().up);
  EXPECT_TRUE(file.interest(true).retry);
  std::filesystem::create_directory(directory_.file("missing"));
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(reports_, (std::vector<std::string>{"cannot open " + options_.path +
                                                    ": No such file or directory: alerts wait",
                                                "writing to " + options_.path + " again"}));
}

TEST_F(File, TouchesNoLinkAndNothingThatIsNoPlainFile) {
  std::ofstream(directory_.file("precious")) << "x";
  ASSERT_EQ(::symlink(directory_.file("precious").c_str(), options_.path.c_str()), 0);
  FileSink file = sink();
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::later);
  EXPECT_EQ(text(directory_.file("precious")), "x");
  ASSERT_EQ(::unlink(options_.path.c_str()), 0);
  ASSERT_EQ(::mkfifo(options_.path.c_str(), 0600), 0);
  EXPECT_EQ(file.deliver(message("1")), Sink::Delivery::later);  // and does not hang
  EXPECT_EQ(file.state().why, options_.path + " is no plain file");
}

TEST_F(File, TakesBackWhatAFullDiskTookOfALineInPart) {
  const std::string disk = directory_.file("disk");
  ASSERT_EQ(::mkdir(disk.c_str(), 0700), 0);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "no file system can be mounted here";
  }
  options_.path = disk + "/alerts.json";
  {
    FileSink file = sink();
    const std::string json(9000, 'x');
    std::size_t taken = 0;
    while (file.deliver(message(json)) == Sink::Delivery::taken) ASSERT_LT(++taken, 100U);
    EXPECT_FALSE(file.state().up);
    EXPECT_EQ(text().size(), taken * 9001);
    EXPECT_EQ(text().back(), '\n');
    ASSERT_EQ(::truncate(options_.path.c_str(), 0), 0);
    EXPECT_EQ(file.deliver(message("after")), Sink::Delivery::taken);
    EXPECT_EQ(text(), "after\n");
  }
  ::umount2(disk.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace ak::sink
