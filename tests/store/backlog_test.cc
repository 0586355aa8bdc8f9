#include "store/backlog.h"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>

#include "store/folder.h"

namespace ak::store {
namespace {

using std::chrono::milliseconds;
using test::alert;
using test::shown;

class BacklogTest : public testing::Test {
 protected:
  BacklogTest() {
    limits_.store.directory = folder_.file("store");
    limits_.retry_interval = milliseconds(1000);
  }

  std::unique_ptr<Backlog> open() {
    return std::make_unique<Backlog>(
        limits_, counters_, [this](const std::string& line) { reports_.push_back(line); }, now_);
  }

  Backlog::Outcome put(Backlog& backlog, const std::vector<std::string>& all) {
    std::vector<Message> batch;
    for (const std::string& json : all) batch.push_back(alert(json));
    return backlog.commit(std::move(batch), now_);
  }

  void pass_retry_interval() { now_ += limits_.retry_interval; }

  [[nodiscard]] std::string file() const { return limits_.store.directory + "/alerts.db"; }

  test::Folder folder_;
  Backlog::Limits limits_;
  Counters counters_;
  std::vector<std::string> reports_;
  Backlog::Time now_;
};

TEST_F(BacklogTest, GivesEachSinkWhatFollowsItsPlaceOverARestart) {
  {
    const auto backlog = open();
    EXPECT_EQ(backlog->add_sink("a"), 0);
    EXPECT_EQ(backlog->add_sink("b"), 0);
    put(*backlog, {"x", "y", "z"});
    EXPECT_TRUE(backlog->is_written());
    EXPECT_EQ(counters_.stored, 3U);
    backlog->advance("a", 3);
    backlog->advance("b", 1);
    put(*backlog, {});
  }
  const auto backlog = open();
  EXPECT_EQ(backlog->last_seq(), 3);
  EXPECT_EQ(shown(backlog->read(backlog->add_sink("a"))), "");
  EXPECT_EQ(shown(backlog->read(backlog->add_sink("b"))), "2=y 3=z");
  EXPECT_TRUE(reports_.empty());
}

TEST_F(BacklogTest, BeginsWithANewSinkAtThePresent) {
  const auto backlog = open();
  backlog->add_sink("a");
  put(*backlog, {"x", "y"});
  EXPECT_EQ(backlog->add_sink("new"), 2);
  put(*backlog, {"z"});
  EXPECT_EQ(shown(backlog->read(2)), "3=z");
}

TEST_F(BacklogTest, HoldsNothingForASinkThatIsNoMore) {
  const auto backlog = open();
  backlog->add_sink("a");
  backlog->add_sink("b");
  put(*backlog, {"x", "y"});
  backlog->advance("a", 2);
  put(*backlog, {});
  EXPECT_EQ(backlog->stored_rows(), 2U);
  backlog->keep_sinks({"a"});
  put(*backlog, {});
  EXPECT_EQ(backlog->stored_rows(), 0U);
  EXPECT_EQ(backlog->add_sink("b"), 2);  // it begins anew
}

TEST_F(BacklogTest, KeepsNothingWhenThereIsNoSink) {
  const auto backlog = open();
  put(*backlog, {"x"});
  EXPECT_EQ(backlog->stored_rows(), 0U);
  EXPECT_EQ(backlog->last_seq(), 1);
}

TEST_F(BacklogTest, KeepsInMemoryWhatADirectoryThatCannotBeUsedDoesNotTake) {
  std::ofstream(limits_.store.directory) << "in the way";
  const auto backlog = open();
  EXPECT_EQ(counters_.store_failures, 1U);
  const std::int64_t begin = backlog->add_sink("a");
  put(*backlog, {"x", "y"});
  EXPECT_FALSE(backlog->is_written());
  EXPECT_TRUE(backlog->wants_retry());
  std::vector<Row> rows = backlog->read(begin);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].message.json, "x");
  EXPECT_EQ(counters_.store_failures, 1U);  // not tried again before the interval is over
  pass_retry_interval();
  put(*backlog, {"z"});
  EXPECT_EQ(counters_.store_failures, 2U);
  EXPECT_EQ(reports_, std::vector<std::string>{
                          "cannot store alerts in " + file() + ": " + limits_.store.directory +
                          " is no directory; they are kept in memory and delivered from there"});

  ASSERT_EQ(::unlink(limits_.store.directory.c_str()), 0);
  pass_retry_interval();
  backlog->advance("a", rows[0].seq);
  const Backlog::Outcome outcome = put(*backlog, {});
  EXPECT_TRUE(outcome.begins_anew);
  EXPECT_TRUE(backlog->is_written());
  EXPECT_EQ(backlog->stored_rows(), 2U);  // what was taken already is not stored
  EXPECT_EQ(reports_.back(), "alerts are stored again in " + file());
}

