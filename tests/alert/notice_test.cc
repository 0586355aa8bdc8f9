#include "alert/notice.h"

#include <gtest/gtest.h>

namespace ak::alert {
namespace {

TEST(LossNotice, SaysHowManyAlertsWhichSinkNeverGets) {
  LossNotice notice;
  notice.host_name = "node-7";
  notice.created = 1795354251123;
  notice.sinks = {{"*", 2, 2}, {"agent", 3, 5}, {"syslog", 0, 7}};
  const std::string expected =
      R"-({"@timestamp":"2026-11-22T13:30:51.123Z",)-"
      R"-("message":"audisp-kube lost 5 alerts that were to go to: all sinks (2), agent (3)",)-"
      R"-("ecs":{"version":"8.11.0"},"log":{"level":"error"},)-"
      R"-("event":{"kind":"event","dataset":"audisp-kube","action":"alerts-lost",)-"
      R"-("created":"2026-11-22T13:30:51.123Z"},"host":{"name":"node-7"},)-"
      R"-("audisp_kube":{"sinks":[{"name":"*","lost":2,"lost_since_start":2},)-"
      R"-({"name":"agent","lost":3,"lost_since_start":5},)-"
      R"-({"name":"syslog","lost":0,"lost_since_start":7}]}})-";
  EXPECT_EQ(to_json(notice), expected);
}

TEST(LossNotice, NamesNoHostThatIsNotKnown) {
  EXPECT_EQ(to_json(LossNotice{}).find("host"), std::string::npos);
}

}  // namespace
}  // namespace ak::alert
