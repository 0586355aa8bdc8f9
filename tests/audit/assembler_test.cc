#include "audit/assembler.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace ak::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Records are written "SERIAL TYPE" or "SERIAL@MS TYPE"; an event comes out as "SERIAL TYPE TYPE…".
class AssemblerTest : public testing::Test {
 protected:
  AssemblerTest() : assembler_(counters_, [this](const RawEvent& raw) { take(raw); }) {}

  void add(std::string_view node, std::uint64_t serial, TimeMs time, std::string_view type,
           std::string_view body = "a=b") {
    const std::string prefix = node.empty() ? "" : fmt::format("node={} ", node);
    add_line(fmt::format("{}type={} msg=audit({}.{:03}:{}): {}", prefix, type, time / 1000,
                         time % 1000, serial, body));
  }
  void add(std::uint64_t serial, std::string_view type) { add("", serial, 1000, type); }
  void add_at(TimeMs time, std::uint64_t serial, std::string_view type) {
    add("", serial, time, type);
  }
  // `count` records of no interest: each an event of its own that comes out and is not noted.
  void add_noise(std::size_t count, TimeMs time = 1000) {
    for (std::size_t i = 0; i < count; ++i) add_at(time, kNoise + noise_++, "USER_CMD");
  }
  void add_line(const std::string& line) {
    RecordHeader header;
    ASSERT_EQ(parse_header(line, header), HeaderProblem::none) << line;
    assembler_.add(line, header);
  }
  void take(const RawEvent& raw) {
    if (raw.id.serial >= kNoise) return;
    std::string text = std::to_string(raw.id.serial);
    if (!raw.id.node.empty()) text += "/" + raw.id.node;
    for (const RawRecord& record : raw.records) text += fmt::format(" {}", raw.type_name(record));
    if (raw.is_cut) text += " cut";
    if (raw.lacks_records) text += " lacking";
    events_.push_back(text);
    last_ = raw;
  }

  static constexpr std::uint64_t kNoise = 1'000'000'000;
  Counters counters_;
  std::vector<std::string> events_;
  RawEvent last_;
  std::uint64_t noise_ = 0;
  Assembler assembler_;
};

TEST_F(AssemblerTest, CompletesAnEventAtItsEoe) {
  add(1, "SYSCALL");
  add(1, "CWD");
  EXPECT_THAT(events_, IsEmpty());
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL CWD"));
  EXPECT_EQ(assembler_.open_events(), 0u);
}

TEST_F(AssemblerTest, KeepsTheLinesAndTheirParts) {
  add("n1", 7, 1234, "PATH", "item=0 name=\"/x\"");
  assembler_.flush();
  ASSERT_EQ(last_.records.size(), 1u);
  const RawRecord& record = last_.records[0];
  EXPECT_EQ(last_.line(record), "node=n1 type=PATH msg=audit(1.234:7): item=0 name=\"/x\"");
  EXPECT_EQ(last_.type_name(record), "PATH");
  EXPECT_EQ(last_.body(record), "item=0 name=\"/x\"");
  EXPECT_EQ(record.type, 1302);
  EXPECT_EQ(last_.id, (EventId{"n1", 1234, 7}));
}

TEST_F(AssemblerTest, DropsWhatIsSaidTwice) {
  add(1, "SYSCALL");
  add("", 1, 1000, "PATH", "item=0");
  add("", 1, 1000, "PATH", "item=1");
  add(1, "SYSCALL");
  add("", 1, 1000, "PATH", "item=0");
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PATH PATH"));
  EXPECT_EQ(counters_.duplicate_records, 2u);
}

TEST_F(AssemblerTest, SeeksDuplicatesAmongTheLatestRecordsOnly) {
  for (std::size_t i = 0; i <= limits::kDuplicateWindow; ++i) {
    add("", 1, 1000, "PATH", fmt::format("item={}", i));
  }
  add("", 1, 1000, "PATH", "item=1");
  EXPECT_EQ(counters_.duplicate_records, 1u);
  add("", 1, 1000, "PATH", "item=0");
  EXPECT_EQ(counters_.duplicate_records, 1u);
}