// The store is another process's at first: its messages come first when it is ours.
TEST_F(BacklogTest, DeliversWhatAnEarlierRunLeftWhenTheStoreCanBeOpenedAtLast) {
  {
    const auto backlog = open();
    backlog->add_sink("a");
    put(*backlog, {"old-1", "old-2"});
    backlog->advance("a", 1);
    put(*backlog, {});
  }
  auto other = std::make_unique<Store>(limits_.store);
  ASSERT_TRUE(other->open());
  const auto backlog = open();
  backlog->add_sink("a");
  put(*backlog, {"new"});
  other.reset();
  pass_retry_interval();
  EXPECT_TRUE(put(*backlog, {}).begins_anew);
  const std::vector<Row> rows = backlog->read(backlog->add_sink("a"));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].message.json, "old-2");
  EXPECT_EQ(rows[1].message.json, "new");
}

TEST_F(BacklogTest, GoesOnFromMemoryWhenTheFileIsFullAndStoresThatLater) {
  limits_.store.max_file_bytes = 256 * 1024;
  const auto backlog = open();
  backlog->add_sink("a");
  std::vector<std::string> large(60, std::string(4000, 'x'));
  put(*backlog, {"first"});
  put(*backlog, large);
  EXPECT_FALSE(backlog->is_written());
  EXPECT_EQ(backlog->held_rows(), 60U);
  EXPECT_EQ(shown(backlog->read(0)), "1=first");
  EXPECT_EQ(backlog->read(1).size(), 60U);
  // The sink takes most of it: there is room again.
  backlog->advance("a", 50);
  put(*backlog, {});
  EXPECT_EQ(backlog->held_rows(), 11U);
  pass_retry_interval();
  put(*backlog, {});
  EXPECT_TRUE(backlog->is_written());
  EXPECT_EQ(backlog->stored_rows(), 11U);
  EXPECT_EQ(counters_.stored, 12U);
  EXPECT_EQ(reports_.size(), 2U);  // that it began, and that it is over
}

TEST_F(BacklogTest, KeepsAsMuchInMemoryAsItsLimitsAndDropsTheOldestBeyond) {
  std::ofstream(limits_.store.directory) << "in the way";
  limits_.max_held_alerts = 3;
  limits_.max_held_bytes = 10;
  const auto backlog = open();
  const std::int64_t begin = backlog->add_sink("a");
  EXPECT_TRUE(put(*backlog, {"1", "2", "3"}).dropped.empty());
  EXPECT_EQ(put(*backlog, {"4"}).dropped.size(), 1U);
  EXPECT_EQ(backlog->read(begin).front().message.json, "2");
  EXPECT_EQ(put(*backlog, {"0123456789"}).dropped.size(), 3U);
  EXPECT_EQ(put(*backlog, {"01234567890"}).dropped.size(), 2U);
}

TEST_F(BacklogTest, MovesADamagedFileAsideAtTheStartAndBeginsAnew) {
  ASSERT_EQ(::mkdir(limits_.store.directory.c_str(), 0700), 0);
  std::ofstream(file()) << std::string(10000, 'x');
  const auto backlog = open();
  EXPECT_TRUE(backlog->is_open());
  EXPECT_EQ(counters_.damaged_stores, 1U);
  EXPECT_TRUE(std::filesystem::exists(file() + ".damaged"));
  ASSERT_EQ(reports_.size(), 1U);
  EXPECT_NE(reports_[0].find("cannot be used"), std::string::npos) << reports_[0];
  backlog->add_sink("a");
  put(*backlog, {"x"});
  EXPECT_EQ(shown(backlog->read(0)), "1=x");
}

TEST_F(BacklogTest, SaysWhatMayBeLostWhenTheFileIsDamagedUnderWay) {
  const auto backlog = open();
  backlog->add_sink("a");
  for (int i = 0; i < 20; ++i) put(*backlog, std::vector<std::string>(100, std::string(4000, 'x')));
  now_ += limits_.flush_interval;
  put(*backlog, {"x"});
  // More than SQLite has in memory.
  std::fstream bytes(file());
  bytes.seekp(4096);
  bytes << std::string(std::filesystem::file_size(file()) - 4096, '\xff');
  bytes.close();
  std::int64_t damaged = 0;
  for (int i = 0; i < 100 && damaged == 0; ++i) {
    static_cast<void>(backlog->read(0));
    now_ += limits_.retry_interval;
    damaged = put(*backlog, {std::string(4000, 'y')}).damaged_up_to;
  }
  EXPECT_GE(damaged, 2001);
  EXPECT_EQ(counters_.damaged_stores, 1U);
  EXPECT_TRUE(backlog->is_written());
  put(*backlog, {"after"});
  EXPECT_EQ(backlog->read(backlog->last_seq() - 1).front().message.json, "after");
}

