#include "audit/serial_gaps.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ak::audit {
namespace {

struct Step {
  std::uint64_t serial;
  TimeMs time = 1000;
  std::uint64_t node = 0;
};

struct Case {
  std::string name;
  std::vector<Step> steps;
  std::uint64_t lost;
};

constexpr std::uint64_t kWindow = limits::kSerialWindow;
constexpr std::uint64_t kFar = limits::kMaxSerialGap;
constexpr std::uint64_t kTop = std::numeric_limits<std::uint64_t>::max();

TEST(SerialGaps, EstimateWhatIsLost) {
  const std::vector<Case> cases = {
      {"nothing is known of what came before", {{700}}, 0},
      {"one by one", {{7}, {8}, {9}}, 0},
      {"a gap", {{7}, {9}, {12}}, 3},
      {"out of order", {{7}, {9}, {8}, {11}, {10}}, 0},
      {"some of a gap come late", {{7}, {12}, {9}, {8}}, 2},
      {"twice the same", {{7}, {9}, {9}, {8}, {8}, {7}}, 0},
      {"late at the window's end", {{1}, {2 + kWindow}, {3}}, kWindow - 1},
      {"too late to close its gap", {{1}, {2 + kWindow}, {2}}, kWindow},
      {"a gap beyond the window", {{1}, {1 + 3 * kWindow}, {3 * kWindow}}, 3 * kWindow - 2},
      {"the longest gap", {{1}, {1 + kFar}}, kFar - 1},
      {"too far to be believed", {{1}, {2 + kFar}, {3 + kFar}}, 1},
      {"a boot", {{5000, 1000}, {5001, 1001}, {1, 9000}, {2, 9001}, {4, 9002}}, 1},
      {"a boot after few events", {{5, 1000}, {8, 1000}, {6, 9000}, {7, 9001}}, 2},
      {"a blocked call's old time", {{5, 9000}, {6, 1}, {7, 9001}}, 0},
      {"one from long ago does not begin anew", {{90000, 9000}, {3, 8000}, {90001, 9001}}, 0},
      {"nodes are apart", {{5, 1000, 1}, {90, 1000, 2}, {6, 1000, 1}, {92, 1000, 2}}, 1},
      {"the largest serials", {{kTop - 2}, {kTop}, {0}, {kTop - 1}}, 0},
      {"the largest times", {{5, 1}, {4, std::numeric_limits<TimeMs>::max() / 2}, {6}}, 1},
  };
  for (const Case& test : cases) {
    Counters counters;
    SerialGaps gaps(counters);
    for (const Step& step : test.steps) gaps.add(step.node, step.time, step.serial);
    EXPECT_EQ(counters.lost_events, test.lost) << test.name;
  }
}

// A gap that closes late was none; what is lost for good is told once, where that shows.
TEST(SerialGaps, TellWhenEventsAreMissingForGood) {
  // One each millisecond from `begin` on.
  const auto up_to = [](std::uint64_t first, std::uint64_t last, std::vector<Step> steps = {}) {
    for (std::uint64_t serial = first; serial <= last; ++serial) {
      steps.push_back({serial, static_cast<TimeMs>(1000 + serial)});
    }
    return steps;
  };
  const struct {
    std::string name;
    std::vector<Step> steps;
    std::vector<std::uint64_t> losses;  // the serials at which one shows
  } cases[] = {
      {"none", up_to(7, 300), {}},
      {"a gap, once it cannot close any more", up_to(9, 300, {{7, 1007}}), {109}},
      {"not where many come at once", {{7}, {9}, {80}, {81}, {8}}, {}},
      {"soon after, on a quiet node", {{7}, {9}, {10, 2999}, {11, 3000}, {12, 9000}}, {11}},
      {"a wide gap, once", {{7}, {90}, {91, 3000}, {92, 9000}, {93, 15000}}, {91}},
      {"a gap that closed", up_to(12, 300, {{7}, {9}, {8}, {11}, {10}}), {}},
      {"one that did, and one that did not", up_to(12, 300, {{7}, {9}, {8}, {11}}), {100}},
      {"more than can be watched", {{7}, {7 + 2 * kWindow}}, {7 + 2 * kWindow}},
      {"a jump", {{7}, {8 + kFar}, {10 + kFar}}, {8 + kFar}},
      {"a boot, which is another matter", {{5000, 1000}, {1, 9000}, {2, 9001}}, {}},
  };
  for (const auto& [name, steps, losses] : cases) {
    Counters counters;
    SerialGaps gaps(counters);
    std::vector<std::uint64_t> told;
    for (const Step& step : steps) {
      gaps.add(0, step.time, step.serial);
      if (gaps.take_loss(0)) told.push_back(step.serial);
    }
    EXPECT_EQ(told, losses) << name;
    EXPECT_FALSE(gaps.take_loss(0) || gaps.take_loss(1)) << name;
  }
}

TEST(SerialGaps, TellWhatIsMissingSinceAuditdStartedAnew) {
  Counters counters;
  SerialGaps gaps(counters);
  gaps.add(0, 1000, 5);
  gaps.interrupt(0, 1500);
  gaps.add(0, 1501, 6);
  EXPECT_FALSE(gaps.take_loss(0));
  gaps.interrupt(0, 1600);
  gaps.add(0, 1601, 8);
  EXPECT_TRUE(gaps.take_loss(0));
}

// Nothing that comes afterwards closes it.
TEST(SerialGaps, AGapThatIsOpenWhenNumberingBeginsAnewOrTheProcessEndsIsALoss) {
  Counters counters;
  SerialGaps booted(counters);
  booted.add(0, 1000, 50'000);
  booted.add(0, 1001, 50'002);
  booted.add(0, 9000, 2);
  EXPECT_TRUE(booted.take_loss(0));
  EXPECT_FALSE(booted.take_loss(0));

  for (const std::uint64_t next : {6U, 7U}) {
    SerialGaps before(counters);
    before.add(0, 1000, 5);
    before.add(0, 1001, next);
    ByteWriter saved;
    before.save(saved);
    SerialGaps after(counters);
    ByteReader in(saved.bytes());
    after.load(in);
    after.add(0, 1002, next + 1);
    EXPECT_EQ(after.take_loss(0), next != 6);
  }
}

TEST(SerialGaps, ManyFromLongAgoAreAnotherLog) {
  Counters counters;
  SerialGaps gaps(counters);
  gaps.add(0, 9000, 900'000);
  for (std::uint64_t serial = 1; serial <= 200; ++serial) gaps.add(0, 8000, serial);
  gaps.add(0, 8000, 203);
  EXPECT_EQ(counters.lost_events, 2U);
}

TEST(SerialGaps, AuditdsStartBeginsAnew) {
  Counters counters;
  SerialGaps gaps(counters);
  gaps.add(0, 1000, 5);
  gaps.interrupt(0, 1001);
  gaps.add(0, 1001, 50);
  EXPECT_EQ(counters.lost_events, 0U);
}

TEST(SerialGaps, ABootIsWhereSerialsGoFarBackAndTimeGoesOn) {
  struct Boot {
    std::string name;
    Step before, after;
    bool is_interrupted;  // by auditd's start
    std::uint64_t boots;
  };
  const std::vector<Boot> cases = {
      {"the next event", {5000, 1000}, {5001, 9000}, false, 0},
      {"a boot", {5000, 1000}, {2, 9000}, false, 1},
      {"a boot, and auditd's start", {5000, 1000}, {2, 9000}, true, 1},
      {"a boot of few events, and auditd's start", {5, 1000}, {2, 9000}, true, 1},
      {"auditd's start alone", {5000, 1000}, {5090, 9000}, true, 0},
      {"a boot by whose clock it was before, and auditd's start", {5000, 1000}, {2, 500}, true, 1},
      {"a record that waited, and auditd's start", {50'000, 1000}, {49'000, 500}, true, 0},
      {"a late record, and auditd's start", {5000, 1000}, {4985, 500}, true, 0},
      {"as far back as processors may differ", {5000, 1000}, {4985, 9000}, false, 0},
      {"one further", {5000, 1000}, {4984, 9000}, false, 1},
      {"a late record", {5000, 1000}, {4000, 900}, false, 0},
      {"late by as much as disorder explains", {5000, 1000}, {4000, 2000}, false, 0},
      {"another node's", {5000, 1000}, {2, 9000, 1}, false, 0},
  };
  for (const Boot& test : cases) {
    Counters counters;
    SerialGaps gaps(counters);
    EXPECT_EQ(gaps.add(test.before.node, test.before.time, test.before.serial), 0U) << test.name;
    if (test.is_interrupted) gaps.interrupt(test.before.node, test.after.time);
    const Step& after = test.after;
    EXPECT_EQ(gaps.add(after.node, after.time, after.serial), test.boots) << test.name;
    EXPECT_EQ(gaps.boots(after.node), test.boots) << test.name;
    EXPECT_EQ(gaps.add(after.node, after.time, after.serial + 1), test.boots) << test.name;
  }
}

TEST(SerialGaps, ABootThatIsTakenForAuditdsStartIsToldBySystemd) {
  constexpr TimeMs kHour = 3'600'000;
  Counters counters;
  SerialGaps gaps(counters);
  gaps.boot(0, 1000, 50);
  EXPECT_EQ(gaps.add(0, 1000, 50), 0U) << "nothing is known of before";
  gaps.boot(0, 1001, 50);
  EXPECT_EQ(gaps.add(0, 1001, 51), 0U) << "any program may say so";
  gaps.interrupt(0, 9000);
  EXPECT_EQ(gaps.add(0, 9000, 60), 0U);
  gaps.boot(0, 9001, 20'001);
  EXPECT_EQ(gaps.add(0, 9001, 61), 0U) << "the host has been up for long";
  gaps.boot(0, 9001, 50);
  EXPECT_EQ(gaps.add(0, 9001, 62), 1U);
  gaps.boot(0, 9002, 50);
  EXPECT_EQ(gaps.add(0, 9002, 63), 1U) << "twice the same";
  gaps.interrupt(0, 19000);
  EXPECT_EQ(gaps.add(0, 19000, 5), 2U) << "the serials tell it";
  gaps.boot(0, 19001, 50);
  EXPECT_EQ(gaps.add(0, 19001, 6), 2U) << "and so it is told already";
  gaps.interrupt(0, 20000);
  EXPECT_EQ(gaps.add(0, 20000, 7), 2U);
  gaps.boot(0, 20000 + kHour, 50);
  EXPECT_EQ(gaps.add(0, 20000 + kHour, 8), 2U) << "auditd has started long before";
  EXPECT_EQ(counters.lost_events, 0U);
}

TEST(SerialGaps, AuditdsStartIsKnownOverARestart) {
  Counters counters;
  SerialGaps before(counters);
  before.add(0, 1000, 5);
  before.interrupt(0, 9000);
  ByteWriter out;
  before.save(out);
  SerialGaps gaps(counters);
  const std::string saved = out.take();
  ByteReader in(saved);
  gaps.load(in);
  EXPECT_EQ(gaps.add(0, 9000, 60), 0U);
  EXPECT_EQ(counters.lost_events, 0U);
  gaps.boot(0, 9001, 61);
  EXPECT_EQ(gaps.add(0, 9002, 62), 1U);
}

TEST(SerialGaps, AtTheCapTheLongestSilentNodeIsForgottenAndCounted) {
  Counters counters;
  SerialGaps gaps(counters);
  for (std::uint64_t node = 1; node <= limits::kMaxNodes; ++node) gaps.add(node, 1000, 1);
  gaps.add(1, 1000, 2);
  EXPECT_EQ(counters.evicted_nodes, 0U);
  gaps.add(limits::kMaxNodes + 1, 1000, 1);
  EXPECT_EQ(counters.evicted_nodes, 1U);
  gaps.add(1, 1000, 4);
  gaps.add(limits::kMaxNodes + 1, 1000, 3);
  EXPECT_EQ(counters.lost_events, 2U);
  gaps.add(2, 1000, 3);  // it begins anew
  EXPECT_EQ(counters.lost_events, 2U);
}

}  // namespace
}  // namespace ak::audit