TEST_F(AssemblerTest, AnEndThatOvertookTheTitleIsNoEndWhereEventsHaveTitles) {
  for (const char* type : {"SYSCALL", "PROCTITLE", "EOE"}) add(1, type);
  for (const char* type : {"SYSCALL", "EOE"}) add(2, type);
  for (const char* type : {"SYSCALL", "PROCTITLE", "EOE"}) add(3, type);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PROCTITLE"));
  add(2, "PROCTITLE");
  EXPECT_THAT(events_,
              ElementsAre("1 SYSCALL PROCTITLE", "2 SYSCALL PROCTITLE", "3 SYSCALL PROCTITLE"));
}

TEST_F(AssemblerTest, ATitleThatDoesNotComeIsMissing) {
  for (const char* type : {"SYSCALL", "PROCTITLE", "EOE"}) add(1, type);
  for (const char* type : {"SYSCALL", "EOE"}) add(2, type);
  add_noise(limits::kGraceRecords);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PROCTITLE", "2 SYSCALL lacking"));
  add(2, "PROCTITLE");
  EXPECT_EQ(counters_.late_records, 1u);
}

TEST_F(AssemblerTest, AnEndThatOvertookTheSystemCallIsNoEnd) {
  add(1, "CONFIG_CHANGE");
  add(1, "EOE");
  EXPECT_THAT(events_, IsEmpty());
  add(1, "SYSCALL");
  add(2, "PATH");
  add(2, "EOE");
  add_noise(limits::kGraceRecords);
  EXPECT_THAT(events_, ElementsAre("1 CONFIG_CHANGE SYSCALL", "2 PATH lacking"));
}

// As in auditd's log, which has no EOE: the event comes out when titles are written again.
TEST_F(AssemblerTest, WhatARuleKeptOutWhenTheEventCameIsNotMissing) {
  for (const char* type : {"SYSCALL", "PROCTITLE"}) add(1, type);
  add("", 2, 1000, "CONFIG_CHANGE", "auid=0 ses=1 op=add_rule key=(null) list=5 res=1");
  for (const std::uint64_t serial : {2, 3}) add(serial, "SYSCALL");
  for (const char* type : {"SYSCALL", "PROCTITLE"}) add(4, type);
  assembler_.flush();
  EXPECT_THAT(events_, UnorderedElementsAre("1 SYSCALL PROCTITLE", "2 CONFIG_CHANGE SYSCALL",
                                            "3 SYSCALL", "4 SYSCALL PROCTITLE"));
}

TEST_F(AssemblerTest, WhereRulesKeepTitlesOutNoneIsMissing) {
  add(1, "SYSCALL");
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL"));
}

TEST_F(AssemblerTest, EstimatesLostEventsOfTheKernelsNumbering) {
  add(1, "SYSCALL");
  add(1, "EOE");
  add(4, "SYSCALL");
  EXPECT_EQ(counters_.lost_events, 2u);
  add(900, "DAEMON_ROTATE");  // numbered by auditd itself
  add(3, "SYSCALL");
  EXPECT_EQ(counters_.lost_events, 1u);
  add(901, "DAEMON_START");
  add(5000, "SYSCALL");
  EXPECT_EQ(counters_.lost_events, 1u);
}

TEST_F(AssemblerTest, KeepsInterleavedEventsApart) {
  add(1, "SYSCALL");
  add(2, "SYSCALL");
  add(1, "EXECVE");
  add(2, "CWD");
  add(2, "EOE");
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL EXECVE", "2 SYSCALL CWD"));
}

TEST_F(AssemblerTest, TellsEventsApartByNodeTimeAndSerial) {
  add("a", 1, 1000, "SYSCALL");
  add("b", 1, 1000, "CWD");
  add("", 1, 1000, "PATH");
  add("", 1, 1001, "EXECVE");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("1/a SYSCALL", "1/b CWD", "1 PATH", "1 EXECVE"));
}