TEST_F(BacklogTest, BeginsAnewWhenItsFileWasTakenAway) {
  const auto backlog = open();
  backlog->add_sink("a");
  put(*backlog, {"x"});
  ASSERT_EQ(::unlink(file().c_str()), 0);
  std::int64_t damaged = put(*backlog, {"y"}).damaged_up_to;
  EXPECT_EQ(damaged, 1);
  EXPECT_TRUE(backlog->is_written());
  EXPECT_TRUE(std::filesystem::exists(file()));
  EXPECT_EQ(shown(backlog->read(damaged)), "2=y");
}

TEST_F(BacklogTest, StoresNothingWithoutADirectory) {
  limits_.store.directory.clear();
  const auto backlog = open();
  backlog->add_sink("a");
  put(*backlog, {"x", "y"});
  EXPECT_EQ(shown(backlog->read(0)), "1=x 2=y");
  EXPECT_TRUE(backlog->is_written());  // it is nowhere else to be written
  backlog->advance("a", 1);
  put(*backlog, {});
  EXPECT_EQ(backlog->held_rows(), 1U);
}

// A file system that is full, and one that is mounted read-only: as root, really.
class SmallDisk : public BacklogTest {
 protected:
  void SetUp() override {
    disk_ = folder_.file("disk");
    ASSERT_EQ(::mkdir(disk_.c_str(), 0700), 0);
    mounted_ = ::mount("tmpfs", disk_.c_str(), "tmpfs", 0, "size=4m,mode=0700") == 0;
    if (!mounted_) GTEST_SKIP() << "no file system can be mounted here";
    limits_.store.directory = disk_ + "/store";
  }
  void TearDown() override {
    if (mounted_) ::umount2(disk_.c_str(), MNT_DETACH);
  }
  void fill() const { std::ofstream(disk_ + "/filler") << std::string(5 << 20, 'x'); }

  std::string disk_;
  bool mounted_ = false;
};

TEST_F(SmallDisk, FullIsSurvivedAndMadeUpForWhenThereIsRoomAgain) {
  const auto backlog = open();
  backlog->add_sink("a");
  put(*backlog, {"before"});
  fill();
  const std::vector<std::string> large(100, std::string(4000, 'x'));
  put(*backlog, large);
  EXPECT_FALSE(backlog->is_written());
  EXPECT_GE(counters_.store_failures, 1U);
  EXPECT_EQ(backlog->read(1).size(), limits::kPageRows);  // delivered from memory
  ASSERT_EQ(::unlink((disk_ + "/filler").c_str()), 0);
  pass_retry_interval();
  put(*backlog, {"after"});
  EXPECT_TRUE(backlog->is_written());
  EXPECT_EQ(backlog->stored_rows(), 102U);
  EXPECT_EQ(counters_.stored, 102U);
}

TEST_F(SmallDisk, FullAtTheStartIsSurvived) {
  fill();
  const auto backlog = open();
  const std::int64_t begin = backlog->add_sink("a");
  put(*backlog, {"x"});
  EXPECT_EQ(backlog->read(begin).size(), 1U);
  ASSERT_EQ(::unlink((disk_ + "/filler").c_str()), 0);
  pass_retry_interval();
  put(*backlog, {});
  EXPECT_TRUE(backlog->is_written());
}

TEST_F(SmallDisk, ReadOnlyIsSurvived) {
  const auto remount = [this](unsigned long flags) {
    return ::mount(nullptr, disk_.c_str(), nullptr, MS_REMOUNT | MS_BIND | flags, nullptr);
  };
  ASSERT_EQ(remount(MS_RDONLY), 0);
  const auto backlog = open();
  const std::int64_t begin = backlog->add_sink("a");
  put(*backlog, {"x"});
  EXPECT_FALSE(backlog->is_written());
  EXPECT_EQ(backlog->read(begin).size(), 1U);
  ASSERT_EQ(reports_.size(), 1U);
  EXPECT_NE(reports_[0].find("Read-only file system"), std::string::npos) << reports_[0];
  ASSERT_EQ(remount(0), 0);
  pass_retry_interval();
  put(*backlog, {});
  EXPECT_TRUE(backlog->is_written());
}

}  // namespace
}  // namespace ak::store
