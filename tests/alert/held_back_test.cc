// What an alert says of those of its like that were not raised, and of itself if it was not.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <memory>
#include <string>

#include "alert/alert.h"
#include "detect/rule_file.h"
#include "support/event_text.h"

namespace ak::alert {
namespace {

Alert alert_on_file() {
  DiagnosticList complaints;
  auto set = std::make_shared<detect::RuleSet>();
  set->rules.push_back(
      *detect::read_rule_file(
           "[rule]\nname = \"Test Rule\"\ndescription = \"d\"\nrule_id = \"u\"\ntype = \"eql\"\n"
           "severity = \"high\"\nrisk_score = 73\nquery = \"any where true\"\n",
           "test-rule", "test-rule.toml", complaints)
           .rule);
  Alert alert;
  alert.rule = &set->rules.front();
  alert.rules = std::move(set);
  alert.event = test::event_from_text(
      "event.category = file; event.type = change; user.name = root; process.name = tee; "
      "file.path = /root/.kube/config");
  return alert;
}

rapidjson::Document json_of(const Alert& alert) {
  rapidjson::Document document;
  document.Parse(to_json(alert, {}).c_str());
  EXPECT_FALSE(document.HasParseError());
  return document;
}

constexpr TimeMs kTime = 1795354251123;  // 2026-11-22T13:30:51.123Z

TEST(HeldBack, IsNotMentionedWhereThereIsNone) {
  const Alert alert = alert_on_file();
  EXPECT_FALSE(json_of(alert).HasMember("audisp_kube"));
  EXPECT_EQ(summary(alert, {}), "Test Rule: root changed /root/.kube/config with tee");
  EXPECT_EQ(to_text(alert, {}).find("held back"), std::string::npos);
}

TEST(HeldBack, RepeatsAreToldInEachForm) {
  Alert alert = alert_on_file();
  alert.suppressed = {12, kTime, kTime + 1000};
  const rapidjson::Document document = json_of(alert);
  const auto& told = document["audisp_kube"]["suppressed"];
  EXPECT_EQ(told["count"].GetInt(), 12);
  EXPECT_STREQ(told["first"].GetString(), "2026-11-22T13:30:51.123Z");
  EXPECT_STREQ(told["last"].GetString(), "2026-11-22T13:30:52.123Z");
  EXPECT_FALSE(document["audisp_kube"].HasMember("rate_limited"));
  EXPECT_EQ(summary(alert, {}),
            "Test Rule: root changed /root/.kube/config with tee; 12 repeats suppressed since "
            "2026-11-22T13:30:51.123Z");
  EXPECT_NE(to_text(alert, {}).find("    repeats   12 held back, from 2026-11-22T13:30:51.123Z to "
                                    "2026-11-22T13:30:52.123Z\n"),
            std::string::npos);
}

TEST(HeldBack, AFloodIsToldInEachForm) {
  Alert alert = alert_on_file();
  alert.rate_limited = {3, kTime, kTime};
  const rapidjson::Document document = json_of(alert);
  EXPECT_EQ(document["audisp_kube"]["rate_limited"]["count"].GetInt(), 3);
  EXPECT_NE(
      summary(alert, {}).find("; 3 alerts over the rate limit since 2026-11-22T13:30:51.123Z"),
      std::string::npos);
  EXPECT_NE(to_text(alert, {}).find("    flood     3 held back"), std::string::npos);
}

TEST(HeldBack, AnAlertThatIsOnlyShownSaysWhy) {
  Alert alert = alert_on_file();
  alert.held_back_by = "exception";
  alert.held_back_reason = "x.toml:3: ours\x1b[2J (Ada)";
  const rapidjson::Document document = json_of(alert);
  EXPECT_STREQ(document["audisp_kube"]["held_back"]["by"].GetString(), "exception");
  EXPECT_STREQ(document["audisp_kube"]["held_back"]["reason"].GetString(),
               "x.toml:3: ours\x1b[2J (Ada)");
  EXPECT_NE(to_text(alert, {}).find("    held back by exception: x.toml:3: ours\\x1b[2J (Ada)\n"),
            std::string::npos)
      << to_text(alert, {});
}

}  // namespace
}  // namespace ak::alert
