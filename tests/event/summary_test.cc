#include "event/summary.h"

#include <gtest/gtest.h>

#include <string>

#include "event/normalize.h"
#include "support/one_event.h"

namespace ak {
namespace {

// "actor as user -> type primary secondary by how"; "-" for what is missing.
std::string summary_of(const std::string& records) {
  TextPathResolver paths;
  const Event event = normalize(test::event_of(records), paths, {}).events.at(0);
  const auto text = [&](Field field) {
    return event.find(field) == nullptr ? "-" : std::string(event.string(field));
  };
  return text(Field::auditd_actor_primary) + " as " + text(Field::auditd_actor_secondary) + " -> " +
         text(Field::auditd_object_type) + " " + text(Field::auditd_object_primary) + " " +
         text(Field::auditd_object_secondary) + " by " + text(Field::auditd_how);
}

TEST(Summary, SaysWhoDidItToWhatWithWhat) {
  const auto syscall = [](const std::string& name) {
    return "SYSCALL " + test::arch_and_syscall(name) +
           " success=yes exit=0 a2=0 pid=2 ppid=1 auid=1000 uid=0 exe=\"/bin/x\"~AUID=\"eve\" "
           "UID=\"root\"\n";
  };
  struct Case {
    std::string records, expected;
  };
  const Case cases[] = {
      {syscall("openat") + "PATH item=0 name=\"/etc/x\" mode=0100644 nametype=NORMAL\n",
       "eve as root -> file /etc/x - by /bin/x"},
      {syscall("mkdir") + "PATH item=0 name=\"/etc/d\" mode=040755 nametype=CREATE\n",
       "eve as root -> directory /etc/d - by /bin/x"},
      {syscall("execve") + "PATH item=0 name=\"/bin/ls\" nametype=NORMAL\n",
       "eve as root -> file /bin/ls - by /bin/x"},
      {syscall("connect") + "SOCKADDR saddr=020001BB0A0000010000000000000000\n",
       "eve as root -> socket 10.0.0.1 443 by /bin/x"},
      {syscall("ptrace"), "eve as root -> - - - by /bin/x"},
      {"USER_LOGIN pid=5 uid=0 auid=4294967295 ses=2 msg='op=login acct=\"eve\" "
       "exe=\"/usr/sbin/sshd\" hostname=h addr=10.0.0.9 terminal=ssh res=success'\n",
       "unset as eve -> user-session ssh 10.0.0.9 by /usr/sbin/sshd"},
      {"LOGIN pid=5 uid=0 old-auid=4294967295 auid=1000 tty=(none) old-ses=4294967295 ses=4 "
       "res=1\n",
       "unset as 0 -> user-session 1000 - by -"},
      {"LOGIN pid=5 uid=0 old-auid=1000 auid=1001 tty=(none) old-ses=1 ses=4 res=1\n",
       "1000 as 0 -> user-session 1001 - by -"},
      {"LOGIN pid=5 uid=0 old-auid=1000 auid=1001 res=1~OLD-AUID=\"eve\" AUID=\"bob\"\n",
       "eve as 0 -> user-session 1001 - by -"},
      {"ADD_USER pid=5 uid=0 auid=0 ses=2 msg='op=adding user id=1001 exe=\"/sbin/useradd\" "
       "res=success'\n",
       "0 as 0 -> account 1001 - by /sbin/useradd"},
      {"CONFIG_CHANGE auid=0 ses=2 op=add_rule key=\"k\" list=4 res=1\n",
       "0 as - -> audit-config add_rule - by -"},
      {"SERVICE_START pid=1 uid=0 auid=4294967295 msg='unit=x comm=\"systemd\" res=success'\n",
       "unset as 0 -> service x - by systemd"},
  };
  for (const Case& c : cases) EXPECT_EQ(summary_of(c.records), c.expected) << c.records;
}

}  // namespace
}  // namespace ak
