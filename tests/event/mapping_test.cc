// How audit events become ECS events, act by act and field by field: two tables.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "event/normalize.h"
#include "support/event_line.h"
#include "support/one_event.h"

namespace ak {
namespace {

std::vector<Event> events_of(const std::string& records) {
  TextPathResolver paths;
  return normalize(test::event_of(records), paths, {}).events;
}

std::string syscall(const std::string& name, const std::string& result, const std::string& args) {
  return "SYSCALL " + test::arch_and_syscall(name) + " " + result + " " + args +
         " ppid=1 pid=2 auid=1000 uid=0 gid=0 euid=0 ses=3 comm=\"x\" exe=\"/bin/x\"\n";
}

std::string path(int item, const std::string& name, const std::string& nametype, int inode) {
  return fmt::format(
      "PATH item={} name=\"{}\" inode={} dev=fe:00 mode=0100600 ouid=0 ogid=0 rdev=00:00 "
      "nametype={}\n",
      item, name, inode, nametype);
}

struct ActCase {
  std::vector<std::string> syscalls;
  std::string expected;  // category, types, actions
  std::string args = "";
  std::string paths = "";
  std::string failed = "attempt";  // the category of one that failed
};

const std::string kThere = path(0, "/f", "NORMAL", 5);
const std::string kMade = path(0, "/", "PARENT", 2) + path(1, "/f", "CREATE", 5);

const std::vector<ActCase>& act_cases() {
  static const std::vector<ActCase> cases = {
      {{"execve", "execveat"}, "process start exec,executed"},
      {{"clone", "clone3", "fork", "vfork"}, "process start fork", "a0=11"},
      {{"exit", "exit_group"}, "process end end"},
      {{"open", "openat", "openat2", "creat"}, "file creation creation,opened-file", "", kMade},
      {{"open"}, "file change modification,opened-file", "a1=1", kThere},
      {{"openat"}, "file change modification,opened-file", "a2=200", kThere},
      {{"creat"}, "file change modification,opened-file", "", kThere},
      {{"open"}, "file access open,opened-file", "a1=0", kThere},
      {{"openat"}, "file access open,opened-file", "a2=0", kThere},
      {{"truncate", "ftruncate", "fallocate"}, "file change modification,opened-file", "", kThere},
      {{"rename", "renameat", "renameat2"},
       "file change rename,renamed",
       "",
       path(0, "/", "PARENT", 2) + path(1, "/e", "DELETE", 5) + path(2, "/f", "CREATE", 5)},
      {{"link", "linkat"}, "file creation creation,linked", "", kMade},
      {{"symlink", "symlinkat"}, "file creation creation,symlinked", "", kMade},
      {{"mkdir", "mkdirat"}, "file creation creation,created-directory", "", kMade},
      {{"mknod", "mknodat"}, "file creation creation,make-device", "", kMade},
      {{"unlink", "unlinkat", "rmdir"},
       "file deletion deletion,deleted",
       "",
       path(0, "/", "PARENT", 2) + path(1, "/f", "DELETE", 5)},
      {{"chmod", "fchmod", "fchmodat"}, "file change changed-file-permissions-of", "", kThere},
      {{"chown", "fchown", "lchown", "fchownat"},
       "file change changed-file-ownership-of",
       "",
       kThere},
      {{"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"},
       "file change changed-file-attributes-of",
       "",
       kThere},
      {{"utime", "utimes", "futimesat", "utimensat"},
       "file change changed-file-attributes-of,changed-timestamp-of",
       "",
       kThere},
      {{"connect"},
       "network connection,start connection_attempted,connected-to",
       "",
       "",
       "network"},
      {{"accept", "accept4"},
       "network connection,start connection_accepted,accepted-connection-from",
       "",
       "",
       "network"},
      {{"bind"}, "network connection,start bound-socket", "", "", "network"},
      {{"setuid", "setreuid", "setresuid", "setfsuid"},
       "process change uid_change,changed-identity-of"},
      {{"setgid", "setregid", "setresgid", "setfsgid"},
       "process change gid_change,changed-identity-of"},
      {{"init_module", "finit_module"}, "driver start load_module,loaded-kernel-module"},
      {{"delete_module"}, "driver end unloaded-kernel-module"},
      {{"ptrace"}, "process info ptrace"},
      {{"mount", "move_mount"}, "process info mounted"},
      {{"umount2"}, "process info unmounted"},
      {{"kill", "tkill", "tgkill"}, "process info killed-pid"},
      {{"listen"}, "process info listen-for-connections"},
      {{"sendto", "sendmsg"}, "process info sent-to"},
      {{"recvfrom", "recvmsg"}, "process info received-from"},
      {{"clock_adjtime", "settimeofday"}, "process info changed-system-time"},
      {{"sethostname"}, "process info changed-system-name"},
      {{"getpid"}, "process info getpid"},
  };
  return cases;
}

// The line of its first event without outcome and paths.
std::string act_of(const std::string& records) {
  const std::vector<Event> events = events_of(records);
  if (events.empty()) return "no event";
  const auto words = [&](Field field) {
    const Strings* values = events[0].strings(field);
    return values == nullptr ? "-" : join(*values, ",");
  };
  return words(Field::event_category) + " " + words(Field::event_type) + " " +
         words(Field::event_action);
}

TEST(Mapping, OfEachActThatSucceeded) {
  for (const ActCase& c : act_cases()) {
    for (const std::string& name : c.syscalls) {
      const std::string records = syscall(name, "success=yes exit=7", c.args) + c.paths;
      EXPECT_EQ(act_of(records), c.expected) << records;
      EXPECT_EQ(events_of(records)[0].string(Field::event_outcome), "success") << name;
    }
  }
}

TEST(Mapping, OfEachActThatFailed) {
  for (const ActCase& c : act_cases()) {
    for (const std::string& name : c.syscalls) {
      const std::string records = syscall(name, "success=no exit=-13", c.args) + c.paths;
      EXPECT_EQ(act_of(records), c.failed + c.expected.substr(c.expected.find(' '))) << records;
      EXPECT_EQ(events_of(records)[0].string(Field::event_outcome), "failure") << name;
    }
  }
}

TEST(Mapping, OfEachRecordThatProgramsAndTheAuditSystemWrite) {
  const struct {
    std::string record, expected;
  } cases[] = {
      {"USER_LOGIN", "authentication start logged-in"},
      {"USER_LOGOUT", "authentication end logged-out"},
      {"LOGIN", "authentication start changed-login-id-to"},
      {"USER_AUTH", "authentication info authenticated"},
      {"USER_ACCT", "authentication info was-authorized"},
      {"USER_ERR", "authentication info error"},
      {"CRED_ACQ", "authentication info acquired-credentials"},
      {"CRED_DISP", "authentication info disposed-credentials"},
      {"CRED_REFR", "authentication info refreshed-credentials"},
      {"USER_START", "session start started-session"},
      {"USER_END", "session end ended-session"},
      {"ADD_USER", "iam user,creation added-user-account"},
      {"DEL_USER", "iam user,deletion deleted-user-account"},
      {"USER_MGMT", "iam user,change modified-user-account"},
      {"USER_CHAUTHTOK", "iam user,change changed-password"},
      {"ADD_GROUP", "iam group,creation added-group-account-to"},
      {"DEL_GROUP", "iam group,deletion deleted-group-account-from"},
      {"GRP_MGMT", "iam group,change modified-group-account"},
      {"CONFIG_CHANGE", "configuration change changed-audit-configuration"},
      {"CONFIG_CHANGE op=add_rule",
       "configuration change added-audit-rule,changed-audit-configuration"},
      {"CONFIG_CHANGE op=remove_rule",
       "configuration change deleted-audit-rule,changed-audit-configuration"},
      {"CONFIG_CHANGE op=set audit_enabled=0 old=1",
       "configuration change stopped-audit,changed-audit-configuration"},
      {"DAEMON_START", "configuration change started-audit"},
      {"DAEMON_END", "configuration change stopped-audit,shutdown-audit"},
      {"DAEMON_CONFIG", "configuration change changed-auditd-configuration"},
      {"DAEMON_ROTATE", "configuration change rotated-audit-logs"},
      {"SERVICE_START", "process start started-service"},
      {"USER_CMD", "process start ran-command"},
      {"SYSTEM_BOOT", "host start booted-system"},
      {"ANOM_ABEND", "process end crashed-program"},
      {"NETFILTER_CFG", "configuration change loaded-firewall-rule-to"},
      {"AVC avc:  denied  { read } for", "process info violated-selinux-policy"},
      {"AVC apparmor=\"DENIED\"", "process info violated-apparmor-policy"},
      {"AVC apparmor=\"STATUS\"", "process info avc"},
      {"ROLE_MODIFY", "iam change modified-role"},
      {"VIRT_CONTROL", "host info issued-vm-control"},
      {"ANOM_ADD_ACCT", "iam user,creation added-user-account"},
      {"ANOM_EXEC", "process info attempted-execution-of-forbidden-program"},
      {"ANOM_MAX_MAC", "intrusion_detection info max-mandatory-access-control-failures-reached"},
      {"CRYPTO_TEST_USER", "process info crypto_test_user"},
  };
  for (const auto& c : cases) EXPECT_EQ(act_of(c.record + " pid=5 uid=0\n"), c.expected);
}

// The field as text; several values joined by '|'.
std::string text_of(const Event& event, Field field) {
  const Value* value = event.find(field);
  if (value == nullptr) return "missing";
  if (const auto* text = std::get_if<std::string>(value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(value)) return std::to_string(*number);
  if (const auto* texts = std::get_if<Strings>(value)) return join(*texts, "|");
  return std::get<bool>(*value) ? "true" : "false";
}

TEST(Mapping, OfEachField) {
  const std::string exec =
      "SYSCALL " + test::arch_and_syscall("execve") +
      " success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=1 ppid=10 pid=20 auid=1000 uid=1 gid=2 euid=3 "
      "suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts1 ses=5 comm=\"a-long-script-n\" "
      "exe=\"/usr/bin/bash\" key=\"k\"~AUID=\"eve\" UID=\"u\" GID=\"g\" EUID=\"e\"\n"
      "EXECVE argc=2 a0=\"sh\" a1_len=4 a1[0]=6120\nEXECVE a1[1]=6263\nCWD cwd=\"/srv\"\n"
      "PATH item=0 name=\"./a-long-script-name.sh\" inode=7 dev=fe:00 mode=0100755 ouid=0 ogid=0 "
      "rdev=00:00 nametype=NORMAL\nPROCTITLE proctitle=736800612062\n";
  const std::string open =
      "SYSCALL " + test::arch_and_syscall("openat") +
      " success=yes exit=3 a0=ffffff9c a1=0 a2=1 ppid=1 pid=2 auid=4294967295 uid=0 tty=(none) "
      "ses=4294967295 comm=\"cat\" exe=\"/usr/bin/cat\" key=61016201\nCWD cwd=\"/srv/./d\"\n"
      "PATH item=0 name=\"..//f.tar.gz\" inode=7 dev=fe:01 mode=0104640 ouid=1 ogid=2 rdev=00:00 "
      "nametype=NORMAL~OUID=\"o\" OGID=\"h\"\n";
  const std::string rename = syscall("rename", "success=yes exit=0", "") + "CWD cwd=\"/w\"\n" +
                             path(0, "/w", "PARENT", 2) + path(1, "/x", "PARENT", 3) +
                             path(2, "old.txt", "DELETE", 5) + path(3, "/x/new", "CREATE", 5);
  const std::string connect =
      syscall("connect", "success=yes exit=0", "") + "SOCKADDR saddr=020001BB0A000001\n";
  const std::string receive =
      syscall("recvfrom", "success=yes exit=0", "") + "SOCKADDR saddr=020001BB0A000001\n";
  const std::string login =
      "USER_LOGIN pid=5 uid=0 auid=1000 ses=2 msg='op=login acct=\"eve\" exe=\"/usr/sbin/sshd\" "
      "hostname=h addr=fd00::1 terminal=ssh res=failed'\n";
  const struct {
    const std::string& records;
    Field field;
    std::string expected;
  } cases[] = {
      {exec, Field::timestamp, "1000000"},
      {exec, Field::event_id, "1000.000:7"},
      {exec, Field::event_sequence, "7"},
      {exec, Field::event_kind, "event"},
      {exec, Field::host_os_type, "linux"},
      {exec, Field::process_pid, "20"},
      {exec, Field::process_parent_pid, "10"},
      {exec, Field::process_executable, "/usr/bin/bash"},
      {exec, Field::process_name, "a-long-script-name.sh"},
      {exec, Field::process_args, "sh|a bc"},
      {exec, Field::process_args_count, "2"},
      {exec, Field::process_command_line, "sh a bc"},
      {exec, Field::process_title, "sh a b"},
      {exec, Field::process_working_directory, "/srv"},
      {exec, Field::file_path, "/srv/a-long-script-name.sh"},
      {exec, Field::process_tty, "pts1"},
      {exec, Field::process_interactive, "true"},
      {exec, Field::user_id, "1"},
      {exec, Field::user_name, "u"},
      {exec, Field::user_effective_id, "3"},
      {exec, Field::user_effective_name, "e"},
      {exec, Field::user_audit_id, "1000"},
      {exec, Field::user_audit_name, "eve"},
      {exec, Field::group_id, "2"},
      {exec, Field::group_name, "g"},
      {exec, Field::auditd_session, "5"},
      {exec, Field::auditd_keys, "k"},
      {exec, Field::auditd_syscall, "execve"},
      {exec, Field::auditd_arch, "x86_64"},
      {exec, Field::auditd_a3, "4"},
      {exec, Field::auditd_paths, "./a-long-script-name.sh"},
      {open, Field::user_audit_id, "missing"},
      {open, Field::auditd_session, "missing"},
      {open, Field::process_tty, "missing"},
      {open, Field::process_interactive, "false"},
      {open, Field::process_name, "cat"},
      {open, Field::auditd_keys, "a|b"},
      {open, Field::auditd_paths, "..//f.tar.gz"},
      {open, Field::file_path, "/srv/f.tar.gz"},
      {open, Field::file_name, "f.tar.gz"},
      {open, Field::file_directory, "/srv"},
      {open, Field::file_extension, "gz"},
      {open, Field::file_inode, "7"},
      {open, Field::file_device, "fe:01"},
      {open, Field::file_mode, "4640"},
      {open, Field::file_type, "file"},
      {open, Field::file_uid, "1"},
      {open, Field::file_gid, "2"},
      {open, Field::file_owner, "o"},
      {open, Field::file_group, "h"},
      {rename, Field::file_path, "/x/new"},
      {rename, Field::file_original_path, "/w/old.txt"},
      {rename, Field::file_original_name, "old.txt"},
      {rename, Field::file_original_extension, "txt"},
      {connect, Field::destination_ip, "10.0.0.1"},
      {connect, Field::destination_port, "443"},
      {connect, Field::network_direction, "egress"},
      {connect, Field::network_type, "ipv4"},
      {receive, Field::source_ip, "10.0.0.1"},
      {receive, Field::network_direction, "ingress"},
      {login, Field::event_outcome, "failure"},
      {login, Field::source_ip, "fd00::1"},
      {login, Field::user_effective_name, "eve"},
      {login, Field::auditd_terminal, "ssh"},
      {login, Field::auditd_op, "login"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(text_of(events_of(c.records).at(0), c.field), c.expected) << field_info(c.field).name;
  }
}

}  // namespace
}  // namespace ak