TEST_F(AssemblerTest, TakesWhatProgramsSayForWholeEvents) {
  for (const char* type :
       {"USER_LOGIN", "DAEMON_START", "KERNEL", "ANOM_LOGIN_FAILURES", "CRYPTO_KEY_USER",
        "VIRT_CONTROL", "UNKNOWN[2999]", "USER", "SECCOMP", "ANOM_ABEND"}) {
    events_.clear();
    add(noise_++, type);
    EXPECT_EQ(events_.size(), 1u) << type;
  }
}

TEST_F(AssemblerTest, WaitsForTheSyscallOfAKernelRecord) {
  for (const char* type : {"LOGIN", "CONFIG_CHANGE", "AVC", "ANOM_PROMISCUOUS", "MAC_UNLBL_STCADD",
                           "INTEGRITY_RULE", "NEW_IN_TEN_YEARS"}) {
    events_.clear();
    const std::uint64_t serial = noise_++;
    add(serial, type);
    add(serial, "SYSCALL");
    add(serial, "EOE");
    EXPECT_THAT(events_, ElementsAre(fmt::format("{} {} SYSCALL", serial, type)));
  }
}

TEST_F(AssemblerTest, CompletesAtProctitleOnceTheGraceIsOver) {
  add(1, "SYSCALL");
  add(1, "PROCTITLE");
  add_noise(limits::kGraceRecords - 1);
  EXPECT_THAT(events_, IsEmpty());
  add_noise(1);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PROCTITLE"));
}

TEST_F(AssemblerTest, TakesRecordsAfterProctitleUpToTheGrace) {
  add(1, "PROCTITLE");
  add(1, "SYSCALL");
  add_noise(limits::kGraceRecords - 2);
  add(1, "PATH");
  EXPECT_THAT(events_, ElementsAre("1 PROCTITLE SYSCALL PATH"));
  add(1, "CWD");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("1 PROCTITLE SYSCALL PATH"));
  EXPECT_EQ(counters_.late_records, 1u);
}

TEST_F(AssemblerTest, DoesNotSplitAnEventWhoseEoeFollowsItsProctitle) {
  add(1, "SYSCALL");
  add(1, "PROCTITLE");
  add(1, "EOE");
  add(2, "SYSCALL");
  add(2, "PROCTITLE");
  add(2, "EOE");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PROCTITLE", "2 SYSCALL PROCTITLE"));
  EXPECT_EQ(counters_.late_records, 0u);
}

TEST_F(AssemblerTest, GivesTheSameOrderWithAndWithoutEoe) {
  for (const bool has_eoe : {true, false}) {
    SCOPED_TRACE(has_eoe);
    Counters counters;
    std::string order;
    Assembler assembler(counters, [&](const RawEvent& raw) {
      order += fmt::format("{}({}) ", raw.id.serial, raw.records.size());
    });
    for (const char* step : {"1 SYSCALL", "2 SYSCALL", "1 PROCTITLE", "3 USER_CMD", "2 PROCTITLE",
                             "2 EOE", "4 SYSCALL", "1 EOE", "4 PROCTITLE", "5 USER_CMD", "4 EOE"}) {
      const std::string_view text = step;
      if (!has_eoe && text.ends_with("EOE")) continue;
      const std::string line =
          fmt::format("type={} msg=audit(1.000:{}): a=b", text.substr(2), text.substr(0, 1));
      RecordHeader header;
      ASSERT_EQ(parse_header(line, header), HeaderProblem::none);
      assembler.add(line, header);
    }
    assembler.flush();
    EXPECT_EQ(order, "1(2) 2(2) 3(1) 4(2) 5(1) ");
  }
}

TEST_F(AssemblerTest, ComesOutInTheOrderInWhichEventsBegan) {
  add(1, "SYSCALL");  // a fork that returns after its child's exec
  add(2, "SYSCALL");
  add(2, "EOE");
  EXPECT_THAT(events_, IsEmpty());
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL", "2 SYSCALL"));
}

