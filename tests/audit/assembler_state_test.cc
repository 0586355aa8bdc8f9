// Going on where another assembler stopped.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "audit/assembler.h"

namespace ak::audit {
namespace {

class AssemblerStateTest : public testing::Test {
 protected:
  AssemblerStateTest() { start(); }

  void start() {
    assembler_ = std::make_unique<Assembler>(counters_, [this](const RawEvent& raw) {
      events_ += fmt::format("{}:{}{} ", raw.id.serial, raw.records.size(),
                             raw.lacks_records ? " lacking" : "");
    });
  }

  std::string save() {
    ByteWriter out;
    assembler_->save(out);
    return out.take();
  }

  // Another assembler, of what this one says of itself.
  void restart() {
    const std::string saved = save();
    start();
    ByteReader in(saved);
    EXPECT_TRUE(assembler_->load(in));
    EXPECT_EQ(save(), saved);
  }

  void add(std::uint64_t serial, const std::string& type, const std::string& node = "") {
    const std::string line = fmt::format("{}type={} msg=audit({}.{:03}:{}): a={}",
                                         node.empty() ? "" : "node=" + node + " ", type,
                                         1 + serial / 1000, serial % 1000, serial, ++fields_);
    RecordHeader header;
    ASSERT_EQ(parse_header(line, header), HeaderProblem::none);
    assembler_->add(line, header);
  }

  static EventId id(std::uint64_t serial, const std::string& node = "") {
    return {node, 1000 + static_cast<TimeMs>(serial), serial};
  }

  Counters counters_;
  std::string events_;
  std::unique_ptr<Assembler> assembler_;
  int fields_ = 0;
};

TEST_F(AssemblerStateTest, HasNoPositionBeforeTheFirstRecord) {
  EXPECT_FALSE(assembler_->position());
  restart();
  EXPECT_FALSE(assembler_->position());
}

TEST_F(AssemblerStateTest, PositionIsTheLastRecordAndWhatIsOpen) {
  add(1, "SYSCALL", "n");
  add(2, "SYSCALL");
  add(1, "EOE", "n");
  add(3, "SYSCALL");
  const ResumePoint point = assembler_->position().value();
  EXPECT_EQ(point.last, id(3));
  EXPECT_EQ(point.open, (std::vector<EventId>{id(2), id(3)}));
  EXPECT_EQ(point.first(), id(2));
  restart();
  EXPECT_EQ(assembler_->position()->last, id(3));
  EXPECT_EQ(assembler_->position()->open, point.open);
}

// Its name is not in the log.
TEST_F(AssemblerStateTest, AnEoeIsNoPosition) {
  add(1, "SYSCALL");
  add(2, "USER_CMD");
  add(1, "EOE");
  EXPECT_EQ(assembler_->position()->last, id(2));
}

TEST_F(AssemblerStateTest, WhatWasCompleteComesAgainAndIsNoEvent) {
  add(1, "SYSCALL");
  add(1, "EOE");
  restart();
  add(1, "SYSCALL");
  add(1, "CWD");
  add(1, "EOE");
  add(2, "USER_CMD");
  EXPECT_EQ(events_, "1:1 2:1 ");
  EXPECT_EQ(counters_.caught_up_again, 2U);
  EXPECT_EQ(counters_.late_records, 0U);
}

TEST_F(AssemblerStateTest, WhatWasOpenIsReadAgain) {
  add(1, "SYSCALL");
  restart();
  add(1, "SYSCALL");
  add(1, "CWD");
  add(1, "EOE");
  EXPECT_EQ(events_, "1:2 ");
}

// As many as a catch-up can bring come again from auditd's queue, however many there were.
TEST_F(AssemblerStateTest, RemembersWhatItCaughtUpOn) {
  assembler_->begin_catch_up();
  constexpr std::uint64_t kEvents = 2 * limits::kMaxClosedEvents;
  for (std::uint64_t serial = 1; serial <= kEvents; ++serial) add(serial, "USER_CMD");
  assembler_->end_catch_up();
  events_.clear();
  for (std::uint64_t serial = 1; serial <= kEvents; ++serial) add(serial, "USER_CMD");
  EXPECT_EQ(events_, "");
  EXPECT_EQ(counters_.caught_up_again, kEvents);
  EXPECT_EQ(counters_.late_records, 0U);
  // And in time it remembers no more than any other.
  for (std::uint64_t serial = kEvents + 1; serial <= 3 * kEvents; ++serial) add(serial, "USER_CMD");
  const std::size_t before = counters_.caught_up_again;
  add(1, "USER_CMD");
  EXPECT_EQ(counters_.caught_up_again, before);
}

// However much of what is known auditd sends before it.
TEST_F(AssemblerStateTest, WhatHadBegunAtTheLogsEndIsCompletedByTheStream) {
  assembler_->begin_catch_up();
  for (std::uint64_t serial = 1; serial <= 100; ++serial) add(serial, "USER_CMD");
  add(101, "SYSCALL");
  assembler_->end_catch_up();
  events_.clear();
  for (std::uint64_t serial = 1; serial <= 100; ++serial) add(serial, "USER_CMD");
  EXPECT_EQ(events_, "");
  add(101, "CWD");
  add(101, "EOE");
  EXPECT_EQ(events_, "101:2 ");
  add(101, "CWD");
  EXPECT_EQ(counters_.late_records, 0U);
}

TEST_F(AssemblerStateTest, GoesOnCountingSerials) {
  add(1, "USER_CMD");
  restart();
  add(5, "USER_CMD");
  EXPECT_EQ(counters_.lost_events, 3U);
  add(3, "USER_CMD");
  EXPECT_EQ(counters_.lost_events, 2U);
}

TEST_F(AssemblerStateTest, WhatTheNodeWasWontToWriteIsStillMissed) {
  for (const char* type : {"SYSCALL", "PROCTITLE", "EOE"}) add(1, type);
  restart();
  for (const char* type : {"SYSCALL", "EOE"}) add(2, type);
  assembler_->flush();
  EXPECT_EQ(events_, "1:2 2:1 lacking ");
}

TEST_F(AssemblerStateTest, IsLoadedWholeOrNotAtAll) {
  const std::string nothing = save();
  add(1, "USER_CMD");
  add(1, "PROCTITLE");
  add(2, "SYSCALL", "n");
  const std::string saved = save();
  for (std::size_t size = 0; size < saved.size(); ++size) {
    start();
    ByteReader in(std::string_view(saved).substr(0, size));
    EXPECT_FALSE(assembler_->load(in)) << size;
    EXPECT_EQ(save(), nothing) << size;
  }
}

}  // namespace
}  // namespace ak::audit
