// Which alerts repeat each other, and what is remembered of them.
#include "detect/suppressor.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "support/detect/sequence_run.h"
#include "support/event_text.h"

namespace ak::test {
namespace {

using detect::AlertGroup;
using detect::HeldBack;
using detect::Suppressor;

constexpr TimeMs kMinuteMs = 60'000;

detect::Rule rule_with(std::optional<detect::Suppression> suppression = std::nullopt) {
  detect::Rule rule = rules_of("any where true", "rule")->rules[0];
  rule.suppression = std::move(suppression);
  return rule;
}

std::string key_of(const detect::Rule& rule, const std::string& event) {
  const auto group = detect::group_of(rule, event_from_text(event), kMinuteMs);
  return group ? group->key : "none";
}

TEST(AlertGroup, IsByDefaultTheDetectionTheProcessAndTheFile) {
  const detect::Rule rule = rule_with();
  const std::string key = key_of(rule, "process.entity_id = p; file.path = /f; event.action = a");
  EXPECT_EQ(key, key_of(rule, "process.entity_id = p; file.path = /f; event.action = b"));
  EXPECT_NE(key, key_of(rule, "process.entity_id = q; file.path = /f"));
  EXPECT_NE(key, key_of(rule, "process.entity_id = p; file.path = /g"));
  EXPECT_NE(key, key_of(rule, "process.entity_id = p"));
  EXPECT_EQ(key_of(rule, "process.entity_id = p"), key_of(rule, "process.entity_id = p"));
  detect::Rule other = rule;
  other.id = "other";
  EXPECT_NE(key, key_of(other, "process.entity_id = p; file.path = /f"));
}

TEST(AlertGroup, IsNoneWithoutAKnownProcess) {
  EXPECT_EQ(key_of(rule_with(), "file.path = /f"), "none");
}

TEST(AlertGroup, IsNoneWithoutAWindow) {
  const Event event = event_from_text("process.entity_id = p");
  EXPECT_FALSE(detect::group_of(rule_with(), event, 0));
}

TEST(AlertGroup, IsNoneWithMoreTextThanIsRemembered) {
  std::string path(limits::kMaxGroupKeyBytes / 2, 'x');
  EXPECT_NE(key_of(rule_with(), "process.entity_id = p; file.path = " + path), "none");
  path.resize(limits::kMaxGroupKeyBytes);
  EXPECT_EQ(key_of(rule_with(), "process.entity_id = p; file.path = " + path), "none");
}

TEST(AlertGroup, IsWhatTheDetectionSays) {
  const detect::Rule rule = rule_with({{{"user.name", "process.args"}, 5000, true}});
  const std::string key = key_of(rule, "user.name = a; process.args = x|y; process.entity_id = p");
  EXPECT_EQ(key, key_of(rule, "user.name = a; process.args = x|y; process.entity_id = q"));
  EXPECT_EQ(key, key_of(rule, "user.name = a; process.args = y|x|y"));
  EXPECT_NE(key, key_of(rule, "user.name = a; process.args = x"));
  EXPECT_NE(key, key_of(rule, "user.name = a; process.args = x|y|z"));
  EXPECT_NE(key, key_of(rule, "user.name = b; process.args = x|y"));
  EXPECT_NE(key, key_of(rule, "user.name = a"));
  EXPECT_NE(key_of(rule, "user.name = a"), key_of(rule, "process.args = a"));
  const auto group = detect::group_of(rule, event_from_text("user.name = a"), 0);
  ASSERT_TRUE(group);  // whatever the default
  EXPECT_EQ(group->window_ms, 5000);
}

TEST(AlertGroup, OfADetectionWithoutADurationLastsOneSearchOfElastics) {
  const detect::Rule rule = rule_with({{{"user.name"}, std::nullopt, true}});
  EXPECT_EQ(detect::group_of(rule, event_from_text("user.name = a"), 0)->window_ms, 5 * kMinuteMs);
}

TEST(AlertGroup, MissingFieldsAreAValueOrMakeNone) {
  detect::Suppression suppression{{"user.name", "no.such.field"}, 5000, true};
  EXPECT_NE(key_of(rule_with(suppression), "user.name = a"), "none");
  EXPECT_NE(key_of(rule_with(suppression), ""), "none");
  suppression.groups_missing = false;
  EXPECT_EQ(key_of(rule_with(suppression), "user.name = a"), "none");
  suppression.group_by = {"user.name"};
  EXPECT_NE(key_of(rule_with(suppression), "user.name = a"), "none");
  EXPECT_EQ(key_of(rule_with(suppression), "process.name = a"), "none");
}

TEST(AlertGroup, LongerValuesCannotPassForOthers) {
  const detect::Rule rule = rule_with({{{"user.name", "process.name"}, 5000, true}});
  EXPECT_NE(key_of(rule, "user.name = a; process.name = bs1:c"),
            key_of(rule, "user.name = as1:b; process.name = c"));
}

class SuppressorTest : public testing::Test {
 protected:
  // "raised", with what was held back; or "repeats".
  std::string add(const std::string& key, TimeMs time, TimeMs window_ms = 1000) {
    const AlertGroup group{key, window_ms};
    if (suppressor_.repeats(group, time)) return "repeats";
    const HeldBack held = suppressor_.raise(group, time);
    if (held.count == 0) return "raised";
    return "raised after " + std::to_string(held.count) + " from " + std::to_string(held.first) +
           " to " + std::to_string(held.last);
  }

