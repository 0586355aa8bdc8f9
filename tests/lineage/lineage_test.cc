#include "lineage/lineage.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/limits.h"
#include "support/event_line.h"
#include "support/one_event.h"

namespace ak {
namespace {

// A stream of events of one host, each an act at a time of its own.
class Stream {
 public:
  explicit Stream(const ProcessSource* live = nullptr) : lineage(counters, live) {}

  Event exec(TimeMs time, int pid, int ppid, const std::string& path, const std::string& args,
             const std::string& exe = "") {
    std::string execve;
    int argc = 0;
    std::istringstream words(args);
    for (std::string word; words >> word;) execve += fmt::format(" a{}=\"{}\"", argc++, word);
    return run(time,
               syscall("execve", "success=yes exit=0", pid, ppid, exe.empty() ? path : exe) +
                   fmt::format("EXECVE argc={}{}\nCWD cwd=\"/\"\nPATH item=0 name=\"{}\" inode=1 "
                               "dev=fe:00 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL\n",
                               argc, execve, path));
  }
  Event fork(TimeMs time, int pid, int ppid, const std::string& exe, int child) {
    return run(time, syscall("fork", fmt::format("success=yes exit={}", child), pid, ppid, exe));
  }
  Event clone3(TimeMs time, int pid, int ppid, const std::string& exe, int child) {
    return run(time, syscall("clone3", fmt::format("success=yes exit={}", child), pid, ppid, exe));
  }
  Event clone(TimeMs time, int pid, int ppid, const std::string& exe, int child,
              const std::string& flags) {
    return run(time, syscall("clone", fmt::format("success=yes exit={}", child), pid, ppid, exe,
                             "uid=0", flags));
  }
  Event act(TimeMs time, int pid, int ppid, const std::string& exe) {
    return run(time, syscall("ptrace", "success=yes exit=0", pid, ppid, exe));
  }
  Event exit(TimeMs time, int pid, int ppid, const std::string& exe) {
    return run(time, syscall("exit_group", "", pid, ppid, exe));
  }
  Event run(TimeMs time, const std::string& records) {
    TextPathResolver paths;
    Normalized normalized = normalize(
        test::event_of(records, {.node = node, .time = time, .serial = ++last_serial}), paths, {});
    lineage.complete(normalized);
    return normalized.events.at(0);
  }

  static std::string syscall(const std::string& name, const std::string& result, int pid, int ppid,
                             const std::string& exe, const std::string& ids = "uid=0",
                             const std::string& a0 = "0") {
    return fmt::format("SYSCALL {} {} a0={} items=0 ppid={} pid={} {} comm=\"{}\" exe=\"{}\"\n",
                       test::arch_and_syscall(name), result, a0, ppid, pid, ids,
                       exe.substr(exe.rfind('/') + 1).substr(0, 15), exe);
  }

