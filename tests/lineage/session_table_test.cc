#include "lineage/session_table.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

Session session(std::int64_t number, std::int64_t leader, std::uint64_t host = 1) {
  Session made;
  made.host = host;
  made.number = number;
  made.leader_pid = leader;
  return made;
}

TEST(SessionTable, FindsASessionOfItsHost) {
  SessionTable table;
  table.begin(session(3, 100));
  ASSERT_NE(table.find(1, 3), nullptr);
  EXPECT_EQ(table.find(1, 3)->leader_pid, 100);
  EXPECT_EQ(table.find(2, 3), nullptr);
  EXPECT_EQ(table.find(1, 4), nullptr);
}

TEST(SessionTable, NumberThatComesAgainIsAnotherSession) {
  SessionTable table;
  table.begin(session(3, 100));
  table.begin(session(3, 200));
  EXPECT_EQ(table.find(1, 3)->leader_pid, 200);
  EXPECT_EQ(table.size(), 1U);
}

TEST(SessionTable, ForgetsTheLeastUsedAtTheCap) {
  SessionTable table;
  for (std::size_t i = 0; i < limits::kMaxSessions; ++i) {
    table.begin(session(static_cast<std::int64_t>(i), 1));
  }
  EXPECT_NE(table.find(1, 0), nullptr);
  table.begin(session(-2, 1));
  EXPECT_EQ(table.size(), limits::kMaxSessions);
  EXPECT_NE(table.find(1, 0), nullptr);
  EXPECT_EQ(table.find(1, 1), nullptr);
}

TEST(SessionTable, TellsTheKindOfEntry) {
  EXPECT_EQ(entry_type("sshd"), "sshd");
  EXPECT_EQ(entry_type("crond"), "cron");
  EXPECT_EQ(entry_type("login"), "terminal");
  EXPECT_EQ(entry_type("(systemd)"), "init");
  EXPECT_EQ(entry_type("bash"), "");
}

}  // namespace
}  // namespace ak