  Counters counters_;
  Suppressor suppressor_{counters_, 3};
};

TEST_F(SuppressorTest, CountsWhatComesWithinTheWindowOfTheFirst) {
  EXPECT_EQ(add("a", 5000), "raised");
  EXPECT_EQ(add("a", 5001), "repeats");
  EXPECT_EQ(add("b", 5001), "raised");
  EXPECT_EQ(add("a", 5999), "repeats");
  EXPECT_EQ(add("a", 6000), "raised after 2 from 5001 to 5999");
  EXPECT_EQ(add("a", 6999), "repeats");
  EXPECT_EQ(add("a", 9000), "raised after 1 from 6999 to 6999");
  EXPECT_EQ(add("a", 12000), "raised");
}

TEST_F(SuppressorTest, TakesLateEventsForRepeatsAndAnEarlierClockForAFreshStart) {
  EXPECT_EQ(add("a", 5000), "raised");
  EXPECT_EQ(add("a", 4001), "repeats");
  EXPECT_EQ(add("a", 4000), "raised after 1 from 4001 to 4001");
  EXPECT_EQ(add("a", 4500), "repeats");
  EXPECT_EQ(add("a", 5000), "raised after 1 from 4500 to 4500");
}

TEST_F(SuppressorTest, BearsTheEndsOfTime) {
  constexpr TimeMs kFirst = std::numeric_limits<TimeMs>::min();
  constexpr TimeMs kLast = std::numeric_limits<TimeMs>::max();
  EXPECT_EQ(add("a", kFirst), "raised");
  EXPECT_EQ(add("a", kLast), "raised");
  EXPECT_EQ(add("a", kLast - 1), "repeats");
  EXPECT_EQ(add("a", kFirst), "raised after 1 from " + std::to_string(kLast - 1) + " to " +
                                  std::to_string(kLast - 1));
}

TEST_F(SuppressorTest, ForgetsTheOldestAtTheCapAndCountsWhatWasLostWithIt) {
  add("a", 1);
  add("b", 2);
  add("c", 3);
  EXPECT_EQ(counters_.evicted_groups, 0U);
  add("d", 4);  // a goes, within its window
  EXPECT_EQ(counters_.evicted_groups, 1U);
  EXPECT_EQ(add("a", 5), "raised");  // b goes
  EXPECT_EQ(counters_.evicted_groups, 2U);
  EXPECT_EQ(add("c", 6), "repeats");
  add("e", 5000);  // c goes: its window is over, but it held one back
  EXPECT_EQ(counters_.evicted_groups, 3U);
  add("f", 5001);  // d goes, and nothing is lost
  EXPECT_EQ(counters_.evicted_groups, 3U);
}

TEST_F(SuppressorTest, KeepsWithinItsBytes) {
  Suppressor small(counters_, 1000, 2000);
  for (int i = 0; i < 100; ++i) {
    const AlertGroup group{std::to_string(i) + std::string(400, 'x'), 1000};
    small.raise(group, i);
    EXPECT_LE(small.save().size(), 3U);
  }
  EXPECT_GE(counters_.evicted_groups, 97U);
}

TEST_F(SuppressorTest, GoesOnFromWhatWasSaved) {
  add("a", 5000);
  add("b", 5100);
  add("a", 5200);
  Suppressor other(counters_, 3);
  other.restore(suppressor_.save());
  EXPECT_TRUE(other.repeats({"a", 1000}, 5300));
  EXPECT_TRUE(other.repeats({"b", 1000}, 5300));
  EXPECT_EQ(other.raise({"a", 1000}, 7000), (HeldBack{2, 5200, 5300}));
  const auto groups = suppressor_.save();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].key, "a");
  EXPECT_EQ(groups[0].raised, 5000);
}

}  // namespace
}  // namespace ak::test
