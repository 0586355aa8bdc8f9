#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "event/normalize.h"
#include "event/program_name.h"
#include "support/event_line.h"
#include "support/one_event.h"

namespace ak {
namespace {

struct Act {
  std::string syscall;
  std::string result = "success=yes exit=0";
  std::string comm = "\"sh\"";
  std::string exe = "\"/bin/sh\"";
  std::string a0 = "0";
};

std::string syscall(const Act& act) {
  return "SYSCALL " + test::arch_and_syscall(act.syscall) + " " + act.result + " a0=" + act.a0 +
         " a1=0 a2=0 a3=0 items=0 ppid=10 pid=20 auid=4294967295 uid=1000 gid=100 euid=0 "
         "tty=(none) ses=4294967295 comm=" +
         act.comm + " exe=" + act.exe +
         " key=(null)~UID=\"eve\" GID=\"users\" EUID=\"root\" AUID=\"unset\"\n";
}

Normalized of(const std::string& records, const std::string& node = "") {
  TextPathResolver paths;
  return normalize(test::event_of(records, {.node = node}), paths, {.host_name = "here"});
}

const Event& only(const Normalized& normalized) {
  EXPECT_EQ(normalized.events.size(), 1U);
  return normalized.events.at(0);
}

TEST(NormalizeExec, ProgramIsNamedAsItWasExecuted) {
  struct Case {
    std::string what, comm, exe, item, expected;
  };
  const Case cases[] = {
      {"program", "\"kubectl\"", "\"/usr/bin/kubectl\"", "\"/usr/bin/kubectl\"", "kubectl"},
      {"symlink", "\"k\"", "\"/usr/bin/kubectl\"", "\"./k\"", "k"},
      {"script", "\"deploy.sh\"", "\"/usr/bin/bash\"", "\"/opt/deploy.sh\"", "deploy.sh"},
      {"script longer than comm", "\"a-script-with-a\"", "\"/usr/bin/bash\"",
       "\"/opt/a-script-with-a-long-name.sh\"", "a-script-with-a-long-name.sh"},
      {"fexecve", "\"memfd:x\"", "\"/memfd:x (deleted)\"", "\"\"", "memfd:x"},
      {"a descriptor by its relative name", "\"x\"", "\"/usr/bin/bash\"", "\"proc/7/fd/3\"",
       "bash"},
      {"a mapped file", "\"x\"", "\"/usr/bin/bash\"", "\"/proc/7/map_files/56-57\"", "bash"},
      {"standard input", "\"x\"", "\"/usr/bin/bash\"", "\"/dev/./stdin\"", "bash"},
      {"what lies in a directory called fd", "\"3\"", "\"/usr/bin/bash\"", "\"fd/3\"", "3"},
      {"odd bytes", "\"x\"", "\"/tmp/x\"", "2F746D702F6120620A63", "a b\nc"},
  };
  for (const Case& c : cases) {
    const Normalized normalized =
        of(syscall({.syscall = "execve", .comm = c.comm, .exe = c.exe}) +
           "EXECVE argc=2 a0=\"x\" a1=\"-l\"\nCWD cwd=\"/\"\n" + "PATH item=0 name=" + c.item +
           " inode=1 dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL\n"
           "PATH item=1 name=\"/lib64/ld.so\" inode=2 dev=fe:00 mode=0100755 ouid=0 ogid=0 "
           "rdev=00:00 nametype=NORMAL\n");
    EXPECT_EQ(only(normalized).string(Field::process_name), c.expected) << c.what;
    ASSERT_TRUE(normalized.process) << c.what;
    EXPECT_EQ(normalized.process->name, c.expected) << c.what;
  }
}

TEST(NormalizeExec, TheLoaderDoesNotStandForAProgramWhoseRecordIsLost) {
  const std::string records =
      "SYSCALL " + test::arch_and_syscall("execve") +
      " success=yes exit=0 items=2 ppid=10 pid=20 comm=\"bash\" exe=\"/usr/bin/bash\" key=(null)\n"
      "EXECVE argc=1 a0=\"bash\"\nCWD cwd=\"/\"\n"
      "PATH item=1 name=\"/lib64/ld-linux-x86-64.so.2\" inode=5 dev=fe:00 nametype=NORMAL\n";
  const Normalized normalized = of(records);
  EXPECT_EQ(only(normalized).string(Field::process_name), "bash");
  EXPECT_EQ(only(normalized).find(Field::file_path), nullptr);
}

TEST(NormalizeExec, CarriesTheArguments) {
  const Normalized normalized =
      of(syscall({.syscall = "execveat", .comm = "\"ls\"", .exe = "\"/bin/ls\""}) +
         "EXECVE argc=3 a0=\"ls\" a1=\"-l\" a2=6120620A\n");
  const Event& event = only(normalized);
  EXPECT_EQ(test::line_of(event), "process start exec,executed success");
  EXPECT_EQ(test::process_line(event),
            "pid=20 name=ls exe=/bin/ls args=[ls -l a b\n] count=3 <- ?");
  EXPECT_EQ(event.string(Field::process_command_line), "ls -l a b\n");
  EXPECT_EQ(*event.number(Field::process_parent_pid), 10);
  EXPECT_EQ(normalized.process->kind, ProcessFact::Kind::exec);
  EXPECT_EQ(normalized.process->args, (std::vector<std::string>{"ls", "-l", "a b\n"}));
  EXPECT_EQ(normalized.process->args_count, 3U);
}

TEST(NormalizeExec, LostArgumentsAreStillCounted) {
  const Event event = only(of(syscall({.syscall = "execve"}) + "EXECVE argc=5 a0=\"ls\"\n"));
  EXPECT_EQ(*event.number(Field::process_args_count), 5);
  EXPECT_TRUE(event.partial);
  EXPECT_NE(event.find(Field::auditd_partial_args), nullptr);
  const Event whole = only(of(syscall({.syscall = "execve"}) + "EXECVE argc=1 a0=\"ls\"\n"));
  EXPECT_EQ(whole.find(Field::auditd_partial_args), nullptr);
}

TEST(NormalizeExec, AParentThatTheRecordDoesNotTellIsNotNumberNought) {
  const Event event = only(of("SYSCALL " + test::arch_and_syscall("execve") +
                              " success=yes exit=0 items=0 pid=20 comm=\"ls\" exe=\"/bin/ls\"\n"
                              "EXECVE argc=1 a0=\"ls\"\n"));
  EXPECT_EQ(*event.number(Field::process_pid), 20);
  EXPECT_EQ(event.find(Field::process_parent_pid), nullptr);
}

TEST(NormalizeExec, TellsTheCapabilitiesThatItGained) {
  const auto with = [](const std::string& fcaps) {
    return only(
        of(syscall({.syscall = "execve"}) + "BPRM_FCAPS fver=2 fp=2000 fi=0 fe=1 " + fcaps));
  };
  const Event event = with("old_pp=0 old_pe=0 pp=0000000000002003 pi=0 pe=0000000000002000 pa=0\n");
  EXPECT_EQ(*event.strings(Field::process_capabilities_effective), Strings{"CAP_NET_RAW"});
  EXPECT_EQ(*event.strings(Field::process_capabilities_permitted),
            (Strings{"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_NET_RAW"}));
  const Event old = with("old_pp=0 old_pe=0 new_pp=8000000000000000 new_pi=0 new_pe=0\n");
  EXPECT_EQ(*old.strings(Field::process_capabilities_permitted), Strings{"63"});
  EXPECT_EQ(old.find(Field::process_capabilities_effective), nullptr);
}

TEST(NormalizeExec, FailedExecIsAnAttemptOnAFileByTheCaller) {
  const Normalized normalized =
      of(syscall({.syscall = "execve", .result = "success=no exit=-13"}) + "CWD cwd=\"/tmp\"\n" +
         "PATH item=0 name=\"kubectl\" inode=1 dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 "
         "nametype=NORMAL\n");
  EXPECT_EQ(test::line_of(only(normalized)), "attempt start exec,executed failure /tmp/kubectl");
  EXPECT_EQ(only(normalized).string(Field::process_name), "sh");
  EXPECT_EQ(normalized.process->kind, ProcessFact::Kind::seen);
}

TEST(NormalizeFork, EventIsOfTheChild) {
  for (const std::string name : {"fork", "vfork", "clone", "clone3"}) {
    const Normalized normalized =
        of(syscall({.syscall = name, .result = "success=yes exit=21", .a0 = "1200011"}));
    EXPECT_EQ(test::line_of(only(normalized)), "process start fork success") << name;
    EXPECT_EQ(*only(normalized).number(Field::process_pid), 21) << name;
    EXPECT_EQ(*only(normalized).number(Field::process_parent_pid), 20) << name;
    EXPECT_EQ(normalized.process->kind, ProcessFact::Kind::fork) << name;
    EXPECT_EQ(normalized.process->pid, 20) << name;
    EXPECT_EQ(normalized.process->child_pid, 21) << name;
  }
}

TEST(NormalizeFork, OnlyClone3DoesNotTellAThreadFromAProcess) {
  for (const std::string name : {"fork", "vfork", "clone", "clone3"}) {
    const Normalized normalized =
        of(syscall({.syscall = name, .result = "success=yes exit=21", .a0 = "1200011"}));
    EXPECT_EQ(normalized.process->perhaps_thread, name == "clone3") << name;
    EXPECT_EQ(only(normalized).find(Field::auditd_unresolved_task) != nullptr, name == "clone3")
        << name;
  }
}

TEST(NormalizeFork, AChildGivenToTheForkersParentIsThatOnes) {
  const Normalized normalized =
      of(syscall({.syscall = "clone", .result = "success=yes exit=21", .a0 = "8011"}));
  EXPECT_EQ(*only(normalized).number(Field::process_parent_pid), 10);
  EXPECT_EQ(normalized.process->child_ppid, 10);
}

// linux/kernel/fork.c, CLONE_BACKWARDS2: the stack comes first there.
TEST(NormalizeFork, TheFlagsOfS390AreItsSecondArgument) {
  const std::string record =
      "SYSCALL arch=80000016 syscall=120 success=yes exit=21 a0={} a1={} items=0 ppid=10 pid=20 "
      "comm=\"java\" exe=\"/usr/bin/java\"\n";
  EXPECT_EQ(test::line_of(only(of(fmt::format(fmt::runtime(record), "3d0f00", "1200011")))),
            "process start fork success");
  EXPECT_EQ(test::line_of(only(of(fmt::format(fmt::runtime(record), "1200011", "3d0f00")))),
            "process info clone success");
}

TEST(NormalizeFork, ThreadIsNoProcess) {
  const Normalized normalized =
      of(syscall({.syscall = "clone", .result = "success=yes exit=21", .a0 = "3d0f00"}));
  EXPECT_EQ(test::line_of(only(normalized)), "process info clone success");
  EXPECT_EQ(*only(normalized).number(Field::process_pid), 20);
  EXPECT_EQ(normalized.process->kind, ProcessFact::Kind::seen);
}

TEST(NormalizeFork, FailedForkHasNoChild) {
  const Normalized normalized = of(syscall({.syscall = "fork", .result = "success=no exit=-11"}));
  EXPECT_EQ(test::line_of(only(normalized)), "attempt start fork failure");
  EXPECT_EQ(*only(normalized).number(Field::process_pid), 20);
  EXPECT_EQ(normalized.process->kind, ProcessFact::Kind::seen);
}

TEST(NormalizeExit, OnlyExitGroupEndsTheProcess) {
  const Normalized group = of(syscall({.syscall = "exit_group", .result = ""}));
  EXPECT_EQ(test::line_of(only(group)), "process end end -");
  EXPECT_EQ(group.process->kind, ProcessFact::Kind::exit);
  const Normalized thread = of(syscall({.syscall = "exit", .result = ""}));
  EXPECT_EQ(test::line_of(only(thread)), "process end end -");
  EXPECT_EQ(thread.process->kind, ProcessFact::Kind::seen);
  EXPECT_EQ(only(group).find(Field::auditd_unresolved_task), nullptr);
  EXPECT_NE(only(thread).find(Field::auditd_unresolved_task), nullptr);
}

TEST(NormalizeExit, TellsTheStatusThatTheKernelKeeps) {
  for (const auto& [a0, status] : {std::pair("0", 0), {"7f", 127}, {"ffffffff", 255}}) {
    const Normalized end = of(syscall({.syscall = "exit_group", .result = "", .a0 = a0}));
    EXPECT_EQ(*only(end).number(Field::process_exit_code), status) << a0;
  }
}

TEST(NormalizeSyscall, ActsWithoutFilesHaveTheirWords) {
  struct Case {
    Act act;
    std::string expected;
  };
  const Case cases[] = {
      {{.syscall = "setuid"}, "process change uid_change,changed-identity-of success"},
      {{.syscall = "setuid32"}, "process change uid_change,changed-identity-of success"},
      {{.syscall = "init_module"}, "driver start load_module,loaded-kernel-module success"},
      {{.syscall = "umount2"}, "process info unmounted success"},
      {{.syscall = "kill"}, "process info killed-pid success"},
      {{.syscall = "kill", .result = "success=no exit=-1"}, "attempt info killed-pid failure"},
      {{.syscall = "ptrace"}, "process info ptrace success"},
      {{.syscall = "mmap"}, "process info allocated-memory success"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(test::line_of(only(of(syscall(c.act)))), c.expected) << c.act.syscall;
  }
}

TEST(NormalizeSyscall, UnknownSyscallStillComesOut) {
  for (const std::string number : {"syscall=99999 ", ""}) {
    const Normalized normalized = of("SYSCALL arch=c000003e " + number +
                                     "success=yes exit=0 ppid=1 pid=2 uid=0 comm=\"x\"\n");
    EXPECT_EQ(only(normalized).strings(Field::event_category)->at(0), "process");
    EXPECT_EQ(*only(normalized).number(Field::process_pid), 2);
    EXPECT_TRUE(normalized.process);
  }
}

TEST(NormalizeSyscall, WithoutPidThereIsNoFact) {
  EXPECT_FALSE(of("SYSCALL arch=c000003e syscall=59 success=yes\n").process);
  EXPECT_FALSE(of("SYSCALL arch=c000003e syscall=59 success=yes pid=x\n").process);
}

TEST(NormalizeCommon, IdentifiesEventHostAndUsers) {
  const Event local = only(of(syscall({.syscall = "ptrace"}) + "PROCTITLE proctitle=61006200\n"));
  EXPECT_EQ(local.string(Field::event_id), "1000.000:7");
  EXPECT_EQ(*local.number(Field::event_sequence), 7);
  EXPECT_EQ(*local.number(Field::timestamp), 1000000);
  EXPECT_EQ(local.string(Field::event_kind), "event");
  EXPECT_EQ(local.string(Field::host_name), "here");
  EXPECT_EQ(local.string(Field::host_os_type), "linux");
  EXPECT_EQ(local.string(Field::user_id), "1000");
  EXPECT_EQ(local.string(Field::user_name), "eve");
  EXPECT_EQ(local.string(Field::user_effective_id), "0");
  EXPECT_EQ(local.string(Field::user_effective_name), "root");
  EXPECT_EQ(local.string(Field::group_name), "users");
  EXPECT_EQ(local.find(Field::user_audit_id), nullptr);
  EXPECT_EQ(local.find(Field::user_audit_name), nullptr);
  EXPECT_EQ(local.find(Field::auditd_session), nullptr);
  EXPECT_EQ(local.find(Field::auditd_keys), nullptr);
  EXPECT_EQ(local.find(Field::process_tty), nullptr);

  const Normalized remote = of(syscall({.syscall = "ptrace"}), "n1");
  EXPECT_EQ(only(remote).string(Field::host_name), "n1");
  EXPECT_EQ(remote.process->host, "n1");
}

TEST(NormalizeCommon, NamesAreOnlyThoseOfTheLog) {
  const Event event =
      only(of("SYSCALL arch=c000003e syscall=101 success=yes ppid=1 pid=2 uid=0\n"));
  EXPECT_EQ(event.string(Field::user_id), "0");
  EXPECT_EQ(event.find(Field::user_name), nullptr);
}

TEST(NormalizeCommon, EveryKeyIsTaken) {
  const Event event =
      only(of("SYSCALL arch=c000003e syscall=101 success=yes ppid=1 pid=2 "
              "key=6B31016B32\n"));
  ASSERT_NE(event.strings(Field::auditd_keys), nullptr);
  EXPECT_EQ(*event.strings(Field::auditd_keys), (Strings{"k1", "k2"}));
}

TEST(ProgramName, IsTheExecutablesUnlessThatRunsOthers) {
  struct Case {
    std::string comm, exe;
    std::vector<std::string> args;
    std::string expected;
  };
  const Case cases[] = {
      {"kubeadm", "/tmp/liar", {}, "liar"},
      {"kubeadm", "/tmp/python-liar", {}, "python-liar"},
      {"kube-controller", "/opt/kube-controller-manager", {}, "kube-controller-manager"},
      {"sh", "/usr/bin/dash", {}, "sh"},
      {"deploy.sh", "/usr/bin/bash", {}, "deploy.sh"},
      {"backup.py", "/usr/bin/python3.11", {}, "backup.py"},
      {"wget", "/bin/busybox", {}, "wget"},
      {"wget", "/bin/busybox-static", {}, "wget"},
      {"kubectl", "/usr/local/bin/k3s", {}, "kubectl"},
      {"kworker/0:1", "", {}, "kworker/0:1"},
      {"a-script-with-a", "/bin/bash", {}, "a-script-with-a"},
      {"a-script-with-a", "/bin/bash", {"bash", "/x/a-script-with-a-name"}, "a-script-with-a-name"},
      {"", "/opt/x", {}, "x"},
      {"", "", {}, ""},
  };
  for (const Case& c : cases) EXPECT_EQ(program_name(c.comm, c.exe, c.args), c.expected) << c.comm;
}

TEST(ProgramName, OfAProgramWithoutANameIsComm) {
  EXPECT_EQ(nameless_program_name("deploy.sh", "/usr/bin/bash"), "deploy.sh");
  EXPECT_EQ(nameless_program_name("kube-controller", "/opt/kube-controller-manager"),
            "kube-controller-manager");
  EXPECT_EQ(nameless_program_name("memfd:kworker/0", "/memfd:kworker/0:1"), "memfd:kworker/0:1");
  EXPECT_EQ(nameless_program_name("3", "/opt/x"), "x");
  EXPECT_EQ(nameless_program_name("3", "/usr/bin/bash"), "bash");
  EXPECT_EQ(nameless_program_name("", "/opt/x"), "x");
}

TEST(ProgramName, DeletedMarkIsTakenOff) {
  EXPECT_EQ(without_deleted("/tmp/x (deleted)"), "/tmp/x");
  EXPECT_EQ(without_deleted("/tmp/x"), "/tmp/x");
  EXPECT_EQ(without_deleted(" (deleted)"), " (deleted)");
}

}  // namespace
}  // namespace ak
