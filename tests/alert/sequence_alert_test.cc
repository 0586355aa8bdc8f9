// Alerts of several events.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "alert/alert.h"
#include "base/limits.h"
#include "detect/rule_file.h"
#include "support/event_text.h"

namespace ak::alert {
namespace {

constexpr std::string_view kRule =
    "[rule]\nname = \"Download, Then Cron\"\ndescription = \"d\"\nrule_id = \"u\"\ntype = \"eql\"\n"
    "severity = \"high\"\nrisk_score = 73\nquery = \"any where true\"\n";

constexpr const char* kDownload =
    "event.id = 1795354251.123:42; event.category = process; event.type = start; "
    "event.action = exec; process.pid = 7; process.name = curl; process.parent.name = bash; "
    "process.args = curl | --token | s3cr3t-t0ken-value; "
    "process.command_line = curl --token s3cr3t-t0ken-value; user.name = root; process.tty = pts0";
constexpr const char* kCron =
    "event.id = 1795354253.127:57; event.category = file; event.type = creation; "
    "event.action = creation; process.pid = 7; process.name = curl; user.name = root; "
    "file.path = /etc/cron.d/x";

Alert alert_on(const std::vector<std::string>& texts) {
  DiagnosticList complaints;
  auto set = std::make_shared<detect::RuleSet>();
  set->rules.push_back(*detect::read_rule_file(kRule, "cron", "cron.toml", complaints).rule);
  Alert alert;
  alert.rule = &set->rules.front();
  alert.rules = std::move(set);
  TimeMs time = 1795354251123;
  for (const std::string& text : texts) {
    Event event = test::event_from_text(text);
    event.time = time;
    time += 2004;
    alert.events.push_back(std::make_shared<const Event>(std::move(event)));
  }
  alert.event = *alert.events.back();
  alert.sequence = 7;
  alert.created = alert.event.time;
  return alert;
}

void expect_golden(const std::string& actual, const std::string& name) {
  const std::string path = std::string(AK_SOURCE_DIR) + "/tests/alert/" + name;
  if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) std::ofstream(path) << actual;
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(actual, expected.str());
}

TEST(SequenceAlert, ShowsEachEventAndTheLastInFull) {
  expect_golden(to_json(alert_on({kDownload, kCron}), {}) + "\n", "sequence.json");
  expect_golden(to_text(alert_on({kDownload, kCron}), {}), "sequence.txt");
}

TEST(SequenceAlert, RedactsEveryEvent) {
  for (const std::string& shown :
       {to_json(alert_on({kDownload, kCron}), {}), to_text(alert_on({kDownload, kCron}), {})}) {
    EXPECT_EQ(shown.find("s3cr3t"), std::string::npos) << shown;
    EXPECT_NE(shown.find("[redacted:"), std::string::npos) << shown;
  }
}

TEST(SequenceAlert, TellsHowManyEventsAndHowLong) {
  EXPECT_EQ(summary(alert_on({kDownload, kCron}), {}),
            "Download, Then Cron: root created /etc/cron.d/x with curl, the last of 2 events "
            "within 2.004 s");
  EXPECT_EQ(summary(alert_on({kCron}), {}),
            "Download, Then Cron: root created /etc/cron.d/x with curl");
}

TEST(SequenceAlert, ShowsAtMostTheCapOfEvents) {
  for (const std::size_t count : {limits::kMaxAlertEvents, limits::kMaxAlertEvents + 1}) {
    rapidjson::Document document;
    document.Parse(to_json(alert_on(std::vector<std::string>(count, kCron)), {}).c_str());
    ASSERT_FALSE(document.HasParseError());
    EXPECT_EQ(document["events"].Size(), limits::kMaxAlertEvents);
  }
}

}  // namespace
}  // namespace ak::alert
