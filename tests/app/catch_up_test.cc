// What is read of auditd's log after a restart, and what is said of the rest. Events are single
// records, told by their serials.
#include "app/catch_up.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "app/program.h"

namespace ak::test {
namespace {

using app::CatchUpOptions;
using app::CaughtUp;

constexpr TimeMs kStart = 1'700'000'000'000;

std::string record(std::uint64_t serial, const std::string& node = "") {
  const TimeMs time = kStart + static_cast<TimeMs>(serial) * 1000;
  return fmt::format("{}type=USER_CMD msg=audit({}.{:03}:{}): pid=1 uid=0 res=success\n",
                     node.empty() ? "" : "node=" + node + " ", time / 1000, time % 1000, serial);
}

std::string records(std::uint64_t first, std::uint64_t last) {
  std::string text;
  for (std::uint64_t serial = first; serial <= last; ++serial) text += record(serial);
  return text;
}

class CatchUp : public testing::Test {
 protected:
  // What a pipeline that had the stream up to that record takes of the log.
  CaughtUp go_on_after(std::uint64_t serial, const std::string& node = "") {
    app::Pipeline before({}, counters_);
    before.feed(record(serial, node));
    ByteWriter saved;
    write(before.save(), saved);
    app::Pipeline pipeline({}, counters_);
    EXPECT_TRUE(pipeline.load(saved.bytes()));
    return go_on(pipeline);
  }

  CaughtUp go_on(app::Pipeline& pipeline) {
    seen_.clear();
    counters_.events = 0;
    counters_.caught_up_events = 0;
    pipeline.on_event([&](const Event& event) { seen_ += std::to_string(event.serial) + " "; });
    const CaughtUp caught_up =
        app::catch_up(directory_.file("audit.log"), options_, present_, pipeline, counters_);
    pipeline.finish();
    EXPECT_EQ(counters_.missed_catch_up, caught_up.missed);
    counters_.missed_catch_up = 0;
    return caught_up;
  }

