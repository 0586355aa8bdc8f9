#include <gtest/gtest.h>

#include <string>

#include "event/normalize.h"
#include "support/event_line.h"
#include "support/one_event.h"

namespace ak {
namespace {

Normalized of(const std::string& records) {
  TextPathResolver paths;
  return normalize(test::event_of(records), paths, {});
}

TEST(NormalizeRecord, LoginsAccountsAndConfiguration) {
  struct Case {
    std::string record, expected;
  };
  const std::string head = "pid=5 uid=0 auid=1000 ses=2 ";
  const Case cases[] = {
      {"USER_LOGIN " + head +
           "msg='op=login acct=\"eve\" exe=\"/usr/sbin/sshd\" hostname=h "
           "addr=10.0.0.9 terminal=ssh res=success'",
       "authentication start logged-in success"},
      {"USER_AUTH " + head +
           "msg='op=PAM:authentication acct=\"eve\" exe=\"/bin/su\" hostname=? "
           "addr=? terminal=pts/0 res=failed'",
       "authentication info authenticated failure"},
      {"USER_START " + head + "msg='op=PAM:session_open acct=\"eve\" res=success'",
       "session start started-session success"},
      {"ADD_USER " + head + "msg='op=adding user acct=\"x\" res=success'",
       "iam user,creation added-user-account success"},
      {"CONFIG_CHANGE auid=0 ses=2 op=remove_rule key=\"k\" list=4 res=1",
       "configuration change deleted-audit-rule,changed-audit-configuration success"},
      {"CONFIG_CHANGE op=set audit_enabled=0 old=1 auid=0 ses=2 res=1",
       "configuration change stopped-audit,changed-audit-configuration success"},
      {"DAEMON_END op=terminate auid=0 pid=1 res=success",
       "configuration change stopped-audit,shutdown-audit success"},
      {"SERVICE_START pid=1 uid=0 auid=4294967295 ses=4294967295 msg='unit=x res=success'",
       "process start started-service success"},
  };
  for (const Case& c : cases) {
    const Normalized normalized = of(c.record + "\n");
    ASSERT_EQ(normalized.events.size(), 1U) << c.record;
    EXPECT_EQ(test::line_of(normalized.events[0]), c.expected) << c.record;
    EXPECT_FALSE(normalized.process) << c.record;
  }
}

TEST(NormalizeRecord, LoginTellsWhoAndWhence) {
  const Event event =
      of("USER_LOGIN pid=5 uid=0 auid=1000 ses=2 msg='op=login acct=\"eve\" exe=\"/usr/sbin/sshd\" "
         "hostname=h addr=10.0.0.9 terminal=ssh res=success'\n")
          .events.at(0);
  EXPECT_EQ(*event.number(Field::process_pid), 5);
  EXPECT_EQ(event.string(Field::process_name), "sshd");
  EXPECT_EQ(event.string(Field::user_effective_name), "eve");
  EXPECT_EQ(event.string(Field::user_audit_id), "1000");
  EXPECT_EQ(event.string(Field::source_ip), "10.0.0.9");
  EXPECT_EQ(event.string(Field::auditd_op), "login");
  EXPECT_EQ(event.string(Field::auditd_terminal), "ssh");
  EXPECT_EQ(event.string(Field::auditd_session), "2");
}

TEST(NormalizeRecord, OriginThatIsNoAddressIsNoIp) {
  const Event event =
      of("USER_LOGIN pid=5 uid=0 msg='op=login addr=beef.example res=failed'\n").events.at(0);
  EXPECT_EQ(event.string(Field::source_address), "beef.example");
  EXPECT_EQ(event.find(Field::source_ip), nullptr);
  for (const std::string address : {"1.2.3", "12345", "12:34", "999.1.1.1"}) {
    const Event odd =
        of("USER_LOGIN pid=5 uid=0 msg='op=login addr=" + address + " res=failed'\n").events.at(0);
    EXPECT_EQ(odd.find(Field::source_ip), nullptr) << address;
    EXPECT_EQ(odd.string(Field::source_address), address);
  }
}

// A service manager asks SELinux for somebody else.
TEST(NormalizeRecord, AGroupInAProgramsMessageIsNotItsOwn) {
  const Event event =
      of("USER_AVC pid=1 uid=0 auid=4294967295 ses=4294967295 subj=init_t msg='avc:  denied  "
         "{ start } for auid=1000 uid=1000 gid=1000 path=\"/x\" exe=\"/lib/systemd/systemd\"'\n")
          .events.at(0);
  EXPECT_EQ(event.string(Field::user_id), "0");
  EXPECT_EQ(event.find(Field::group_id), nullptr);
}

TEST(NormalizeRecord, AKeyInAProgramsMessageIsNoRulesKey) {
  const Event event =
      of("USER pid=1 uid=0 msg='key=audisp-kube-kubeconfig res=success'\n").events.at(0);
  EXPECT_EQ(event.find(Field::auditd_keys), nullptr);
}

TEST(NormalizeRecord, TheAddressThatASecurityModuleDeniedIsNoOrigin) {
  const Event event = of("AVC apparmor=\"DENIED\" operation=\"connect\" profile=\"p\" pid=5 "
                         "comm=\"x\" family=\"unix\" addr=none peer_addr=\"@/tmp/X0\"\n")
                          .events.at(0);
  EXPECT_EQ(event.find(Field::source_address), nullptr);
}

TEST(NormalizeRecord, AnAccountIsWhomItIsOrWhatWasDoneTo) {
  const struct {
    std::string record;
    Field field;
    std::string expected;
  } cases[] = {
      {"USER_LOGIN pid=5 uid=0 auid=7 ses=2 msg='op=login id=7 res=success'",
       Field::user_effective_id, "7"},
      {"USER_CHAUTHTOK pid=5 uid=3 auid=7 ses=2 msg='op=PAM:chauthtok acct=\"eve\" res=failed'",
       Field::user_target_name, "eve"},
      {"USER_CHAUTHTOK pid=5 uid=3 auid=7 ses=2 msg='op=PAM:chauthtok acct=\"eve\" res=failed'",
       Field::user_effective_id, "3"},
      {"USER_CHAUTHTOK pid=5 uid=3 auid=7 ses=2 msg='op=PAM:chauthtok acct=\"eve\" res=failed'",
       Field::user_effective_name, ""},
      {"ADD_USER pid=5 uid=0 auid=7 ses=2 msg='op=add-user id=1002 res=success'",
       Field::user_target_id, "1002"},
      {"ADD_GROUP pid=5 uid=0 auid=7 ses=2 msg='op=add-group acct=\"ops\" res=success'",
       Field::group_name, "ops"},
      {"GRP_CHAUTHTOK pid=5 uid=0 auid=7 ses=2 msg='op=change-password grp=\"wheel\" "
       "acct=\"root\" res=success'",
       Field::group_name, "wheel"},
      {"USER_LOGIN pid=5 uid=0 auid=7 ses=2 msg='op=login id=7 res=success'~ID=\"eve\"",
       Field::user_effective_name, "eve"},
      {"ADD_GROUP pid=5 uid=0 auid=7 ses=2 msg='op=add-group id=9 res=success'~ID=\"ops\"",
       Field::group_name, "ops"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(of(c.record + "\n").events.at(0).string(c.field), c.expected) << c.record;
  }
}

TEST(NormalizeRecord, SaysWhatAPlainSyscallDid) {
  const Normalized normalized =
      of("CONFIG_CHANGE auid=0 ses=2 op=add_rule key=\"k\" list=4 res=1\n"
         "SYSCALL " +
         test::arch_and_syscall("sendto") +
         " success=yes exit=10 ppid=1 pid=2 auid=0 uid=0 ses=2 comm=\"auditctl\" "
         "exe=\"/sbin/auditctl\" key=(null)\n");
  ASSERT_EQ(normalized.events.size(), 1U);
  EXPECT_EQ(test::line_of(normalized.events[0]),
            "configuration change added-audit-rule,changed-audit-configuration success");
  EXPECT_EQ(normalized.events[0].string(Field::process_name), "auditctl");
  EXPECT_TRUE(normalized.process);
}

// As AppArmor reports unshare where unprivileged user namespaces are watched.
TEST(NormalizeRecord, TheClassOfASecurityModuleIsTheSyscallsToo) {
  const Normalized normalized =
      of("AVC apparmor=\"AUDIT\" operation=\"userns_create\" class=\"namespace\" pid=2 "
         "comm=\"unshare\"\nSYSCALL " +
         test::arch_and_syscall("unshare") +
         " success=yes exit=0 a0=10000000 ppid=1 pid=2 uid=0 comm=\"unshare\" "
         "exe=\"/usr/bin/unshare\"\n");
  ASSERT_FALSE(normalized.events.empty());
  for (const Event& event : normalized.events) {
    EXPECT_EQ(event.string(Field::auditd_syscall), "unshare");
    EXPECT_EQ(event.string(Field::auditd_class), "namespace");
  }
}

TEST(NormalizeRecord, LeavesWhatTheSyscallTellsOfTheProcess) {
  const Normalized normalized =
      of("AVC apparmor=\"DENIED\" operation=\"ptrace\" pid=2 comm=\"bash\" "
         "denied_mask=\"trace\"\nSYSCALL " +
         test::arch_and_syscall("ptrace") +
         " success=no exit=-13 ppid=1 pid=2 uid=0 comm=\"bash\" exe=\"/usr/bin/strace\"\n");
  ASSERT_EQ(normalized.events.size(), 1U);
  const Event& event = normalized.events[0];
  EXPECT_EQ(test::line_of(event), "process info violated-apparmor-policy failure");
  EXPECT_EQ(event.string(Field::process_name), "strace");
  EXPECT_EQ(event.string(Field::auditd_syscall), "ptrace");
}

TEST(NormalizeRecord, TheNamesOfACallThatIsLostAreTold) {
  const Normalized normalized =
      of("CWD cwd=\"/srv\"\n"
         "PATH item=0 name=\"f\" inode=1 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 "
         "nametype=NORMAL\n");
  ASSERT_EQ(normalized.events.size(), 1U);
  EXPECT_EQ(*normalized.events[0].strings(Field::auditd_paths), Strings{"f"});
  EXPECT_EQ(normalized.events[0].find(Field::file_path), nullptr);
}

TEST(NormalizeRecord, ComesBesidesAnActThatCausedIt) {
  const Normalized normalized =
      of("CONFIG_CHANGE op=remove_rule dir=\"/etc/k\" key=\"k\" list=4 res=1\n"
         "SYSCALL " +
         test::arch_and_syscall("rmdir") +
         " success=yes exit=0 items=1 ppid=1 pid=2 auid=0 uid=0 ses=2 comm=\"rm\" exe=\"/bin/rm\"\n"
         "CWD cwd=\"/\"\n"
         "PATH item=0 name=\"/etc/k\" inode=1 dev=fe:00 mode=040755 ouid=0 ogid=0 rdev=00:00 "
         "nametype=DELETE\n");
  ASSERT_EQ(normalized.events.size(), 2U);
  EXPECT_EQ(test::line_of(normalized.events[0]), "file deletion deletion,deleted success /etc/k");
  EXPECT_EQ(test::line_of(normalized.events[1]),
            "configuration change deleted-audit-rule,changed-audit-configuration success");
}

std::string network(const std::string& syscall, const std::string& result,
                    const std::string& saddr) {
  return "SYSCALL " + test::arch_and_syscall(syscall) + " " + result +
         " ppid=1 pid=2 uid=0 comm=\"nc\" exe=\"/bin/nc\"\nSOCKADDR saddr=" + saddr + "\n";
}

TEST(NormalizeNetwork, KeepsItsCategoryWhateverTheOutcome) {
  const std::string saddr = "0200192B0A0000010000000000000000";  // 10.0.0.1:6443
  struct Case {
    std::string syscall, result, expected;
  };
  const Case cases[] = {
      {"connect", "success=yes exit=0",
       "network connection,start connection_attempted,connected-to success"},
      {"connect", "success=no exit=-111",
       "network connection,start connection_attempted,connected-to failure"},
      {"connect", "success=no exit=-115",
       "network connection,start connection_attempted,connected-to unknown"},
      {"accept", "success=yes exit=4",
       "network connection,start connection_accepted,accepted-connection-from success"},
      {"bind", "success=yes exit=0", "network connection,start bound-socket success"},
  };
  for (const Case& c : cases) {
    const Normalized normalized = of(network(c.syscall, c.result, saddr));
    ASSERT_EQ(normalized.events.size(), 1U);
    EXPECT_EQ(test::line_of(normalized.events[0]), c.expected);
  }
  const Event connect = of(network("connect", "success=yes exit=0", saddr)).events.at(0);
  EXPECT_EQ(connect.string(Field::destination_ip), "10.0.0.1");
  EXPECT_EQ(*connect.number(Field::destination_port), 6443);
  EXPECT_EQ(connect.string(Field::network_direction), "egress");
  const Event by_number = of("SYSCALL arch=40000003 syscall=102 a0=3 success=yes exit=0 ppid=1 "
                             "pid=2 uid=0\nSOCKADDR saddr=" +
                             saddr + "\n")
                              .events.at(0);
  EXPECT_EQ(test::line_of(by_number),
            "network connection,start connection_attempted,connected-to success");
  EXPECT_EQ(by_number.string(Field::destination_ip), "10.0.0.1");
  EXPECT_EQ(by_number.string(Field::auditd_syscall), "socketcall(connect)");
  const Event sent = of(network("sendto", "success=yes exit=4", saddr)).events.at(0);
  EXPECT_EQ(sent.string(Field::destination_ip), "10.0.0.1");
  EXPECT_EQ(sent.strings(Field::event_category)->at(0), "process");
  const Event named = of(network("getsockname", "success=yes exit=0", saddr)).events.at(0);
  EXPECT_EQ(named.find(Field::source_ip), nullptr);
  const Event accept = of(network("accept", "success=yes exit=4", saddr)).events.at(0);
  EXPECT_EQ(accept.string(Field::source_ip), "10.0.0.1");
  EXPECT_EQ(accept.string(Field::network_direction), "ingress");
  EXPECT_EQ(connect.string(Field::destination_address), "10.0.0.1");
  EXPECT_EQ(connect.string(Field::auditd_socket_family), "ipv4");
}

TEST(NormalizeNetwork, ConnectToAUnixSocketHasItsPath) {
  const Event connect =
      of(network("connect", "success=yes exit=0", "01002F72756E2F782E736F636B0000")).events.at(0);
  EXPECT_EQ(connect.string(Field::destination_address), "/run/x.sock");
  EXPECT_EQ(connect.string(Field::network_direction), "egress");
  EXPECT_EQ(connect.string(Field::auditd_socket_family), "unix");
  EXPECT_EQ(connect.find(Field::destination_ip), nullptr);
  EXPECT_EQ(connect.find(Field::network_type), nullptr);
}

TEST(NormalizeNetwork, OtherFamiliesHaveTheirNumber) {
  const Event bind =
      of(network("bind", "success=yes exit=0", "260061656164000000000000")).events.at(0);
  EXPECT_EQ(bind.string(Field::auditd_socket_family), "38");
  EXPECT_EQ(bind.find(Field::source_ip), nullptr);
  EXPECT_EQ(bind.find(Field::network_direction), nullptr);
}

}  // namespace
}  // namespace ak