TEST_F(AssemblerTest, OfALogEventsThatCameInDisorderComeOutByTheirSerials) {
  assembler_.expect_stragglers();
  const auto add_whole = [&](std::string_view node, std::uint64_t serial) {
    add(node, serial, 1000, "SYSCALL");
    add(node, serial, 1000, "PROCTITLE");
  };
  add_whole("", 9);
  add_whole("b", 7);
  add_whole("", 8);
  add("", 6, 1000, "DAEMON_CONFIG");  // auditd numbers its own apart
  add_whole("", 9 + limits::kLogGraceRecords);
  add_whole("", 9);  // of another numbering: too far
  assembler_.flush();
  EXPECT_THAT(events_,
              ElementsAre("8 SYSCALL PROCTITLE", "9 SYSCALL PROCTITLE", "7/b SYSCALL PROCTITLE",
                          "6 DAEMON_CONFIG", "521 SYSCALL PROCTITLE"));
}

// Another node's straggler does not pull an event before its own node's earlier ones.
TEST_F(AssemblerTest, OfALogNoNodesEventsComeOutInDisorderForAnothers) {
  assembler_.expect_stragglers();
  add("b", 21, 1000, "SYSCALL");
  add("a", 9, 1000, "SYSCALL");
  add("a", 9, 1000, "PROCTITLE");
  add("b", 20, 1000, "SYSCALL");
  add("b", 20, 1000, "PROCTITLE");
  add("a", 5, 1000, "SYSCALL");
  add("a", 5, 1000, "PROCTITLE");
  add("b", 21, 1000, "PROCTITLE");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("5/a SYSCALL PROCTITLE", "9/a SYSCALL PROCTITLE",
                                   "20/b SYSCALL PROCTITLE", "21/b SYSCALL PROCTITLE"));
}

TEST_F(AssemblerTest, AnEventThatDoesNotEndHoldsOthersBackForTheGraceOnly) {
  add(1, "SYSCALL");
  add_noise(limits::kGraceRecords - 2);
  add(2, "SYSCALL");
  EXPECT_THAT(events_, IsEmpty());
  add(2, "EOE");  // by now nothing was heard of 1 for the grace
  EXPECT_THAT(events_, ElementsAre("2 SYSCALL"));
}

TEST_F(AssemblerTest, AnEventThatGoesOnAndOnHoldsOthersBackForTheGraceOnly) {
  add(1, "SYSCALL");
  add(2, "SYSCALL");
  add(2, "EOE");
  for (std::size_t i = 1; i < limits::kGraceRecords; ++i) {
    add("", 1, 1000, "PATH", fmt::format("item={}", i));
  }
  EXPECT_THAT(events_, IsEmpty());
  add("", 1, 1000, "PATH", "item=0");
  EXPECT_THAT(events_, ElementsAre("2 SYSCALL"));
}

TEST_F(AssemblerTest, ALostEoeHoldsOthersBackForTheGraceOnly) {
  add(1, "SYSCALL");
  add(1, "PROCTITLE");
  add(2, "SYSCALL");
  add(2, "PROCTITLE");
  add(2, "EOE");
  EXPECT_THAT(events_, IsEmpty());
  add_noise(limits::kGraceRecords - 3);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL PROCTITLE", "2 SYSCALL PROCTITLE"));
}

