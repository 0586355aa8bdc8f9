#include "app/auditd_conf.h"

#include <gtest/gtest.h>

namespace ak::app {
namespace {

TEST(AuditdConf, HasTheLastValueOfAKey) {
  EXPECT_EQ(find_auditd_value("# name = a\nname_format = USER\n  NAME =  rack7 \r\n", "name"),
            "rack7");
  EXPECT_EQ(find_auditd_value("name = a\nname=b", "name"), "b");
  EXPECT_EQ(find_auditd_value("name_format = HOSTNAME\n##name = mydomain\n=\n", "name"), "");
  EXPECT_EQ(find_auditd_value("", "name"), "");
}

TEST(AuditdConf, SaysWhereTheLogIs) {
  EXPECT_EQ(auditd_log(""), "/var/log/audit/audit.log");
  EXPECT_EQ(auditd_log("log_file = /srv/a.log\nwrite_logs = yes\n"), "/srv/a.log");
  EXPECT_EQ(auditd_log("log_file = /srv/a.log\nwrite_logs = No\n"), "");
  EXPECT_EQ(auditd_log("log_format = NOLOG\n"), "");
}

}  // namespace
}  // namespace ak::app
