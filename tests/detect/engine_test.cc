// Single-event rules through the engine, and what the index leaves out.
#include "detect/engine.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "detect/rule_index.h"
#include "support/detect/sequence_run.h"
#include "support/event_text.h"

namespace ak::test {
namespace {

using Ids = std::vector<std::string>;

std::shared_ptr<const detect::RuleSet> rules(const std::vector<std::string>& queries) {
  auto set = std::make_shared<detect::RuleSet>();
  for (const std::string& query : queries) {
    const std::string id = std::to_string(set->rules.size());
    set->rules.push_back(rules_of(query, id)->rules[0]);
  }
  return set;
}

Ids matching(const std::shared_ptr<const detect::RuleSet>& set, const Event& event) {
  Ids ids;
  Counters counters;
  detect::Engine engine(counters, [&](const detect::Engine::Match& match) {
    EXPECT_TRUE(match.events.empty());
    EXPECT_EQ(match.rules, set);
    ids.push_back(match.rule.id);
  });
  engine.set_rules(set);
  engine.add(event);
  return ids;
}

TEST(Engine, TellsTheRulesThatMatchInTheirOrder) {
  const auto set = rules({"process where process.name == \"id\"", "any where true",
                          "process where process.name in (\"ls\", \"id\")",
                          "file where process.name == \"id\""});
  EXPECT_EQ(matching(set, event_from_text("event.category = process; process.name = id")),
            (Ids{"0", "1", "2"}));
  EXPECT_EQ(matching(set, event_from_text("event.category = process; process.name = cat")),
            (Ids{"1"}));
  EXPECT_EQ(matching(set, event_from_text("event.category = file; process.name = id")),
            (Ids{"1", "3"}));
}

TEST(Engine, FindsNothingBeforeItHasRules) {
  Counters counters;
  detect::Engine engine(counters, [](const detect::Engine::Match&) { ADD_FAILURE(); });
  engine.add(event_from_text("event.category = process"));
  engine.finish();
}

std::size_t candidates(const std::string& query, const std::string& event) {
  detect::RuleIndex index(rules({query})->rules);
  return index.find(event_from_text(event)).size();
}

TEST(RuleIndex, LeavesOutOtherCategories) {
  const std::string query = "file where file.path : \"/etc/*\"";
  EXPECT_EQ(candidates(query, "event.category = file; file.path = /etc/passwd"), 1U);
  EXPECT_EQ(candidates(query, "event.category = process; file.path = /etc/passwd"), 0U);
  EXPECT_EQ(candidates(query, "event.category = file"), 0U);
}

TEST(RuleIndex, KnowsEveryItemOfASequence) {
  const std::string query =
      "sequence with maxspan=1s [process where process.name == \"a\"] "
      "![process where process.name == \"b\"] until [file where process.name == \"a\"]";
  EXPECT_EQ(candidates(query, "event.category = process|file; process.name = a"), 2U);
  EXPECT_EQ(candidates(query, "event.category = process; process.name = b"), 1U);
  EXPECT_EQ(candidates(query, "event.category = process; process.name = c"), 0U);
}

TEST(RuleIndex, FindsItemsOfSequencesByThemselves) {
  const auto set =
      rules({"any where process.name == \"a\"",
             "sequence [any where process.name == \"a\"] [any where user.name == \"b\"]"});
  detect::RuleIndex index(set->rules);
  const Event event = event_from_text("process.name = a");
  EXPECT_EQ(index.find(event).size(), 2U);
  ASSERT_EQ(index.find_items(event).size(), 1U);
  EXPECT_EQ(index.find_items(event)[0]->rule, 1U);
}

TEST(RuleIndex, LeavesOutThoseThatAskForOtherTexts) {
  std::vector<std::string> queries;
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    queries.push_back("any where process.args : (\"*--Secret" + n + "=*\", \"*/place" + n +
                      "/*\")");
    queries.push_back("any where user.name in (\"user" + n + "\", \"other" + n + "\")");
  }
  detect::RuleIndex index(rules(queries)->rules);
  EXPECT_EQ(index.find(event_from_text("process.args = x|y; user.name = USER7")).size(), 1U);
  EXPECT_EQ(index.find(event_from_text("process.args = a --sEcret31=z; user.name = u")).size(), 1U);
  EXPECT_EQ(index.find(event_from_text("process.name = x")).size(), 0U);
}

// Whatever is asked of whatever event, the engine finds what each rule finds by itself.
TEST(RuleIndex, LeavesOutNothingThatMatches) {
  std::mt19937 random(1);
  const auto pick = [&](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  const auto test = [&] {
    const std::string field = pick({"process.name", "user.name", "process.args", "event.action"});
    return field + pick({" == \"a\"", " in (\"a\", \"B\")", " : (\"a\", \"b\")", " in~ (\"A\")",
                         " != \"a\"", " like \"a*\"", " == null", " : \"b\"", " : \"*long B*\"",
                         " like \"Long*\"", " : (\"*?B word\", \"x*word\")"});
  };
  std::vector<std::string> queries;
  for (int i = 0; i < 400; ++i) {
    queries.push_back(pick({"any", "process", "file"}) + " where " + pick({"", "not "}) + "(" +
                      test() + pick({" and ", " or "}) + test() + pick({" and ", ") or ("}) +
                      test() + ")");
  }
  const auto set = rules(queries);
  std::size_t found = 0;
  for (int i = 0; i < 300; ++i) {
    std::string text = "event.category = " + pick({"process", "file", "process|file", ""});
    for (const char* field : {"process.name", "user.name"})
      text +=
          std::string("; ") + field + " = " + pick({"a", "A", "b", "B", "ab", "", "Long B word"});
    for (const char* field : {"process.args", "event.action"})
      text += std::string("; ") + field + " = " +
              pick({"a", "b|A", "B|a|c", "ab|x", "", "x|a long b word", "xword"});
    const Event event = event_from_text(text);
    Ids expected;
    for (const detect::Rule& rule : set->rules)
      if (rule.query.matches(event)) expected.push_back(rule.id);
    EXPECT_EQ(matching(set, event), expected) << text;
    found += expected.size();
  }
  EXPECT_GT(found, 10000U);
}

}  // namespace
}  // namespace ak::test
