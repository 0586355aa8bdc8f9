// The daemon's state in its three forms, and what is told as a problem.
#include "app/status.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace ak::app {
namespace {

constexpr TimeMs kNow = 1795354251123;  // 2026-11-22T13:30:51.123Z

Status healthy() {
  Status status;
  status.host_name = "node-7";
  status.pid = 4711;
  status.now = kNow;
  status.started = kNow - (2 * 86'400 + 3 * 3600) * TimeMs{1000};
  status.last_event = kNow - 1500;
  status.detections = 3;
  status.counters = {{"events", "audit events completed", false, 1234},
                     {"lost_events", "events that the serials show to be missing", true, 0}};
  status.tables = {{"processes", "processes known", 32768, 321}};
  Histogram busy;
  busy.add(std::chrono::microseconds(80));
  busy.add(std::chrono::microseconds(120));
  busy.add(std::chrono::seconds(2));
  status.reader_busy = busy.read();
  status.evaluation.counts[0] = status.evaluation.count = 4;
  status.evaluation.sum = std::chrono::microseconds(90);
  status.evaluation.longest = std::chrono::microseconds(30);
  status.delivery.store = "/var/lib/audisp-kube/alerts.db";
  status.delivery.stored = 2;
  status.delivery.stored_bytes = 2048;
  status.delivery.queued = 1;
  status.delivery.sinks = {{"syslog", "syslog", true, "", 0, 40, 0, {}}};
  status.kernel = audit::KernelStatus{1, 812, 0, 3, 8192};
  return status;
}

Status ailing() {
  Status status = healthy();
  status.last_event = 0;
  status.detections = 0;
  status.counters[1].value = 7;
  status.delivery.store_works = false;
  status.delivery.held = 4;
  status.delivery.sinks = {
      {"syslog", "syslog", false, "nobody listens on /dev/log", 5, 40, 0, kNow - 61'000},
      {"a\"b", "file", true, "", 0, 1, 2, {}}};
  status.kernel = audit::KernelStatus{0, 0, 99, 0, 64};
  return status;
}

void expect_golden(const std::string& actual, const std::string& name) {
  const std::string path = std::string(AK_SOURCE_DIR) + "/tests/app/status/" + name;
  if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) std::ofstream(path) << actual;
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(actual, expected.str()) << name;
}

TEST(Status, IsShownToPeople) {
  expect_golden(status_text(healthy()), "healthy.txt");
  expect_golden(status_text(ailing()), "ailing.txt");
}

TEST(Status, IsAnEcsDocument) {
  expect_golden(status_json(healthy()) + "\n", "healthy.json");
  expect_golden(status_json(ailing()) + "\n", "ailing.json");
}

TEST(Status, IsAPageForPrometheus) {
  expect_golden(status_prometheus(healthy()), "healthy.prom");
  expect_golden(status_prometheus(ailing()), "ailing.prom");
}

TEST(Status, HasNoProblemsAndLossesWhenAllIsWell) {
  EXPECT_TRUE(problems(healthy()).empty());
  EXPECT_TRUE(losses(healthy()).empty());
}

TEST(Status, TellsLossesApartFromWhatIsWrongNow) {
  Status status = healthy();
  status.counters[1].value = 7;
  status.kernel->lost = 1;
  status.delivery.sinks[0].lost = 2;
  EXPECT_TRUE(problems(status).empty());
  EXPECT_EQ(losses(status).size(), 3U);
}

TEST(Status, TellsOfAnAuditdThatCutsItsRecords) {
  Status status = healthy();
  status.counters.push_back({"cut_ends", "cut", true, 0});
  EXPECT_TRUE(problems(status).empty());
  status.counters.back().value = 1;
  ASSERT_EQ(problems(status).size(), 1U);
  EXPECT_NE(problems(status)[0].find("log_format = ENRICHED"), std::string::npos);
}

TEST(Status, TellsThatTheReaderIsStuck) {
  Status status = healthy();
  status.busy_since = status.now - 30'000;
  EXPECT_TRUE(problems(status).empty());
  status.busy_since -= 1;
  ASSERT_EQ(problems(status).size(), 1U);
  EXPECT_TRUE(problems(status)[0].starts_with("no records are read since "));
}

TEST(Status, TellsThatRulesReportAPathNoMore) {
  Status status = healthy();
  status.tables.push_back({"ended_watches", "paths", 64, 0});
  EXPECT_TRUE(problems(status).empty());
  status.tables.back().value = 2;
  ASSERT_EQ(problems(status).size(), 1U);
  EXPECT_NE(problems(status)[0].find("refresh-audit-rules"), std::string::npos);
}

TEST(Status, IsPatientWithASinkThatIsAwayForAMoment) {
  Status status = healthy();
  sink::SinkStatus& sink = status.delivery.sinks[0];
  sink.up = false;
  sink.oldest_waiting = kNow - 60'000;
  EXPECT_TRUE(problems(status).empty());
  *sink.oldest_waiting -= 1;
  EXPECT_EQ(problems(status).size(), 1U);
}

TEST(Status, DoesNotCallAKernelUnknownToItAProblem) {
  Status status = healthy();
  status.kernel.reset();
  status.kernel_problem = "Operation not permitted";
  EXPECT_TRUE(problems(status).empty());
  EXPECT_NE(status_text(status).find("kernel      not known: Operation not permitted\n"),
            std::string::npos);
  EXPECT_EQ(status_prometheus(status).find("kernel"), std::string::npos);
}

TEST(Status, SaysHowLongInItsTwoLargestUnits) {
  const std::pair<TimeMs, const char*> cases[] = {
      {0, "0s"},         {999, "0s"},          {1000, "1s"},
      {61'000, "1m 1s"}, {3'600'000, "1h 0m"}, {90'061'000, "1d 1h"}};
  for (const auto& [ms, expected] : cases) {
    Status status = healthy();
    status.started = kNow - ms;
    EXPECT_NE(status_text(status).find(std::string("running for ") + expected + "\n"),
              std::string::npos)
        << expected;
  }
}

}  // namespace
}  // namespace ak::app