TEST_F(AssemblerTest, CompletesASilentEventAfterTheTimeoutAndTheGrace) {
  add_at(10'000, 1, "SYSCALL");
  add_noise(limits::kGraceRecords, 10'000 + limits::kEventTimeoutMs - 1);
  EXPECT_THAT(events_, IsEmpty());
  add_noise(1, 10'000 + limits::kEventTimeoutMs);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL"));
}

TEST_F(AssemblerTest, ALeapOfTimeAloneDoesNotTearAnEvent) {
  add_at(10'000, 1, "SYSCALL");
  add_at(90'000, 2, "SYSCALL");
  add_at(10'000, 1, "CWD");
  add_at(90'000, 2, "CWD");
  add_at(10'000, 1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL CWD"));
}

// The records of a syscall that blocked bear the time at which it began.
TEST_F(AssemblerTest, AnEventOlderThanTheStreamIsNotTorn) {
  add_noise(1, 3'600'000);
  add_at(1000, 1, "SYSCALL");
  add_noise(limits::kGraceRecords * 2, 3'600'000);
  add_at(1000, 1, "CWD");
  add_at(1000, 1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL CWD"));
}

// Or an event without an end would wait for the time that the clock once showed.
TEST_F(AssemblerTest, TimeOfAClockThatWasSetBackIsForgotten) {
  constexpr TimeMs kAhead = 90'000'000;
  constexpr TimeMs kNow = 10'000;
  add_noise(1, kAhead);
  add_at(kAhead, 1, "SYSCALL");
  add_noise(limits::kClockRecords, kNow);
  EXPECT_THAT(events_, IsEmpty());
  add_noise(limits::kClockRecords, kNow);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL"));
  add_at(kNow, 2, "SYSCALL");
  add_noise(limits::kGraceRecords, kNow + limits::kEventTimeoutMs);
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL", "2 SYSCALL"));
}

TEST_F(AssemblerTest, ANodeWhoseClockIsAheadTearsNoOthersEvents) {
  for (const char* type : {"SYSCALL", "PROCTITLE", "EOE"}) add("ahead", 1, 600'000, type);
  add("slow", 2, 1000, "SYSCALL");
  for (std::uint64_t i = 0; i < limits::kGraceRecords; ++i) {
    add("ahead", kNoise + i, 600'000 + static_cast<TimeMs>(i) * limits::kEventTimeoutMs,
        "USER_CMD");
  }
  add("slow", 2, 1000, "CWD");
  add("slow", 2, 1000, "EOE");
  EXPECT_THAT(events_, ElementsAre("1/ahead SYSCALL PROCTITLE", "2/slow SYSCALL CWD"));
  EXPECT_EQ(counters_.late_records, 0U);
}

TEST_F(AssemblerTest, OfANodeThatFellSilentAnEventIsOverAfterManyRecordsOfOthers) {
  add("silent", 1, 1000, "SYSCALL");
  add_noise(limits::kSilentRecords - 1);
  EXPECT_THAT(events_, IsEmpty());
  add_noise(1);
  EXPECT_THAT(events_, ElementsAre("1/silent SYSCALL"));
}

TEST_F(AssemblerTest, CompletesEverythingAtTheEnd) {
  add(2, "SYSCALL");
  add(1, "SYSCALL");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("2 SYSCALL", "1 SYSCALL"));
  EXPECT_EQ(assembler_.open_events(), 0u);
}

TEST_F(AssemblerTest, AnEoeAloneIsOfNoConsequence) {
  add(1, "EOE");
  add(2, "USER_CMD");
  add(2, "EOE");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("2 USER_CMD"));
  EXPECT_EQ(counters_.late_records, 0u);
}

TEST_F(AssemblerTest, CountsLateRecordsAndMakesNoEventOfThem) {
  add(1, "SYSCALL");
  add(1, "EOE");
  add(1, "PATH");
  add(1, "PROCTITLE");
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL"));
  EXPECT_EQ(counters_.late_records, 2u);
}

TEST_F(AssemblerTest, TheSyscallOfARecordThatStandsAloneIsAnEventBesides) {
  add(1, "SERVICE_START");
  EXPECT_THAT(events_, ElementsAre("1 SERVICE_START"));
  add(1, "SYSCALL");
  add(1, "SOCKADDR");
  add(1, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SERVICE_START", "1 SYSCALL SOCKADDR"));
  EXPECT_EQ(counters_.late_records, 0u);
  add(1, "CWD");
  add(2, "USER_CMD");
  add(2, "USER_CMD");
  EXPECT_EQ(counters_.late_records, 2u);
  EXPECT_EQ(counters_.lost_events, 0u);
  add(3, "USER_CMD");
  add(3, "SYSCALL");
  add_noise(limits::kMaxClosedEvents + 1);
  add(3, "CWD");  // of the same, though it is long ago that the other came out
  add(3, "EOE");
  EXPECT_THAT(events_, ElementsAre("1 SERVICE_START", "1 SYSCALL SOCKADDR", "2 USER_CMD",
                                   "3 USER_CMD", "3 SYSCALL CWD"));
}

// Were more awaited, anybody's crash would hold back what follows.
TEST_F(AssemblerTest, WhatComesAloneHoldsNothingBack) {
  for (const char* type : {"USER", "ANOM_ABEND", "SECCOMP"}) {
    events_.clear();
    add(noise_++, type);
    const std::uint64_t serial = noise_++;
    add(serial, "SYSCALL");
    add(serial, "EOE");
    EXPECT_EQ(events_.size(), 2u) << type;
  }
}

TEST_F(AssemblerTest, RemembersAsManyClosedEventsAsTheCapSays) {
  add(1, "SYSCALL");
  add(1, "EOE");
  add_noise(limits::kMaxClosedEvents - 1);
  add(1, "PATH");
  EXPECT_EQ(counters_.late_records, 1u);
  add_noise(1);
  add(1, "CWD");  // forgotten: an event again
  EXPECT_EQ(counters_.late_records, 1u);
  assembler_.flush();
  EXPECT_THAT(events_, ElementsAre("1 SYSCALL", "1 CWD"));
}

TEST_F(AssemblerTest, DropsRecordsBeyondAnEventsNumber) {
  for (std::size_t i = 0; i < limits::kMaxEventRecords; ++i) {
    add("", 1, 1000, "PATH", fmt::format("item={}", i));
  }
  EXPECT_EQ(counters_.dropped_records, 0u);
  add(1, "SYSCALL");
  EXPECT_EQ(counters_.dropped_records, 1u);
  add(1, "EOE");
  EXPECT_EQ(last_.records.size(), limits::kMaxEventRecords);
  EXPECT_TRUE(last_.is_cut);
}

TEST_F(AssemblerTest, DropsRecordsBeyondAnEventsBytes) {
  const std::string head = "type=PATH msg=audit(1.000:1): ";
  const std::string line = head + std::string(64 * 1024 - head.size(), 'x');
  const std::size_t fitting = limits::kMaxEventBytes / line.size();
  for (std::size_t i = 0; i < fitting; ++i) {
    const std::string item = fmt::format("item={:04}", i);
    add_line(head + item + line.substr(head.size() + item.size()));
  }
  EXPECT_EQ(counters_.dropped_records, 0u);
  add(1, "SYSCALL");
  EXPECT_EQ(counters_.dropped_records, 1u);
  add(1, "EOE");
  EXPECT_EQ(last_.records.size(), fitting);
  EXPECT_TRUE(last_.is_cut);
  add(2, "SYSCALL");
  add(2, "EOE");
  EXPECT_FALSE(last_.is_cut);
}

TEST_F(AssemblerTest, LetsTheLongestSilentEventGoAtTheCapOnEvents) {
  for (std::size_t i = 1; i <= limits::kMaxOpenEvents; ++i) add(i, "SYSCALL");
  add(1, "CWD");  // no longer silent
  EXPECT_THAT(events_, IsEmpty());
  EXPECT_EQ(assembler_.open_events(), limits::kMaxOpenEvents);
  add(limits::kMaxOpenEvents + 1, "SYSCALL");
  EXPECT_THAT(events_, ElementsAre("2 SYSCALL"));
  add(2, "PATH");
  EXPECT_EQ(counters_.late_records, 1u);
}

TEST_F(AssemblerTest, LetsTheLongestSilentEventGoAtTheCapOnBytes) {
  const std::string body(60 * 1024, 'x');
  std::uint64_t serial = 0;
  while (events_.empty() && serial < limits::kMaxOpenEvents) add("", ++serial, 1000, "PATH", body);
  EXPECT_THAT(events_, ElementsAre("1 PATH"));
  EXPECT_LE(serial * body.size(), limits::kMaxOpenBytes + body.size());
  EXPECT_GE(serial * (body.size() + 200), limits::kMaxOpenBytes);
}

// Two thousand times the work of one record, were an open event's cost the others' number.
TEST_F(AssemblerTest, UnterminatedEventsCostNothing) {
  for (std::uint64_t i = 1; i <= 200'000; ++i) add_at(static_cast<TimeMs>(i / 10), i, "SYSCALL");
  EXPECT_LE(assembler_.open_events(), limits::kMaxOpenEvents);
  assembler_.flush();
  EXPECT_EQ(events_.size(), 200'000u);
}

}  // namespace
}  // namespace ak::audit