  Directory directory_;
  CatchUpOptions options_;
  app::Present present_{kStart, 0};
  Counters counters_;
  std::string seen_;
};

TEST_F(CatchUp, ReadsWhatIsBehindThePosition) {
  directory_.write("audit.log", records(1, 5));
  const CaughtUp caught_up = go_on_after(2);
  EXPECT_EQ(seen_, "3 4 5 ");
  EXPECT_EQ(caught_up.records, 3U);
  EXPECT_EQ(caught_up.bytes, 3 * (record(1).size() - 1));
  EXPECT_EQ(caught_up.problem, "");
  EXPECT_GT(counters_.caught_up_events, 0U);
}

TEST_F(CatchUp, ReadsNothingWithoutAPositionAndNothingBehindTheEnd) {
  directory_.write("audit.log", records(1, 5));
  app::Pipeline pipeline({}, counters_);
  EXPECT_EQ(go_on(pipeline).records, 0U);
  EXPECT_EQ(go_on_after(5).records, 0U);
}

TEST_F(CatchUp, BeginsInTheFileThatHasThePosition) {
  directory_.write("audit.log", records(7, 8));
  directory_.write("audit.log.1", records(4, 6));
  directory_.write("audit.log.2", records(1, 3));
  for (const auto& [after, seen] : std::map<std::uint64_t, std::string>{
           {7, "8 "}, {6, "7 8 "}, {4, "5 6 7 8 "}, {3, "4 5 6 7 8 "}, {1, "2 3 4 5 6 7 8 "}}) {
    EXPECT_EQ(go_on_after(after).problem, "") << after;
    EXPECT_EQ(seen_, seen) << after;
  }
}

TEST_F(CatchUp, TheSameIdOfAnotherNodeIsNotThePosition) {
  directory_.write("audit.log", record(2, "a") + record(3) + record(2, "b") + record(4));
  EXPECT_EQ(go_on_after(2, "b").problem, "");
  EXPECT_EQ(seen_, "4 ");
}

// An event that had begun is read from its first record on, in the file before if need be.
TEST_F(CatchUp, ReadsOpenEventsAgain) {
  const std::string open =
      "type=SYSCALL msg=audit(1700000000.500:9): arch=c000003e syscall=59 "
      "success=yes exit=0 ppid=1 pid=5 comm=\"a\" exe=\"/bin/a\"\n";
  const std::string rest = "type=CWD msg=audit(1700000000.500:9): cwd=\"/\"\n";
  directory_.write("audit.log.1", record(1) + open);
  directory_.write("audit.log", record(2) + rest + record(3));
  app::Pipeline before({}, counters_);
  before.feed(record(1) + open + record(2));
  ByteWriter saved;
  write(before.save(), saved);
  app::Pipeline pipeline({}, counters_);
  ASSERT_TRUE(pipeline.load(saved.bytes()));
  EXPECT_EQ(go_on(pipeline).records, 4U);  // the second was held back by the open one
  EXPECT_NE(seen_.find("9 "), std::string::npos) << seen_;
  EXPECT_NE(seen_.find("3 "), std::string::npos) << seen_;
  EXPECT_NE(seen_.find("2 "), std::string::npos) << seen_;
  EXPECT_EQ(seen_.find("1 "), std::string::npos) << seen_;
}

TEST_F(CatchUp, LeavesALineThatIsBeingWrittenToTheStream) {
  directory_.write("audit.log", records(1, 3) + record(4).substr(0, 40));
  go_on_after(1);
  EXPECT_EQ(seen_, "2 3 ");
}

TEST_F(CatchUp, WhenTheLogWasRotatedAwayReadsWhatIsLaterAndSaysSo) {
  directory_.write("audit.log", records(6, 8));
  const CaughtUp caught_up = go_on_after(2);
  EXPECT_EQ(seen_, "6 7 8 ");
  EXPECT_EQ(caught_up.missed, 1U);
  EXPECT_EQ(caught_up.problem, "the log does not go back to where the state ends");
  EXPECT_EQ(counters_.lost_events, 3U);
}

TEST_F(CatchUp, ReadsNoMoreBytesThanItMay) {
  directory_.write("audit.log", records(6, 8));
  directory_.write("audit.log.1", records(3, 5));
  directory_.write("audit.log.2", records(1, 2));
  options_.max_bytes = 4 * record(1).size();
  const CaughtUp caught_up = go_on_after(1);
  EXPECT_EQ(seen_, "5 6 7 8 ");
  EXPECT_EQ(caught_up.missed, 3U);  // 3 and 4, and at least one before
  EXPECT_NE(caught_up.problem, "");
  options_.max_bytes = 100 * record(1).size();
  EXPECT_EQ(go_on_after(1).missed, 0U);
}

TEST_F(CatchUp, ReadsNoRecordThatIsOlderThanItMayBe) {
  directory_.write("audit.log", records(1, 5));
  options_.max_age_ms = 2000;
  present_.now = kStart + 6000;
  const CaughtUp caught_up = go_on_after(1);
  EXPECT_EQ(seen_, "4 5 ");
  EXPECT_EQ(caught_up.missed, 2U);
  EXPECT_EQ(caught_up.problem, "2 records are too old");
}

TEST_F(CatchUp, AFileThatCannotBeReadIsSaid) {
  directory_.write("audit.log", records(4, 5));
  directory_.write("audit.log.1.gz", "\x1f\x8b damaged");
  const CaughtUp caught_up = go_on_after(2);
  EXPECT_EQ(seen_, "4 5 ");
  EXPECT_GT(caught_up.missed, 0U);
  EXPECT_EQ(caught_up.problem, "a file of the log cannot be read");
}

TEST_F(CatchUp, SaysWhenThereIsNoLog) {
  EXPECT_EQ(go_on_after(1).problem, "there is no log " + directory_.file("audit.log"));
}

// What is logged after the rotation comes on the stream.
TEST_F(CatchUp, ReadsOnWhenAuditdRotatesTheLogMeanwhile) {
  directory_.write("audit.log.1", records(1, 3));
  directory_.write("audit.log", records(4, 6));
  app::Pipeline pipeline({}, counters_);
  pipeline.begin_at({{"", kStart + 1000, 1}, {}});
  pipeline.on_event([&](const Event& event) {
    seen_ += std::to_string(event.serial) + " ";
    if (event.serial != 2) return;
    std::filesystem::rename(directory_.file("audit.log.1"), directory_.file("audit.log.2"));
    std::filesystem::rename(directory_.file("audit.log"), directory_.file("audit.log.1"));
    directory_.write("audit.log", records(7, 7));
  });
  app::catch_up(directory_.file("audit.log"), options_, present_, pipeline, counters_);
  pipeline.finish();
  EXPECT_EQ(seen_, "2 3 4 5 6 ");
}

// auditd starts its plugins before it has written anything.
TEST_F(CatchUp, ReadsAllOfALogThatHadNothingInIt) {
  for (const bool is_there : {false, true}) {
    if (is_there) directory_.write("audit.log", "");
    app::Pipeline before({}, counters_);
    app::begin_at_end(directory_.file("audit.log"), before);
    ByteWriter saved;
    write(before.save(), saved);
    directory_.write("audit.log", records(1, 3));
    app::Pipeline pipeline({}, counters_);
    ASSERT_TRUE(pipeline.load(saved.bytes()));
    EXPECT_EQ(go_on(pipeline).problem, "");
    EXPECT_EQ(seen_, "1 2 3 ");
  }
}

TEST_F(CatchUp, OfALogOfAnotherNameFindsTheSet) {
  directory_.write("other.log", records(3, 4));
  directory_.write("other.log.1", records(1, 2));
  app::Pipeline pipeline({}, counters_);
  pipeline.begin_at({{"", kStart + 1000, 1}, {}});
  pipeline.on_event([&](const Event& event) { seen_ += std::to_string(event.serial) + " "; });
  app::catch_up(directory_.file("other.log"), options_, present_, pipeline, counters_);
  pipeline.finish();
  EXPECT_EQ(seen_, "2 3 4 ");
}

}  // namespace
}  // namespace ak::test