  Counters counters;
  Lineage lineage;
  std::string node;
  std::uint64_t last_serial = 100;
};

// "USER GROUP" of the parent, - for what is not known.
std::string parent_ids(const Event& event) {
  const auto id = [&](Field field) {
    const std::string_view text = event.string(field);
    return text.empty() ? std::string("-") : std::string(text);
  };
  return id(Field::process_parent_user_id) + " " + id(Field::process_parent_group_id);
}

TEST(Lineage, ExecHasTheParentThatWasSeen) {
  Stream stream;
  stream.exec(1000, 10, 1, "/opt/deploy.sh", "bash /opt/deploy.sh", "/usr/bin/bash");
  const Event event = stream.exec(1001, 20, 10, "/usr/bin/kubectl", "kubectl --as=x get");
  EXPECT_EQ(test::process_line(event),
            "pid=20 name=kubectl exe=/usr/bin/kubectl args=[kubectl --as=x get] count=3 <- "
            "pid=10 name=deploy.sh exe=/usr/bin/bash args=[bash /opt/deploy.sh] count=2");
  EXPECT_EQ(event.string(Field::process_parent_command_line), "bash /opt/deploy.sh");
  EXPECT_EQ(event.string(Field::process_parent_entity_id).size(), 16U);
}

TEST(Lineage, UnknownParentIsMissingAndCountedAtProcessStarts) {
  Stream stream;
  const Event start = stream.exec(1000, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(test::process_line(start), "pid=20 name=ls exe=/bin/ls args=[ls] count=1 <- ?");
  EXPECT_EQ(*start.number(Field::process_parent_pid), 10);
  EXPECT_EQ(start.find(Field::process_parent_entity_id), nullptr);
  EXPECT_EQ(stream.counters.unknown_parents, 1U);
  stream.act(1001, 20, 10, "/bin/ls");
  EXPECT_EQ(stream.counters.unknown_parents, 1U);
}

// The last record of an event may come after the whole of a later one.
TEST(Lineage, OfALateRecordTheParentIsToldAsWhatItRanAtItsTime) {
  const struct {
    std::uint64_t serial;  // of kubectl's; the parent's are 200, 300 and 400
    TimeMs time;
    std::string parent;
  } cases[] = {
      {150, 1000, "/bin/sleep?"},  // nobody told of what it was before dash
      {250, 1000, "/bin/dash"},   {350, 1010, "/bin/perl"},
      {350, 1000, "/bin/perl"},   {450, 1010, "/bin/sleep"},
  };
  for (const auto& c : cases) {
    Stream stream;
    stream.last_serial = 199;
    stream.exec(1000, 10, 1, "/bin/dash", "sh");
    stream.last_serial = 299;
    stream.exec(1000, 10, 1, "/bin/perl", "perl");
    stream.last_serial = 399;
    stream.exec(1010, 10, 1, "/bin/sleep", "sleep 9");
    stream.last_serial = c.serial - 1;
    const Event event = stream.exec(c.time, 20, 10, "/usr/bin/kubectl", "kubectl");
    const bool is_marked = event.find(Field::auditd_unconfirmed_parent) != nullptr;
    EXPECT_EQ(std::string(event.string(Field::process_parent_executable)) + (is_marked ? "?" : ""),
              c.parent)
        << c.serial;
  }
}

TEST(Lineage, ParentOfEnvIsTheShell) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.exec(1001, 20, 10, "/usr/bin/env", "env X=1 kubectl");
  const Event event = stream.exec(1002, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(event.string(Field::process_parent_name), "sh");
}

TEST(Lineage, SubshellStandsForItsShell) {
  Stream stream;
  stream.exec(1000, 10, 1, "/opt/deploy.sh", "bash /opt/deploy.sh", "/bin/bash");
  const Event fork = stream.fork(1001, 10, 1, "/bin/bash", 15);
  EXPECT_EQ(test::process_line(fork),
            "pid=15 name=deploy.sh exe=/bin/bash args=[bash /opt/deploy.sh] count=2 <- "
            "pid=10 name=deploy.sh exe=/bin/bash args=[bash /opt/deploy.sh] count=2");
  const Event event = stream.exec(1002, 20, 15, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(event.string(Field::process_parent_name), "deploy.sh");
  EXPECT_EQ(*event.number(Field::process_parent_pid), 15);
}

TEST(Lineage, LaterEventsCarryTheProgramsOwnNameAndArguments) {
  Stream stream;
  const Event start =
      stream.exec(1000, 20, 1, "/opt/deploy.sh", "bash /opt/deploy.sh", "/bin/bash");
  const Event later = stream.act(1001, 20, 1, "/bin/bash");
  EXPECT_EQ(test::process_line(later),
            "pid=20 name=deploy.sh exe=/bin/bash args=[bash /opt/deploy.sh] count=2 <- ?");
  EXPECT_EQ(later.string(Field::process_entity_id), start.string(Field::process_entity_id));
  EXPECT_EQ(later.string(Field::process_command_line), "bash /opt/deploy.sh");
}

TEST(Lineage, EventBeforeTheExecKeepsItsOwnName) {
  Stream stream;
  stream.exec(1005, 20, 1, "/opt/deploy.sh", "bash /opt/deploy.sh", "/bin/bash");
  stream.last_serial -= 2;
  EXPECT_EQ(stream.act(1001, 20, 1, "/bin/bash").string(Field::process_name), "bash");
}

TEST(Lineage, ProgramThatNoExecShowedIsNotNamedAfterTheFormerOne) {
  Stream stream;
  stream.exec(1000, 20, 1, "/opt/deploy.sh", "bash /opt/deploy.sh", "/bin/bash");
  const Event event = stream.act(1001, 20, 1, "/bin/cp");
  EXPECT_EQ(event.string(Field::process_name), "cp");
  EXPECT_EQ(event.find(Field::process_args), nullptr);
}

TEST(Lineage, AParentsIdsAreThoseItWasLastSeenWith) {
  Stream stream;
  stream.fork(1000, 10, 1, "/bin/bash", 15);
  EXPECT_EQ(parent_ids(stream.exec(1001, 20, 15, "/usr/bin/sudo", "sudo")), "- -");
  const auto as = [&](int pid, int ppid, const char* ids) {
    return stream.run(1002,
                      Stream::syscall("fork", "success=yes exit=30", pid, ppid, "/bin/bash", ids));
  };
  as(10, 1, "uid=1000 euid=1000 gid=100 egid=100");
  EXPECT_EQ(parent_ids(stream.exec(1003, 21, 10, "/usr/bin/sudo", "sudo")), "1000 100");
  EXPECT_EQ(parent_ids(stream.exec(1003, 22, 30, "/usr/bin/sudo", "sudo")), "1000 100");
  as(10, 1, "uid=1000 euid=0 gid=100 egid=0");
  EXPECT_EQ(parent_ids(stream.exec(1004, 23, 10, "/bin/sh", "sh")), "0 0");
}

TEST(Lineage, LongArgumentsOfAParentAreBoundedAndCounted) {
  Stream stream;
  std::string args = "sh";
  for (std::size_t i = 0; i < limits::kMaxProcessArgsBytes / 4; ++i) args += " abcde";
  stream.exec(1000, 10, 1, "/bin/sh", args);
  const Event event = stream.exec(1001, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(*event.number(Field::process_parent_args_count),
            static_cast<std::int64_t>(limits::kMaxProcessArgsBytes / 4 + 1));
  EXPECT_LE(event.string(Field::process_parent_command_line).size(), limits::kMaxProcessArgsBytes);
  EXPECT_NE(event.find(Field::auditd_partial_args), nullptr);
}

TEST(Lineage, ProcessesOfOtherHostsAreNoParents) {
  Stream stream;
  stream.node = "a";
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.node = "b";
  EXPECT_EQ(stream.exec(1001, 20, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
}

TEST(Lineage, DeadParentIsBelievedOnlyWhileItCanStillBeOne) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.fork(1001, 10, 1, "/bin/sh", 21);
  stream.fork(1001, 10, 1, "/bin/sh", 22);
  stream.exit(2000, 10, 1, "/bin/sh");
  EXPECT_EQ(stream.exec(2000, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name), "sh");
  EXPECT_EQ(stream.exec(2001, 23, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  // Those of before have it yet while the kernel takes it down.
  EXPECT_EQ(stream.exec(3000, 21, 10, "/bin/ls", "ls").string(Field::process_parent_name), "sh");
  EXPECT_EQ(stream.exec(3000, 21, 10, "/bin/id", "id").string(Field::process_parent_name), "sh");
  EXPECT_EQ(stream.exec(3001, 22, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
}

TEST(Lineage, ArgumentsOfAnExecThatWasCutAreMarkedWhereverTheyAreTold) {
  Stream stream;
  const std::string call = Stream::syscall("execve", "success=yes exit=0", 10, 1, "/bin/sh");
  stream.run(1000, call + "EXECVE argc=2 a0=\"sh\" a1=\"/tmp/o\n");
  const auto is_marked = [](const Event& event) {
    return event.find(Field::auditd_partial_args) != nullptr;
  };
  EXPECT_TRUE(is_marked(stream.exec(1001, 20, 10, "/bin/ls", "ls")));
  EXPECT_TRUE(is_marked(stream.act(1002, 10, 1, "/bin/sh")));
  EXPECT_FALSE(is_marked(stream.exec(1003, 21, 20, "/bin/cat", "cat")));
  EXPECT_FALSE(is_marked(stream.exec(1004, 10, 1, "/bin/sh", "sh")));
  stream.run(1005, call);
  EXPECT_TRUE(is_marked(stream.exec(1006, 22, 10, "/bin/ls", "ls"))) << "its EXECVE is lost";
}

TEST(Lineage, DoubtfulParentIsMissing) {
  Stream stream;
  stream.exec(1000, 15, 1, "/bin/zsh", "zsh");
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.fork(1001, 10, 1, "/bin/sh", 15);  // 15 in the forker's pid namespace, perhaps
  EXPECT_EQ(stream.exec(1002, 20, 15, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  stream.act(1003, 15, 10, "/bin/sh");
  EXPECT_EQ(stream.exec(1004, 20, 15, "/bin/ls", "ls").string(Field::process_parent_name), "sh");
}

TEST(Lineage, AChildOfProcessOneThatMayBeTheForksOrTheFormerHolderIsToldAsBoth) {
  Stream stream;
  stream.exec(1000, 15, 1, "/bin/sh", "sh");
  stream.exec(1000, 10, 1, "/bin/node", "node");
  stream.fork(1001, 10, 1, "/bin/node", 15);  // 15 in the forker's pid namespace, perhaps
  const Event event = stream.exec(1002, 15, 1, "/bin/kubectl", "kubectl");
  EXPECT_EQ(*event.strings(Field::process_previous_executable), (Strings{"/bin/node", "/bin/sh"}));
  EXPECT_NE(event.find(Field::auditd_unconfirmed_process), nullptr);
  EXPECT_NE(stream.exec(1003, 20, 15, "/bin/ls", "ls").find(Field::auditd_unconfirmed_process),
            nullptr);
}

TEST(Lineage, AnExecutableThatWasCutIsNobodys) {
  Stream stream;
  const std::string call = Stream::syscall("execve", "success=yes exit=0", 10, 1, "/tmp/updater");
  stream.run(1000, call.substr(0, call.find("/tmp/updater") + 3) + "\nEXECVE argc=1 a0=\"u\"\n");
  const Event event = stream.exec(1001, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(event.find(Field::process_parent_executable), nullptr);
  EXPECT_NE(event.find(Field::process_parent_entity_id), nullptr);
}

TEST(Lineage, RecordsOfProgramsAreCompletedToo) {
  Stream stream;
  stream.exec(1000, 20, 1, "/usr/sbin/sshd", "sshd -D");
  const Event event = stream.run(1001,
                                 "USER_LOGIN pid=20 uid=0 auid=0 ses=1 msg='op=login acct=\"eve\" "
                                 "exe=\"/usr/sbin/sshd\" res=success'\n");
  EXPECT_EQ(event.string(Field::process_command_line), "sshd -D");
}

// Processes as a test likes them.
class FakeSource final : public ProcessSource {
 public:
  [[nodiscard]] std::string_view host() const override { return "here"; }
  [[nodiscard]] std::optional<Snapshot> read(std::int64_t pid) const override {
    ++reads;
    const auto found = processes.find(pid);
    return found == processes.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::vector<std::int64_t> pids() const override {
    std::vector<std::int64_t> all;
    for (const auto& [pid, snapshot] : processes) all.push_back(pid);
    return all;
  }

  [[nodiscard]] std::string executable(std::int64_t pid) const override {
    const auto found = processes.find(pid);
    return found == processes.end() ? std::string() : found->second.executable;
  }
  [[nodiscard]] std::optional<TimeMs> start(std::int64_t pid) const override {
    ++starts;
    const auto found = processes.find(pid);
    return found == processes.end() ? std::nullopt : std::optional(found->second.start);
  }
  [[nodiscard]] std::optional<std::int64_t> parent(std::int64_t pid) const override {
    const auto found = processes.find(pid);
    return found == processes.end() ? std::nullopt : std::optional(found->second.ppid);
  }
  [[nodiscard]] TimeMs start_error() const override { return error; }
  [[nodiscard]] TimeMs boot() const override { return booted; }
  [[nodiscard]] std::string container(std::int64_t pid) const override {
    const auto found = containers.find(pid);
    return found == containers.end() ? std::string() : found->second;
  }

  [[nodiscard]] bool is_in_pid_namespace(std::int64_t pid) const override {
    return in_namespaces.count(pid) > 0;
  }
  [[nodiscard]] std::optional<std::int64_t> process_of(std::int64_t thread) const override {
    if (const auto found = threads.find(thread); found != threads.end()) return found->second;
    return processes.count(thread) > 0 ? std::optional(thread) : std::nullopt;
  }

  [[nodiscard]] bool may_be_adopted(std::int64_t pid, std::int64_t) const override {
    return adopted.count(pid) > 0;
  }

  [[nodiscard]] TimeMs now() const override { return clock; }

  TimeMs error = 1010;
  TimeMs clock = 0;
  TimeMs booted = 0;
  std::map<std::int64_t, Snapshot> processes;
  std::set<std::int64_t> in_namespaces;
  std::set<std::int64_t> adopted;
  std::map<std::int64_t, std::int64_t> threads;  // and the process of each
  std::map<std::int64_t, std::string> containers;
  mutable int reads = 0;
  mutable int starts = 0;
};

ProcessSource::Snapshot snapshot(TimeMs start, const std::string& name) {
  ProcessSource::Snapshot made;
  made.ppid = 1;
  made.start = start;
  made.name = name;
  made.executable = "/bin/bash";
  made.args = {"bash", name};
  return made;
}

// The host whose /proc can be read.
class LineageHere : public testing::Test {
 protected:
  LineageHere() { stream.node = "here"; }

  // Process 10 runs that, and 20, which it forked then, still what it was.
  void show_parent_and_child(const std::string& executable, TimeMs child_start) {
    source.processes[10] = snapshot(995, executable);
    source.processes[10].executable = executable;
    source.processes[20] = snapshot(child_start, "x");
    source.processes[20].ppid = 10;
  }

  FakeSource source;
  Stream stream{&source};
};

// Rules report the exec of some programs only; a container's shell is none of them.
TEST_F(LineageHere, AParentRunsWhatProcShowsWhenItsChildStarts) {
  const auto parent_of = [](const Event& event) {
    const bool is_marked = event.find(Field::auditd_unconfirmed_parent) != nullptr;
    return std::string(event.string(Field::process_parent_name)) + (is_marked ? "?" : "");
  };
  source.error = 20;
  source.clock = 1003;
  stream.act(1000, 10, 1, "/usr/sbin/runc");
  source.processes[10] = snapshot(995, "sh");
  EXPECT_EQ(parent_of(stream.act(1001, 20, 10, "/bin/x")), "runc") << "that is no start";
  // It may have executed the other program after the child began.
  const Event doubted = stream.exec(1002, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(parent_of(doubted), "sh?");
  EXPECT_EQ(*doubted.strings(Field::process_parent_previous_executable), Strings{"/usr/sbin/runc"});
  EXPECT_EQ(parent_of(stream.exec(1003, 21, 10, "/bin/ls", "ls")), "sh?");
  EXPECT_EQ(parent_of(stream.exec(1004, 21, 10, "/bin/ls", "ls")), "sh");
  EXPECT_EQ(stream.counters.unconfirmed_parents, 2U);
  source.clock = 1010;
  stream.exec(1004, 10, 1, "/usr/bin/kubectl", "kubectl foo");
  EXPECT_EQ(parent_of(stream.exec(1005, 22, 10, "/bin/ls", "ls")), "sh?");
}

TEST_F(LineageHere, AParentThatIsGoneAndWasOnlyGlimpsedMayHaveRunAnything) {
  stream.act(1000, 10, 1, "/usr/sbin/runc");
  const auto is_marked = [](const Event& event) {
    return event.find(Field::auditd_unconfirmed_parent) != nullptr;
  };
  EXPECT_TRUE(is_marked(stream.exec(1001, 20, 10, "/bin/ls", "ls")));
  source.processes[10] = snapshot(995, "");  // a zombie
  source.processes[10].executable = "";
  EXPECT_TRUE(is_marked(stream.exec(1001, 20, 10, "/bin/ls", "ls")));
  stream.exec(1002, 10, 1, "/bin/sh", "sh");
  EXPECT_FALSE(is_marked(stream.exec(1003, 21, 10, "/bin/ls", "ls")));
}

// The records of before a restart are read after it.
TEST_F(LineageHere, AParentThatIsFoundToRunAnotherProgramAtAScanMayHaveRunTheFormerBefore) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.processes[10] = snapshot(995, "sleep");
  source.processes[10].executable = "/bin/sleep";
  source.clock = 1010;
  stream.lineage.scan(1010);
  const auto is_marked = [](const Event& event) {
    return event.find(Field::auditd_unconfirmed_parent) != nullptr;
  };
  EXPECT_TRUE(is_marked(stream.exec(1005, 20, 10, "/bin/ls", "ls")));
  EXPECT_TRUE(is_marked(stream.act(1006, 20, 10, "/bin/ls"))) << "so are its later acts";
  EXPECT_FALSE(is_marked(stream.exec(1011, 20, 10, "/bin/ls", "ls")));
}

TEST_F(LineageHere, AnotherFileOfTheNameAndAnotherAppletOfBusyboxAreOtherPrograms) {
  const struct {
    std::string former, now;
    Strings former_args, args;
    bool is_another;
  } cases[] = {
      {"/home/u/agent", "/usr/bin/agent", {"agent"}, {"agent"}, true},
      {"/usr/bin/agent", "/jail/usr/bin/agent", {"agent"}, {"agent"}, false},  // in a chroot
      {"/bin/busybox", "/bin/busybox", {"sh"}, {"sleep", "9"}, true},
      {"/bin/busybox", "/bin/busybox", {"sh"}, {"sh"}, false},
      {"/usr/sbin/sshd", "/usr/sbin/sshd", {"sshd"}, {"sshd: root"}, false},  // it calls itself so
  };
  for (const auto& c : cases) {
    FakeSource here;
    here.error = 20;
    Stream events(&here);
    events.node = "here";
    here.processes[10] = snapshot(995, "x");
    here.processes[10].executable = c.former;
    here.processes[10].args = c.former_args;
    events.lineage.scan(1000);
    here.processes[10].executable = c.now;
    here.processes[10].args = c.args;
    here.clock = 1005;
    const Event event = events.exec(1001, 20, 10, "/bin/ls", "ls");
    EXPECT_EQ(event.find(Field::auditd_unconfirmed_parent) != nullptr, c.is_another) << c.former;
    const Strings* previous = event.strings(Field::process_parent_previous_executable);
    EXPECT_EQ(previous == nullptr ? Strings{} : *previous,
              c.is_another ? Strings{c.former} : Strings{});
  }
}

TEST_F(LineageHere, OfAParentThatExecutesTwiceMeanwhileBothFormerProgramsAreTold) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.clock = 1010;
  for (const char* const executable : {"/opt/a", "/opt/b"}) {
    source.processes[10] = snapshot(995, executable);
    source.processes[10].executable = executable;
    stream.exec(1001, 20, 10, "/bin/ls", "ls");
  }
  const Event event = stream.exec(1002, 21, 10, "/bin/ls", "ls");
  EXPECT_EQ(*event.strings(Field::process_parent_previous_executable),
            (Strings{"/opt/a", "/bin/sh"}));
}

TEST_F(LineageHere, AnExecThatProcToldBeforeItsRecordIsOne) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.clock = 1010;
  source.processes[10] = snapshot(995, "a");
  source.processes[10].executable = "/opt/a";
  stream.exec(1001, 20, 10, "/bin/ls", "ls");
  const Event exec = stream.exec(1002, 10, 1, "/opt/a", "a");
  EXPECT_EQ(*exec.strings(Field::process_previous_executable), Strings{"/bin/sh"});
  const Event after = stream.exec(1003, 21, 10, "/bin/ls", "ls");
  EXPECT_EQ(after.find(Field::auditd_unconfirmed_parent), nullptr);
}

// A subshell goes on after its shell has become another program. It was what that was.
TEST_F(LineageHere, AChildThatBeganBeforeItsParentChangedWasWhatThatWas) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.processes[10] = snapshot(995, "sleep");
  source.processes[10].executable = "/bin/sleep";
  source.processes[20] = source.processes[21] = snapshot(1001, "sh");
  source.clock = 1500;
  stream.exec(1499, 20, 10, "/bin/ls", "ls");
  const Event later = stream.exec(1800, 21, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(later.string(Field::process_parent_name), "sleep");
  EXPECT_EQ(*later.strings(Field::process_previous_executable), Strings{"/bin/sh"});
  source.processes[22] = snapshot(1700, "sleep");
  EXPECT_EQ(stream.exec(1801, 22, 10, "/bin/ls", "ls").find(Field::process_previous_executable),
            nullptr);
}

TEST_F(LineageHere, AChildWasWhatItsParentRanWhenItBeganAndNothingElse) {
  source.error = 20;
  const TimeMs times[] = {1000, 2000, 3000, 4000};
  for (const TimeMs time : times) {
    stream.exec(time, 10, 1, fmt::format("/bin/p{}", time), "x");
  }
  const auto former_of = [&](int pid, TimeMs start) {
    source.processes[pid] = snapshot(start, "x");
    source.processes[pid].ppid = 10;
    const Event event = stream.exec(4100, pid, 10, "/bin/ls", "ls");
    const Strings* previous = event.strings(Field::process_previous_executable);
    return previous == nullptr ? Strings{} : *previous;
  };
  EXPECT_EQ(former_of(20, 2500), Strings{"/bin/p2000"});
  EXPECT_EQ(former_of(21, 1990), (Strings{"/bin/p2000", "/bin/p1000"})) << "/proc rounds down";
  EXPECT_EQ(former_of(22, 4050), Strings{});
}

// It was the one, then the other, and the one again.
TEST_F(LineageHere, AChildOfAParentThatRanAProgramTwiceWasThatProgram) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/usr/bin/perl", "perl");
  stream.exec(2000, 10, 1, "/bin/bash", "bash");
  stream.exec(3000, 10, 1, "/bin/bash", "bash");
  stream.exec(4000, 10, 1, "/usr/bin/kubectl", "kubectl proxy");
  source.processes[20] = snapshot(2500, "bash");
  source.processes[20].ppid = 10;
  const Event event = stream.exec(2700, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(*event.strings(Field::process_previous_executable), Strings{"/bin/bash"});
}

// No rule reported its start, only what it did later.
TEST_F(LineageHere, AChildOfAParentOfWhichNobodyKnowsSinceWhenItRanThatMayHaveBeenEither) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/opt/agent", "agent");
  stream.act(3000, 10, 1, "/bin/busybox");
  show_parent_and_child("/bin/busybox", 2900);
  const Event event = stream.exec(3100, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(event.string(Field::process_parent_executable), "/bin/busybox");
  EXPECT_EQ(*event.strings(Field::process_previous_executable), Strings{"/opt/agent"});
}

TEST_F(LineageHere, NoMoreFormerProgramsAreKeptOfAChildThanOfItsParent) {
  source.error = 20;
  for (int i = 0; i < 9; ++i) stream.exec(1000 + i, 10, 1, fmt::format("/tmp/p{}", i), "x");
  stream.act(1100, 10, 1, "/usr/bin/tee");
  show_parent_and_child("/usr/bin/tee", 1001);
  const Event event = stream.exec(1200, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(event.strings(Field::process_previous_executable)->size(),
            limits::kMaxPreviousPrograms - 1)
      << "one is the parent's yet";
  EXPECT_NE(event.find(Field::auditd_partial_previous), nullptr);
}

// All are audited: what the parent no longer tells of itself, its child does not know either.
TEST_F(LineageHere, AChildOfAParentThatRanTooManyProgramsSaysSo) {
  source.error = 20;
  for (std::size_t i = 0; i <= limits::kMaxPreviousPrograms + 1; ++i) {
    stream.exec(static_cast<TimeMs>(1000 + 100 * i), 10, 1, fmt::format("/bin/p{}", i), "x");
  }
  source.processes[20] = snapshot(1001, "x");
  source.processes[20].ppid = 10;
  EXPECT_NE(stream.exec(2500, 20, 10, "/bin/ls", "ls").find(Field::auditd_partial_previous),
            nullptr);
}

// It was read from /proc as another's parent before the record of its exec came.
TEST_F(LineageHere, WhatAProcessWasIsUnknownAlsoWhereProcForetoldItsExec) {
  source.error = 20;
  source.clock = 2000;
  source.processes[10] = snapshot(995, "perl");
  source.processes[20] = snapshot(1000, "kubectl");
  source.processes[20].ppid = 10;
  source.processes[20].executable = "/usr/bin/kubectl";
  stream.exec(1900, 30, 20, "/bin/sh", "sh");
  EXPECT_NE(
      stream.exec(1901, 20, 10, "/usr/bin/kubectl", "kubectl").find(Field::auditd_partial_previous),
      nullptr);
}

// Adopted by a process that has not made it: who knows what it was.
TEST_F(LineageHere, AProcessThatLivedLongBeforeItsFirstExecWasSomethingUnknown) {
  source.error = 20;
  source.processes[10] = snapshot(995, "perl");
  const auto is_partial = [&](int pid, TimeMs start, TimeMs exec) {
    source.processes[pid] = snapshot(start, "sh");
    source.processes[pid].ppid = 10;
    return stream.exec(exec, pid, 10, "/usr/bin/kubectl", "kubectl")
               .find(Field::auditd_partial_previous) != nullptr;
  };
  EXPECT_FALSE(is_partial(20, 2000, 2100));
  EXPECT_TRUE(is_partial(21, 2000, 2600));
  source.adopted.insert(22);
  EXPECT_TRUE(is_partial(22, 2000, 2001));
  EXPECT_EQ(stream.counters.partial_previous, 2U);
}

// /proc and the records date by clocks that go on by ticks.
TEST_F(LineageHere, AChildThatBeganInTheTickOfItsParentsExecMayHaveBeenEither) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.exec(2000, 10, 1, "/bin/sleep", "sleep");
  const auto former_of = [&](int pid, TimeMs start) {
    source.processes[pid] = snapshot(start, "x");
    source.processes[pid].ppid = 10;
    stream.exec(2030, pid, 10, "/opt/delay", "delay");
    const Event event = stream.exec(2300, pid, 10, "/usr/bin/kubectl", "kubectl");
    return *event.strings(Field::process_previous_executable);
  };
  const Strings both{"/opt/delay", "/bin/sh"};
  EXPECT_EQ(former_of(20, 1970), both) << "before, for certain";
  EXPECT_EQ(former_of(21, 1990), both);
  EXPECT_EQ(former_of(22, 2000), Strings{"/opt/delay"});
}

TEST_F(LineageHere, AChildWasWhatItsParentIsAlsoOnceThatIsAnother) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.processes[20] = snapshot(1500, "delay");
  source.processes[20].ppid = 10;
  const Event delay = stream.exec(1510, 20, 10, "/opt/delay", "delay");
  EXPECT_EQ(delay.find(Field::process_previous_executable), nullptr) << "its parent's is told";
  stream.exec(1520, 10, 1, "/bin/sleep", "sleep");
  const Event kubectl = stream.exec(1800, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(*kubectl.strings(Field::process_previous_executable),
            (Strings{"/opt/delay", "/bin/sh"}));
}

// Nothing tells when it was forked: in a log, or when it is gone.
TEST(Lineage, AChildThatExecutesJustAfterItsParentMayHaveBeenForkedBefore) {
  const struct {
    TimeMs time;  // of the child's exec
    Strings previous;
  } cases[] = {
      {2000, {"/opt/delay", "/bin/bash"}},
      {2299, {"/opt/delay", "/bin/bash"}},
      {2300, {"/opt/delay"}},
  };
  for (const auto& c : cases) {
    Stream stream;
    stream.exec(900, 9, 1, "/bin/zsh", "zsh");
    stream.exec(1000, 10, 9, "/bin/bash", "bash");
    stream.exec(2000, 10, 9, "/bin/sleep", "sleep");
    stream.exec(c.time, 20, 10, "/opt/delay", "delay");
    const Event event = stream.exec(2900, 20, 10, "/usr/bin/kubectl", "kubectl");
    EXPECT_EQ(*event.strings(Field::process_previous_executable), c.previous) << c.time;
  }
}

TEST(Lineage, AProcessWhoseParentsPidPassedOnIsAnotherAndInheritsFromThatOne) {
  Stream stream;
  stream.exec(1000, 10, 9, "/bin/bash", "bash");
  const Event first = stream.exec(1010, 20, 10, "/usr/bin/kubectl", "kubectl");
  stream.act(1100, 10, 11, "/usr/bin/perl");
  const Event second = stream.exec(1110, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_NE(first.string(Field::process_entity_id), second.string(Field::process_entity_id));
  EXPECT_EQ(second.find(Field::process_previous_executable), nullptr);
}

// A program that starts another does so once it is executed, not before.
TEST(Lineage, AChildOfAProgramThatWasJustStartedIsNotItsParentsParent) {
  Stream stream;
  stream.exec(1000, 9, 1, "/bin/bash", "bash");
  stream.exec(1010, 10, 9, "/usr/bin/xargs", "xargs");
  const Event event = stream.exec(1020, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(event.find(Field::process_previous_executable), nullptr);
}

// The parent waits in vfork until the child has executed.
TEST(Lineage, AForkWhoseRecordComesAfterItsChildsExecTellsWhatTheChildWas) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/env", "env python3");
  stream.exec(1001, 10, 1, "/usr/bin/python3", "python3");
  stream.exec(1010, 20, 10, "/opt/delay", "delay");
  stream.fork(1009, 10, 1, "/usr/bin/python3", 20);
  stream.exec(1011, 10, 1, "/bin/sleep", "sleep");
  const Event event = stream.exec(1800, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(*event.strings(Field::process_previous_executable),
            (Strings{"/opt/delay", "/usr/bin/python3"}));
}

TEST_F(LineageHere, AParentOfWhichProcTellsOnlyAfterTheEventIsMarked) {
  source.error = 20;
  source.clock = 1002;
  source.processes[10] = snapshot(995, "a");
  const auto is_late = [&](TimeMs time) {
    return stream.exec(time, 20, 10, "/bin/ls", "ls").find(Field::auditd_late_parent) != nullptr;
  };
  EXPECT_TRUE(is_late(1001));
  EXPECT_FALSE(is_late(1003));
  EXPECT_EQ(stream.counters.late_parents, 1U);
  EXPECT_EQ(stream.counters.unconfirmed_parents, 0U);
}

TEST(Lineage, AnExecAfterMoreProgramsThanAreKeptSaysSo) {
  Stream stream;
  Event last;
  for (std::size_t i = 0; i <= limits::kMaxPreviousPrograms + 1; ++i) {
    EXPECT_EQ(last.find(Field::auditd_partial_previous), nullptr) << i;
    const std::string path = fmt::format("/bin/p{}", i);
    last = stream.exec(static_cast<TimeMs>(1000 + i), 10, 1, path, "x");
  }
  EXPECT_NE(last.find(Field::auditd_partial_previous), nullptr);
  EXPECT_EQ(stream.counters.partial_previous, 1U);
}

TEST_F(LineageHere, OfAParentsArgumentsItsExecsRecordIsBelievedAndElseProc) {
  source.error = 20;
  stream.act(1000, 10, 1, "/bin/bash");
  source.processes[10] = snapshot(995, "/opt/a");
  const auto args_of = [&](int child) {
    return std::string(
        stream.exec(1001, child, 10, "/bin/ls", "ls").string(Field::process_parent_command_line));
  };
  EXPECT_EQ(args_of(20), "bash /opt/a");
  source.processes[10] = snapshot(995, "/opt/b");
  EXPECT_EQ(args_of(21), "bash /opt/b");
  stream.exec(1002, 10, 1, "/bin/bash", "bash /opt/c");
  EXPECT_EQ(args_of(22), "bash /opt/c");
}

// Its login session is newer than any of which the LOGIN was read, so /proc is asked at each event.
TEST_F(LineageHere, AParentThatIsLookedUpAgainIsTheSameThoughProcDatesItOtherwise) {
  source.error = 20;
  source.processes[10] = snapshot(500, "parent");
  source.processes[10].session = 8;
  source.processes[20] = snapshot(600, "child");
  source.processes[20].ppid = 10;
  const auto parent = [&](TimeMs time) {
    const std::string call =
        Stream::syscall("ptrace", "success=yes exit=0 ses=7", 20, 10, "/bin/x");
    return std::string(stream.run(time, call).string(Field::process_parent_entity_id));
  };
  const std::string first = parent(1000);
  EXPECT_NE(first, "");
  source.processes[10].start = 501;
  EXPECT_EQ(parent(1001), first);
  source.processes[10].start = 530;
  EXPECT_NE(parent(1002), first);
}

TEST_F(LineageHere, AProcessThatBeganAfterTheKnownOneWasHeardOfIsAnother) {
  source.error = 20;
  const Event first = stream.exec(1000, 20, 1, "/bin/bash", "bash -c innocent");
  const auto entity = first.string(Field::process_entity_id);
  EXPECT_EQ(stream.act(1500, 20, 1, "/bin/bash").string(Field::process_entity_id), entity);
  source.processes[20] = snapshot(1990, "another");
  const Event later = stream.act(2000, 20, 1, "/bin/bash");
  EXPECT_NE(later.string(Field::process_entity_id), entity);
  EXPECT_EQ(later.find(Field::process_command_line), nullptr);
  EXPECT_EQ(stream.act(2200, 20, 1, "/bin/bash").string(Field::process_entity_id),
            later.string(Field::process_entity_id));
}

TEST_F(LineageHere, AProcessWithAYoungerParentIsNoOrphanThatWasAdopted) {
  source.error = 20;
  const Event first = stream.exec(1000, 20, 10, "/bin/bash", "bash -c innocent");
  source.processes[30] = snapshot(1900, "younger");
  EXPECT_NE(stream.act(2000, 20, 30, "/bin/bash").string(Field::process_entity_id),
            first.string(Field::process_entity_id));
  const Event other = stream.exec(3000, 21, 10, "/bin/bash", "bash -c it");
  source.processes[5] = snapshot(500, "older");
  EXPECT_EQ(stream.act(4000, 21, 5, "/bin/bash").string(Field::process_entity_id),
            other.string(Field::process_entity_id));
}

TEST_F(LineageHere, APidThatCameRoundAtOnceIsAnotherParent) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/opt/harmless", "harmless");
  source.processes[10] = snapshot(1030, "another");
  source.processes[20] = snapshot(1040, "kubectl");
  source.processes[20].ppid = 10;
  EXPECT_EQ(stream.exec(1050, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name),
            "another");
}

// The start is told by the clock of today.
TEST_F(LineageHere, AClockThatWasSetForwardMakesNoOtherProcess) {
  source.error = 20;
  const Event first = stream.exec(1000, 20, 1, "/bin/bash", "bash -c it");
  stream.act(1500, 20, 1, "/bin/bash");
  source.processes[20] = snapshot(1400, "it");
  EXPECT_EQ(stream.act(2000, 20, 1, "/bin/bash").string(Field::process_entity_id),
            first.string(Field::process_entity_id));
}

TEST_F(LineageHere, TheParentOfAnyEventIsTheOneThatHasThePidByThen) {
  source.error = 20;
  stream.exec(1000, 10, 1, "/bin/bash", "bash -c innocent");
  stream.exec(1001, 20, 10, "/bin/tee", "tee");
  source.processes[10] = snapshot(1900, "another");
  source.processes[20] = snapshot(990, "tee");
  source.processes[20].ppid = 10;
  EXPECT_EQ(stream.act(2000, 20, 10, "/bin/tee").string(Field::process_parent_name), "another");
}

TEST_F(LineageHere, ABusyProcessIsAskedForNowAndThen) {
  source.processes[20] = snapshot(990, "busy");
  for (TimeMs time = 1000; time < 2000; ++time) stream.act(time, 20, 1, "/bin/bash");
  EXPECT_LT(source.starts, 50);
}

TEST(LineageLive, StrangersAreLookedUp) {
  FakeSource source;
  source.processes[1] = snapshot(0, "init");
  source.processes[10] = snapshot(900, "deploy.sh");
  Stream stream(&source);
  stream.node = "here";
  const Event event = stream.exec(1000, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(test::process_line(event),
            "pid=20 name=ls exe=/bin/ls args=[ls] count=1 <- "
            "pid=10 name=deploy.sh exe=/bin/bash args=[bash deploy.sh] count=2");
  EXPECT_EQ(source.reads, 2);  // of the parent, and of its own
  stream.exec(1001, 21, 10, "/bin/ls", "ls");
  EXPECT_EQ(source.reads, 3);  // of what the parent runs by now
  EXPECT_EQ(stream.counters.unknown_parents, 0U);
}

TEST(LineageLive, StrangerYoungerThanTheEventIsNotBelieved) {
  FakeSource source;
  source.processes[10] = snapshot(1000, "a");
  source.processes[11] = snapshot(1001, "b");
  Stream stream(&source);
  stream.node = "here";
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name), "a");
  EXPECT_EQ(stream.exec(1000, 21, 11, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  EXPECT_EQ(stream.counters.unknown_parents, 1U);
}

TEST(LineageLive, ScannedProcessYoungerThanTheEventIsNotBelieved) {
  FakeSource source;
  source.processes[11] = snapshot(1001, "b");
  Stream stream(&source);
  stream.node = "here";
  stream.lineage.scan(1000);
  EXPECT_EQ(stream.exec(1000, 21, 11, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
}

TEST(LineageLive, OtherHostsAreNotLookedUp) {
  FakeSource source;
  source.processes[10] = snapshot(900, "deploy.sh");
  Stream stream(&source);
  stream.node = "elsewhere";
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  EXPECT_EQ(source.reads, 0);
}

TEST(LineageLive, ReplacesTheDeadButNotTheDying) {
  FakeSource source;
  Stream stream(&source);
  stream.node = "here";
  stream.exec(1000, 10, 1, "/bin/sh", "sh -e");
  stream.exit(2000, 10, 1, "/bin/sh");
  source.processes[10] = snapshot(900, "zombie");
  EXPECT_EQ(stream.exec(2001, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name), "sh");
  source.processes[10] = snapshot(2500, "another");
  EXPECT_EQ(stream.exec(2600, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name),
            "another");
}

TEST(LineageLive, RunningProcessEndsADoubt) {
  FakeSource source;
  Stream stream(&source);
  stream.node = "here";
  stream.exec(1000, 15, 1, "/bin/zsh", "zsh");
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  stream.fork(1001, 10, 1, "/bin/sh", 15);
  source.processes[15] = snapshot(900, "zsh");
  EXPECT_EQ(stream.exec(1002, 20, 15, "/bin/ls", "ls").string(Field::process_parent_name), "zsh");
}

TEST(LineageLive, ScanTakesInWhatRuns) {
  FakeSource source;
  source.processes[10] = snapshot(900, "deploy.sh");
  Stream stream(&source);
  stream.node = "here";
  stream.lineage.scan(1000);
  source.processes.clear();
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name),
            "deploy.sh");
  EXPECT_EQ(stream.act(1001, 10, 1, "/bin/bash").string(Field::process_name), "deploy.sh");
}

TEST(LineageLive, ScanStopsAtTheCap) {
  FakeSource source;
  for (std::size_t pid = 1; pid <= limits::kMaxProcesses + 5; ++pid) {
    source.processes[static_cast<std::int64_t>(pid)] = snapshot(900, "x");
  }
  Stream stream(&source);
  stream.lineage.scan(1000);
  EXPECT_EQ(source.reads, static_cast<int>(limits::kMaxProcesses));
  EXPECT_EQ(stream.counters.evicted_processes, 0U);
}

TEST_F(LineageHere, ContainerIsThatOfTheProcessWhileItLives) {
  source.processes[20] = snapshot(900, "sh");
  source.containers[20] = "c1";
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/sh", "sh").string(Field::container_id), "c1");
  source.processes.clear();
  EXPECT_EQ(stream.act(1001, 20, 10, "/bin/sh").string(Field::container_id), "c1");
}

TEST_F(LineageHere, ContainerIsThatOfTheNearestAncestorThatLives) {
  source.processes[10] = snapshot(900, "sh");
  source.containers[10] = "c1";
  stream.fork(950, 10, 1, "/bin/bash", 15);
  stream.fork(960, 15, 10, "/bin/bash", 20);
  EXPECT_EQ(stream.exec(1000, 20, 15, "/bin/ls", "ls").string(Field::container_id), "c1");
}

TEST_F(LineageHere, ContainerOfAnotherProcessUnderThePidIsNotTold) {
  source.processes[20] = snapshot(5000, "sh");
  source.containers[20] = "c1";
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/sh", "sh").find(Field::container_id), nullptr);
}

TEST_F(LineageHere, ContainerIsLookedAtAgainAfterAnExec) {
  source.processes[20] = snapshot(900, "runc");
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/runc", "runc").find(Field::container_id), nullptr);
  source.containers[20] = "c1";
  EXPECT_EQ(stream.exec(1001, 20, 10, "/bin/sh", "sh").string(Field::container_id), "c1");
}

// What a fork returns in a pid namespace is no pid of the host's, and the event has none.
TEST_F(LineageHere, AForkInAPidNamespaceMakesNobodyAParent) {
  source.processes[10] = snapshot(900, "sh");
  source.processes[7] = snapshot(100, "sshd");
  source.in_namespaces.insert(10);
  stream.lineage.scan(1000);
  const Event fork = stream.fork(1000, 10, 1, "/bin/bash", 7);
  EXPECT_EQ(fork.find(Field::process_pid), nullptr);
  EXPECT_EQ(fork.find(Field::process_entity_id), nullptr);
  EXPECT_EQ(fork.string(Field::process_parent_name), "sh");
  EXPECT_EQ(stream.exec(1001, 20, 7, "/bin/ls", "ls").string(Field::process_parent_name), "sshd");
  // So it is of its children.
  EXPECT_EQ(stream.fork(1002, 11, 10, "/bin/bash", 8).find(Field::process_pid), nullptr);
  EXPECT_EQ(*stream.fork(1003, 12, 1, "/bin/bash", 8).number(Field::process_pid), 8);
}

TEST_F(LineageHere, AThreadThatClone3MadeIsNoProcess) {
  source.threads[15] = 10;
  const Event thread = stream.clone3(1000, 10, 1, "/usr/bin/java", 15);
  EXPECT_EQ(test::line_of(thread), "process info clone3 success");
  EXPECT_EQ(*thread.number(Field::process_pid), 10);
  EXPECT_EQ(*thread.number(Field::process_parent_pid), 1);
  EXPECT_EQ(thread.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(stream.exec(1002, 20, 15, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);

  source.processes[16] = snapshot(1001, "java");
  const Event child = stream.clone3(1001, 10, 1, "/usr/bin/java", 16);
  EXPECT_EQ(test::line_of(child), "process start fork success");
  EXPECT_EQ(*child.number(Field::process_pid), 16);
  EXPECT_EQ(child.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(stream.counters.unresolved_tasks, 0U);
}

// Too late to look: it is gone.
TEST_F(LineageHere, WhatClone3MadeAndIsGoneIsMarked) {
  const Event child = stream.clone3(1001, 10, 1, "/usr/bin/java", 16);
  EXPECT_EQ(test::line_of(child), "process start fork success");
  EXPECT_NE(child.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(stream.counters.unresolved_tasks, 1U);
}

// In a pid namespace of its own the number that it got is another's on the host.
TEST_F(LineageHere, WhatClone3MadeInAPidNamespaceIsNotLookedForUnderItsNumber) {
  source.threads[15] = 7;
  source.processes[16] = snapshot(900, "sh");
  source.in_namespaces.insert(11);
  EXPECT_NE(stream.clone3(1000, 10, 1, "/usr/bin/java", 15).find(Field::auditd_unresolved_task),
            nullptr);
  EXPECT_NE(stream.clone3(1001, 11, 1, "/usr/bin/java", 16).find(Field::auditd_unresolved_task),
            nullptr);
}

// A replay cannot look. The record has the address of clone3's flags, not the flags.
TEST(Lineage, WhatClone3MadeIsMarkedAndNobodysParentUntilItTellsOfItself) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/java", "java");
  const Event made = stream.clone3(1001, 10, 1, "/usr/bin/java", 16);
  EXPECT_NE(made.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(stream.counters.unresolved_tasks, 1U);
  EXPECT_EQ(stream.exec(1002, 20, 16, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);

  stream.act(1003, 16, 10, "/usr/bin/java");  // a thread's records have its process's pid
  EXPECT_EQ(stream.exec(1004, 21, 16, "/bin/ls", "ls").string(Field::process_parent_name), "java");
}

TEST(Lineage, APidThatAThreadMayHaveHadIsAnotherProcessUnderAnotherParent) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/java", "java");
  const Event thread = stream.clone3(1001, 10, 1, "/usr/bin/java", 16);
  const Event process = stream.act(2000, 16, 11, "/usr/bin/java");
  EXPECT_NE(process.string(Field::process_entity_id), thread.string(Field::process_entity_id));
}

// exit(2) ends a thread; with the last of them the process.
TEST(Lineage, AThreadsExitIsNotTheProcesss) {
  Stream stream;
  const auto exit = [&](TimeMs time, int pid) {
    return stream.run(time, Stream::syscall("exit", "", pid, 1, "/usr/bin/java"));
  };
  const Event lonely = exit(1000, 9);
  EXPECT_EQ(test::line_of(lonely), "process end end -");
  EXPECT_NE(lonely.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(stream.counters.unresolved_tasks, 1U);

  stream.clone(1001, 10, 1, "/usr/bin/java", 11, "3d0f00");
  const Event thread = exit(1002, 10);
  EXPECT_EQ(test::line_of(thread), "process info exit -");
  EXPECT_EQ(thread.find(Field::auditd_unresolved_task), nullptr);
  EXPECT_EQ(thread.find(Field::process_exit_code), nullptr);
  EXPECT_EQ(stream.counters.unresolved_tasks, 1U);
}

// CLONE_PARENT, as runc makes a container's first process.
TEST(Lineage, AChildThatItsForkerGaveAwayIsTheChildOfTheForkersParent) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/shim", "shim");
  stream.exec(1001, 11, 10, "/usr/bin/runc", "runc");
  const Event made = stream.clone(1002, 11, 10, "/usr/bin/runc", 12, "8011");
  EXPECT_EQ(*made.number(Field::process_parent_pid), 10);
  EXPECT_EQ(made.string(Field::process_parent_name), "shim");
  const Event inside = stream.exec(1003, 12, 10, "/bin/sh", "sh");
  EXPECT_EQ(inside.string(Field::process_parent_name), "shim");
  EXPECT_EQ(inside.string(Field::process_entity_id), made.string(Field::process_entity_id));
  EXPECT_EQ(*inside.strings(Field::process_previous_executable), Strings{"/usr/bin/runc"});
}

// The record of such a fork may come late; the forker's parent is not in a namespace for that.
TEST(Lineage, AChildGivenAwayLateTakesNoTrustFromTheForkersParent) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/shim", "shim");
  stream.fork(1001, 10, 1, "/usr/bin/shim", 11);
  stream.exec(1003, 12, 10, "/bin/sh", "sh");
  stream.clone(1002, 11, 10, "/usr/bin/shim", 12, "8011");
  stream.fork(1004, 10, 1, "/usr/bin/shim", 13);
  EXPECT_EQ(stream.exec(1005, 14, 13, "/bin/ls", "ls").string(Field::process_parent_name), "shim");
}

TEST_F(LineageHere, TheFirstForkOfAStrangerInAPidNamespaceIsNotBelievedEither) {
  source.processes[10] = snapshot(900, "sh");
  source.in_namespaces.insert(10);
  stream.fork(1000, 10, 1, "/bin/bash", 7);
  EXPECT_EQ(stream.exec(1001, 20, 7, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
}

TEST_F(LineageHere, AParentThatProcShowsToBeAnotherByNowIsThatOther) {
  stream.exec(1000, 10, 1, "/bin/sh", "sh");
  source.processes[10] = snapshot(5000, "deploy.sh");
  EXPECT_EQ(stream.exec(4000, 20, 10, "/bin/ls", "ls").string(Field::process_parent_name), "sh");
  EXPECT_EQ(stream.exec(6000, 21, 10, "/bin/ls", "ls").string(Field::process_parent_name),
            "deploy.sh");
}

// A pid comes round within a second on a busy host: times tell, or the child, that it has another.
TEST_F(LineageHere, AStrangerThatTookTheParentsPidIsNotItsParent) {
  source.error = 20;
  source.processes[10] = snapshot(1005, "sleep");
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  source.processes[12] = snapshot(995, "sleep");
  source.processes[22] = snapshot(999, "ls");
  source.processes[22].ppid = 1;
  EXPECT_EQ(stream.exec(1000, 22, 12, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
  source.processes[22].ppid = 12;
  EXPECT_EQ(stream.exec(1001, 22, 12, "/bin/ls", "ls").string(Field::process_parent_name), "sleep");
  stream.exec(2000, 11, 1, "/bin/sh", "sh");
  source.processes[11] = snapshot(2101, "timeout");
  EXPECT_EQ(stream.exec(2200, 21, 11, "/bin/ls", "ls").string(Field::process_parent_name),
            "timeout");
}

// A fork's record tells when it began, and a large process takes its time.
TEST_F(LineageHere, AChildThatWasLongInTheMakingIsTheSame) {
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  const Event fork = stream.fork(2000, 10, 1, "/bin/bash", 11);
  source.processes[11] = snapshot(2100, "bash");
  const Event ls = stream.exec(2200, 20, 11, "/bin/ls", "ls");
  EXPECT_EQ(ls.string(Field::process_parent_entity_id), fork.string(Field::process_entity_id));
}

TEST_F(LineageHere, AParentThatIsEndingAndWasNotKnownHasNoName) {
  source.processes[10] = snapshot(900, "");
  source.processes[10].executable = "";
  const Event ls = stream.exec(1000, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(ls.find(Field::process_parent_name), nullptr);
  EXPECT_FALSE(ls.string(Field::process_parent_entity_id).empty());
}

TEST_F(LineageHere, AParentOfWhichNothingIsToldIsUnknownAndNotLate) {
  source.clock = 1010;
  source.processes[10] = snapshot(900, "");
  source.processes[10].executable = "";
  const Event ls = stream.exec(1000, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(ls.find(Field::auditd_late_parent), nullptr);
  EXPECT_EQ(stream.counters.late_parents, 0U);
  EXPECT_EQ(stream.counters.unknown_parents, 1U);
  source.processes[11] = snapshot(900, "kworker/u4:1");
  source.processes[11].executable = "";
  EXPECT_NE(stream.exec(1000, 21, 11, "/bin/ls", "ls").find(Field::auditd_late_parent), nullptr);
  EXPECT_EQ(stream.counters.unknown_parents, 1U) << "a thread of the kernel has a name";
}

constexpr char kUringOpen[] =
    "URINGOP uring_op=18 success=yes exit=0 items=1 ppid=1 pid=20 uid=0 gid=0 euid=0 suid=0 "
    "fsuid=0 egid=0 sgid=0 fsgid=0\nCWD cwd=\"/\"\nPATH item=0 name=\"/etc/x\" inode=1 "
    "dev=fe:00 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL\n";

TEST(Lineage, AnEventThatTellsNoProgramHasTheOneThatAnotherRecordTold) {
  Stream stream;
  EXPECT_EQ(stream.run(1000, kUringOpen).find(Field::process_executable), nullptr);
  stream.act(1001, 20, 1, "/opt/ur");
  for (int i = 0; i < 2; ++i) {
    const Event event = stream.run(1002, kUringOpen);
    EXPECT_EQ(event.string(Field::process_name), "ur");
    EXPECT_EQ(event.string(Field::process_executable), "/opt/ur");
  }
  stream.exec(1003, 20, 1, "/opt/other", "other -x");
  EXPECT_EQ(stream.run(1004, kUringOpen).string(Field::process_command_line), "other -x");
}

TEST_F(LineageHere, AnEventThatTellsNoProgramHasTheOneThatProcShows) {
  source.error = 20;
  source.clock = 1010;
  source.processes[20] = snapshot(995, "ur");
  EXPECT_EQ(stream.run(1000, kUringOpen).string(Field::process_name), "ur");
  EXPECT_EQ(stream.run(1001, kUringOpen).string(Field::process_executable), "/bin/bash");
  source.processes[20] = snapshot(2000, "another's by now");
  stream.lineage.forget();
  EXPECT_EQ(stream.run(1002, kUringOpen).find(Field::process_name), nullptr);
}

TEST(Lineage, AnExecTellsWhatTheProcessRanBefore) {
  Stream stream;
  const Event env = stream.exec(1000, 20, 10, "/usr/bin/env", "env kubectl");
  EXPECT_EQ(env.find(Field::process_previous_executable), nullptr);
  const Event kubectl = stream.exec(1001, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(*kubectl.strings(Field::process_previous_executable), (Strings{"/usr/bin/env"}));
  const Event later = stream.act(1002, 20, 10, "/usr/bin/kubectl");
  EXPECT_EQ(later.find(Field::process_previous_executable), nullptr);
}

TEST(Lineage, AForkedChildRanItsParentsProgramBefore) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  stream.fork(1001, 10, 1, "/bin/bash", 20);
  const Event ls = stream.exec(1002, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(*ls.strings(Field::process_previous_executable), (Strings{"/bin/bash"}));
}

TEST(Lineage, AncestryIsTheParentFirst) {
  Stream stream;
  const Event a = stream.exec(1000, 10, 1, "/bin/a", "a");
  const Event b = stream.exec(1001, 20, 10, "/bin/b", "b");
  const Event c = stream.exec(1002, 30, 20, "/bin/c", "c");
  EXPECT_EQ(*c.strings(Field::process_ancestry),
            (Strings{std::string(b.string(Field::process_entity_id)),
                     std::string(a.string(Field::process_entity_id))}));
  EXPECT_EQ(a.find(Field::process_ancestry), nullptr);
}

TEST(Lineage, AncestryEndsAtTheCapAndWhereAPidIsAnothers) {
  Stream stream;
  const int last = static_cast<int>(limits::kMaxAncestors) + 5;
  Event event;
  for (int pid = 2; pid <= last; ++pid)
    event = stream.exec(1000 + pid, pid, pid - 1, "/bin/a", "a");
  EXPECT_EQ(event.strings(Field::process_ancestry)->size(), limits::kMaxAncestors);
  // 5 is another process by now: its child 6 is older than it.
  stream.exit(5000, 5, 4, "/bin/a");
  stream.exec(9000, 5, 1, "/bin/b", "b");
  event = stream.exec(9001, 100, 7, "/bin/c", "c");
  EXPECT_EQ(event.strings(Field::process_ancestry)->size(), 2U);
}

TEST(Lineage, TheLeaderOfASessionIsWhereItBegan) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/sbin/sshd", "sshd -R");
  stream.run(1001,
             "LOGIN pid=10 uid=0 old-auid=4294967295 auid=1000 tty=(none) "
             "old-ses=4294967295 ses=7 res=1\n");
  const Event event =
      stream.run(1002, Stream::syscall("ptrace", "success=yes exit=0 ses=7", 99, 98, "/bin/bash"));
  EXPECT_EQ(*event.number(Field::process_entry_leader_pid), 10);
  EXPECT_EQ(event.string(Field::process_entry_leader_name), "sshd");
  EXPECT_EQ(event.string(Field::process_entry_leader_entry_type), "sshd");
  EXPECT_EQ(event.string(Field::process_session_leader_executable), "/usr/sbin/sshd");
  const Event other =
      stream.run(1003, Stream::syscall("ptrace", "success=yes exit=0 ses=8", 99, 98, "/bin/bash"));
  EXPECT_EQ(other.find(Field::process_entry_leader_pid), nullptr);
}

TEST(Lineage, ARefusedLoginBeginsNoSession) {
  Stream stream;
  stream.run(1001,
             "LOGIN pid=10 uid=0 old-auid=4294967295 auid=1000 old-ses=4294967295 ses=7 "
             "res=0\n");
  const Event event =
      stream.run(1002, Stream::syscall("ptrace", "success=yes exit=0 ses=7", 99, 98, "/bin/bash"));
  EXPECT_EQ(event.find(Field::process_entry_leader_pid), nullptr);
}

// The parent of a process of session 9, whose parent's pid was last seen in session 7.
TEST(Lineage, AParentIsOfTheSessionInWhichItsChildIs) {
  const auto login = [](std::int64_t pid, const char* former, int session) {
    return fmt::format("LOGIN pid={} uid=0 old-auid=0 auid=0 tty=(none) old-ses={} ses={} res=1\n",
                       pid, former, session);
  };
  const auto shell = [](const std::string& session) {
    return Stream::syscall("ptrace", "success=yes exit=0 ses=" + session, 10, 1, "/bin/bash");
  };
  const struct {
    std::string what;
    std::vector<std::string> before;
    std::string parent;
  } cases[] = {
      {"a session that began elsewhere", {shell("7"), login(50, "4294967295", 9)}, ""},
      {"one that began in the child itself", {shell("7"), login(20, "7", 9)}, "bash"},
      {"one that began in the parent", {shell("7"), login(10, "7", 9)}, "bash"},
      {"one of which nobody knows where it began", {shell("7")}, "bash"},
      {"a parent that has gone on to another, as its login tells",
       {shell("9"), login(10, "9", 11)},
       "bash"},
      {"a parent that adopted it, above who began the session",
       {shell("7"), Stream::syscall("ptrace", "success=yes exit=0 ses=7", 50, 10, "/usr/sbin/sshd"),
        login(50, "7", 9)},
       "bash"},
      {"a parent last seen in a newer one that began elsewhere",
       {login(50, "4294967295", 11), shell("11")},
       ""},
      {"a parent last seen in a newer one of which nobody knows where it began", {shell("11")}, ""},
      {"a parent in none", {shell("4294967295"), login(50, "4294967295", 9)}, "bash"},
  };
  for (const auto& c : cases) {
    Stream stream;
    TimeMs time = 1000;
    for (const std::string& record : c.before) stream.run(time++, record);
    const Event event =
        stream.run(time, Stream::syscall("ptrace", "success=yes exit=0 ses=9", 20, 10, "/bin/x"));
    EXPECT_EQ(event.string(Field::process_parent_name), c.parent) << c.what;
  }
}

// In a log that begins later than a container a shell's fork may return a number of the
// container's.
TEST(Lineage, WhatAForkReturnsIsUnconfirmedUntilAChildTellsOfItself) {
  Stream stream;
  const auto is_marked = [](const Event& event) {
    return event.find(Field::auditd_unconfirmed_process) != nullptr;
  };
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  EXPECT_TRUE(is_marked(stream.fork(1001, 10, 1, "/bin/bash", 15)));
  const Event by_subshell = stream.exec(1002, 20, 15, "/bin/ls", "ls");
  EXPECT_EQ(by_subshell.string(Field::process_parent_name), "bash");
  EXPECT_TRUE(is_marked(by_subshell));
  EXPECT_EQ(stream.counters.unconfirmed_processes, 2U);

  stream.act(1003, 15, 10, "/bin/bash");
  EXPECT_FALSE(is_marked(stream.exec(1004, 21, 15, "/bin/ls", "ls")));
  EXPECT_FALSE(is_marked(stream.fork(1005, 10, 1, "/bin/bash", 16)));
  EXPECT_FALSE(is_marked(stream.exec(1006, 22, 16, "/bin/ls", "ls")));
  EXPECT_EQ(stream.counters.unconfirmed_processes, 2U);
}

TEST(Lineage, AnAncestorThatIsUnconfirmedIsMarked) {
  Stream stream;
  stream.exec(1000, 9, 1, "/bin/nginx", "nginx");
  stream.fork(1001, 9, 1, "/bin/nginx", 70);
  stream.exec(1002, 20, 70, "/bin/bash", "bash");
  const Event event = stream.exec(1003, 21, 20, "/bin/ls", "ls");
  EXPECT_EQ(event.strings(Field::process_ancestry)->size(), 3U);
  EXPECT_NE(event.find(Field::auditd_unconfirmed_process), nullptr);
}

// A child that is older than the log, or whose fork's record is lost.
TEST(Lineage, OneChildThatNoForkShowedDoesNotMakeForksUntrue) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  stream.fork(1001, 10, 1, "/bin/bash", 15);
  stream.exec(1002, 15, 10, "/bin/id", "id");
  stream.exec(1003, 12, 10, "/bin/less", "less");
  const Event fork = stream.fork(1004, 10, 1, "/bin/bash", 16);
  EXPECT_EQ(*fork.number(Field::process_pid), 16);
  EXPECT_EQ(stream.exec(1005, 20, 16, "/bin/ls", "ls").string(Field::process_parent_name), "bash");
}

TEST(Lineage, ForksThatWereDistrustedAreTrustedOnceAChildTellsOfItself) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  stream.fork(1001, 10, 1, "/bin/bash", 15);
  stream.exec(1002, 12, 10, "/bin/less", "less");
  EXPECT_EQ(stream.fork(1003, 10, 1, "/bin/bash", 16).find(Field::process_pid), nullptr);
  stream.exec(1004, 16, 10, "/bin/id", "id");
  EXPECT_EQ(*stream.fork(1005, 10, 1, "/bin/bash", 17).number(Field::process_pid), 17);
}

// A container's fork may return the number of a process of the host.
TEST(Lineage, AProcessWhosePidAnotherNamespacesForkReturnedGoesOn) {
  Stream stream;
  const Event dropper = stream.exec(1000, 20, 10, "/tmp/dropper", "dropper");
  stream.fork(1001, 90, 80, "/bin/nginx", 20);
  const Event kubectl = stream.exec(1002, 20, 10, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(kubectl.string(Field::process_entity_id), dropper.string(Field::process_entity_id));
  EXPECT_EQ(*kubectl.strings(Field::process_previous_executable), (Strings{"/tmp/dropper"}));
}

TEST(Lineage, AnExecLeavesOneThread) {
  Stream stream;
  stream.exec(1000, 20, 10, "/opt/loader", "loader");
  stream.clone(1001, 20, 10, "/opt/loader", 21, "3d0f00");
  stream.exec(1002, 20, 10, "/opt/x", "x");
  const Event end = stream.run(1003, Stream::syscall("exit", "", 20, 10, "/opt/x"));
  EXPECT_EQ(end.strings(Field::event_type)->front(), "end");
}

TEST(Lineage, WhatAProgramSaysUnderAPidThatWasFreedIsNotTheFormerHolders) {
  Stream stream;
  stream.exec(1000, 20, 10, "/opt/backup", "backup");
  stream.exit(2000, 20, 10, "/opt/backup");
  const Event login = stream.run(
      9000, "USER_LOGIN pid=20 uid=0 auid=0 ses=7 msg='op=login acct=\"eve\" res=success'\n");
  EXPECT_EQ(login.find(Field::process_entity_id), nullptr);
  stream.run(9001,
             "LOGIN pid=20 uid=0 old-auid=4294967295 auid=0 tty=(none) old-ses=4294967295 ses=8 "
             "res=1\n");
  const Event shell =
      stream.run(9002, Stream::syscall("ptrace", "success=yes exit=0 ses=8", 30, 20, "/bin/bash"));
  EXPECT_EQ(shell.find(Field::process_session_leader_name), nullptr);
}

TEST(Lineage, ALoginOfAKernelThatTellsNoResultBeginsASession) {
  Stream stream;
  stream.run(1000, "LOGIN pid=20 uid=0 old auid=500 new auid=0 old ses=5 new ses=6\n");
  const Event event =
      stream.run(1001, Stream::syscall("ptrace", "success=yes exit=0 ses=6", 30, 20, "/bin/bash"));
  EXPECT_EQ(*event.number(Field::process_session_leader_pid), 20);
}

// A record has the time at which its call began, and comes when it has returned.
TEST(Lineage, AParentIsOneYetForACallThatBeganBeforeItsEnd) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  stream.fork(2000, 10, 1, "/bin/bash", 20);
  stream.exit(2004, 10, 1, "/bin/bash");
  const Event ls = stream.exec(2002, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(ls.string(Field::process_parent_name), "bash");
}

TEST(Lineage, AForkedChildsExecCountsThoughTheClockWasSetBack) {
  Stream stream;
  stream.exec(1000, 10, 1, "/usr/bin/kubelet", "kubelet");
  stream.fork(2000, 10, 1, "/usr/bin/kubelet", 20);
  stream.exec(1970, 20, 10, "/tmp/dropper", "dropper");
  EXPECT_EQ(stream.exec(2970, 21, 20, "/bin/ls", "ls").string(Field::process_parent_name),
            "dropper");
}

TEST(Lineage, APidThatEndedIsAnothersAfterTheClockIsSetBack) {
  Stream stream;
  const Event bash = stream.exec(900'000, 20, 7, "/bin/bash", "bash");
  stream.exit(901'000, 20, 7, "/bin/bash");
  const Event evil = stream.exec(300'000, 20, 8, "/usr/bin/evil", "evil");
  EXPECT_NE(evil.string(Field::process_entity_id), bash.string(Field::process_entity_id));
  EXPECT_EQ(evil.find(Field::process_previous_executable), nullptr);
}

TEST(Lineage, AParentThatEndedIsNoneAfterTheClockIsSetBack) {
  Stream stream;
  stream.exec(5000, 10, 1, "/usr/bin/kubeadm", "kubeadm");
  stream.exit(6000, 10, 1, "/usr/bin/kubeadm");
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/ls", "ls").find(Field::process_parent_name), nullptr);
}

TEST(Lineage, AChildThatTellsOfItselfBeforeItsForkConfirmsIt) {
  Stream stream;
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  stream.exec(1002, 15, 10, "/bin/ls", "ls");
  const Event fork = stream.fork(1001, 10, 1, "/bin/bash", 15);
  EXPECT_EQ(fork.find(Field::auditd_unconfirmed_process), nullptr);
}

// The former holder of the pid and the later one have the same parent, and the later one is gone
// before its record is read.
TEST_F(LineageHere, WhoWasSeenToRunNoMoreHasItsPidNoMore) {
  source.processes[10] = snapshot(900, "bash");
  source.processes[20] = snapshot(1000, "cp");
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  const Event cp = stream.exec(1000, 20, 10, "/bin/cp", "cp a b");
  stream.lineage.notice_ends(2000);
  const Event same = stream.act(2001, 20, 10, "/bin/cp");
  EXPECT_EQ(same.string(Field::process_entity_id), cp.string(Field::process_entity_id));

  source.processes.erase(20);
  stream.lineage.notice_ends(4000);
  const Event on_its_way = stream.act(3999, 20, 10, "/bin/cp");
  EXPECT_EQ(on_its_way.string(Field::process_entity_id), cp.string(Field::process_entity_id));
  const Event later = stream.act(4001, 20, 10, "/bin/cp");
  EXPECT_NE(later.string(Field::process_entity_id), cp.string(Field::process_entity_id));
  EXPECT_EQ(later.find(Field::process_args), nullptr);
}

TEST_F(LineageHere, AncestorsThatWereNotHeardOfAreLookedUp) {
  source.processes[5] = snapshot(500, "containerd");
  source.processes[7] = snapshot(600, "shim");
  source.processes[7].ppid = 5;
  stream.exec(1000, 10, 7, "/bin/bash", "bash");
  const Event ls = stream.exec(1001, 20, 10, "/bin/ls", "ls");
  EXPECT_EQ(ls.strings(Field::process_ancestry)->size(), 3U);

  source.processes[8] = snapshot(2500, "younger");  // it has the pid of a parent that is gone
  stream.exec(2000, 11, 8, "/bin/bash", "bash");
  const Event orphan = stream.exec(3000, 21, 11, "/bin/ls", "ls");
  EXPECT_EQ(orphan.strings(Field::process_ancestry)->size(), 1U);
}

// Its parent is gone, which nothing tells.
TEST_F(LineageHere, AnOrphanThatExecutesGoesOnWhileItsPidIsTheSameProcesss) {
  source.error = 20;
  source.processes[20] = snapshot(990, "bash");
  const Event bash = stream.exec(1000, 20, 10, "/bin/bash", "bash -c x");
  const Event kubectl = stream.exec(50'000, 20, 7, "/usr/bin/kubectl", "kubectl");
  EXPECT_EQ(kubectl.string(Field::process_entity_id), bash.string(Field::process_entity_id));
  EXPECT_EQ(*kubectl.strings(Field::process_previous_executable), (Strings{"/bin/bash"}));
}

TEST_F(LineageHere, AProcessIsTheSameWhenTheClockIsSet) {
  source.error = 20;
  source.booted = 500;
  source.processes[20] = snapshot(990, "bash");
  const Event before = stream.exec(1000, 20, 10, "/bin/bash", "bash");
  constexpr TimeMs kHour = 3'600'000;
  source.booted += kHour;
  source.processes[20].start += kHour;
  const Event after = stream.act(2000 + kHour, 20, 10, "/bin/bash");
  EXPECT_EQ(after.string(Field::process_entity_id), before.string(Field::process_entity_id));
}

TEST_F(LineageHere, AContainerIsLookedAtAgain) {
  source.processes[20] = snapshot(900, "bash");
  source.containers[20] = "a";
  EXPECT_EQ(stream.exec(1000, 20, 10, "/bin/bash", "bash").string(Field::container_id), "a");
  source.containers[20] = "b";
  EXPECT_EQ(stream.act(3000, 20, 10, "/bin/bash").string(Field::container_id), "b");
}

TEST_F(LineageHere, WhereNoProcessIsShownNoneIsSaidToHaveEnded) {
  stream.exec(1000, 10, 1, "/bin/bash", "bash");
  const Event before = stream.exec(1000, 20, 10, "/bin/cp", "cp a b");
  source.processes.clear();
  stream.lineage.notice_ends(2000);
  const Event after = stream.act(2001, 20, 10, "/bin/cp");
  EXPECT_EQ(after.string(Field::process_entity_id), before.string(Field::process_entity_id));
}

}  // namespace
}  // namespace ak
