// Where an identity begins, goes on and ends.
#include "lineage/tracking.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace ak {
namespace {

using Kind = ProcessFact::Kind;

ProcessFact fact(Kind kind, TimeMs time, std::int64_t pid, std::int64_t ppid,
                 const std::string& name, std::int64_t child_pid = 0) {
  ProcessFact made;
  made.kind = kind;
  made.time = time;
  made.serial = static_cast<std::uint64_t>(time);
  made.pid = pid;
  made.ppid = ppid;
  made.child_pid = child_pid;
  made.child_ppid = pid;
  made.name = name;
  made.executable = "/bin/" + name;
  if (kind == Kind::exec) {
    made.args = {name, "-x"};
    made.args_count = 2;
  }
  return made;
}

ProcessFact seen(TimeMs time, std::int64_t pid, std::int64_t ppid, const std::string& name) {
  return fact(Kind::seen, time, pid, ppid, name);
}
ProcessFact exec(TimeMs time, std::int64_t pid, std::int64_t ppid, const std::string& name) {
  return fact(Kind::exec, time, pid, ppid, name);
}
ProcessFact fork(TimeMs time, std::int64_t pid, std::int64_t ppid, const std::string& name,
                 std::int64_t child) {
  return fact(Kind::fork, time, pid, ppid, name, child);
}
ProcessFact exit_of(TimeMs time, std::int64_t pid, std::int64_t ppid, const std::string& name) {
  return fact(Kind::exit, time, pid, ppid, name);
}

ProcessFact in_session(std::int64_t session, ProcessFact made) {
  made.session = session;
  return made;
}
// The process's session begins, as the kernel's LOGIN tells it, with or without a system call.
ProcessFact logged_in(std::int64_t former, std::int64_t session, ProcessFact made) {
  made.begins_session = true;
  made.former_session = former;
  made.session = session;
  return made;
}
ProcessFact login(TimeMs time, std::int64_t former, std::int64_t session) {
  return logged_in(former, session, fact(Kind::login, time, 20, 0, ""));
}

ProcessFact in_new_namespace(ProcessFact made) {
  made.new_pid_namespace = true;
  return made;
}

// "start=1 ppid=2 sh exec dead doubtful" of pid 20 after those facts.
std::string state_after(const std::vector<ProcessFact>& facts) {
  Counters counters;
  ProcessTable table(counters);
  for (const ProcessFact& f : facts) track(table, f);
  const Process* process = table.find(ProcessTable::host_key(""), 20);
  if (process == nullptr) return "none";
  return fmt::format("start={} ppid={} {}{}{}{}", process->start, process->ppid,
                     process->program->name, process->program->start_seen ? " exec" : "",
                     process->dead ? " dead" : "", process->doubtful ? " doubtful" : "");
}

TEST(Tracking, FollowsAnIdentity) {
  struct Case {
    std::string what;
    std::vector<ProcessFact> facts;
    std::string expected;
  };
  const Case cases[] = {
      {"first sight", {seen(1, 20, 10, "sh")}, "start=1 ppid=10 sh"},
      {"exec keeps the identity",
       {seen(1, 20, 10, "sh"), exec(2, 20, 10, "ls")},
       "start=1 ppid=10 ls exec"},
      {"exec twice, as env does",
       {exec(1, 20, 10, "env"), exec(2, 20, 10, "kubectl")},
       "start=1 ppid=10 kubectl exec"},
      {"fork gives the child the parent's program",
       {exec(1, 10, 9, "deploy.sh"), fork(2, 10, 9, "deploy.sh", 20)},
       "start=2 ppid=10 deploy.sh exec"},
      {"orphan keeps its identity",
       {exec(1, 20, 10, "sh"), seen(2, 20, 1, "sh")},
       "start=1 ppid=1 sh exec"},
      {"exec that no rule saw",
       {exec(1, 20, 10, "sh"), seen(2, 20, 10, "ls")},
       "start=1 ppid=10 ls"},
      {"another parent and another program",
       {exec(1, 20, 10, "sh"), seen(2, 20, 11, "ls")},
       "start=2 ppid=11 ls"},
      {"exec under another parent",
       {exec(1, 20, 10, "sh"), exec(2, 20, 11, "sh")},
       "start=2 ppid=11 sh exec"},
      {"exit", {seen(1, 20, 10, "sh"), exit_of(2, 20, 10, "sh")}, "start=1 ppid=10 sh dead"},
      {"records of its last moments",
       {exit_of(2, 20, 10, "sh"), seen(3, 20, 10, "sh")},
       "start=2 ppid=10 sh dead"},
      {"exec after exit",
       {exit_of(2, 20, 10, "sh"), exec(3, 20, 10, "sh")},
       "start=3 ppid=10 sh exec"},
      {"another parent after exit",
       {exit_of(2, 20, 10, "sh"), seen(3, 20, 11, "sh")},
       "start=3 ppid=11 sh"},
      {"fork after exit",
       {exit_of(2, 20, 10, "sh"), fork(3, 11, 1, "dash", 20)},
       "start=3 ppid=11 dash"},
      {"fork of a pid not seen to end",
       {seen(1, 20, 10, "sh"), fork(3, 11, 1, "dash", 20)},
       "start=3 ppid=11 dash doubtful"},
      {"its own word ends the doubt",
       {seen(1, 20, 10, "sh"), fork(3, 11, 1, "dash", 20), seen(4, 20, 11, "dash")},
       "start=3 ppid=11 dash"},
      {"doubt was right: the pid was another namespace's",
       {exec(1, 20, 10, "sh"), fork(3, 11, 1, "dash", 20), seen(4, 20, 10, "sh")},
       "start=1 ppid=10 sh exec"},
      {"two forks of another namespace",
       {exec(1, 20, 10, "sh"), fork(3, 11, 1, "dash", 20), fork(4, 12, 1, "zsh", 20),
        seen(5, 20, 10, "sh")},
       "start=1 ppid=10 sh exec"},
      {"what is in another namespace is not asked again",
       {exec(1, 20, 10, "sh"), fork(3, 11, 1, "dash", 20), seen(4, 20, 10, "sh"),
        fork(5, 11, 1, "dash", 20)},
       "start=1 ppid=10 sh exec"},
      {"a child that no fork returned shows another namespace",
       {fork(1, 11, 1, "dash", 20), exec(2, 70, 11, "ls"), fork(3, 11, 1, "dash", 21)},
       "none"},
      {"a child before its fork's record does not",
       {fork(1, 11, 1, "dash", 20), exec(2, 70, 11, "ls"), fork(2, 11, 1, "dash", 70)},
       "start=1 ppid=11 dash"},
      {"children of who is in another namespace are there too",
       {fork(1, 11, 1, "dash", 21), exec(2, 70, 11, "sh"), fork(3, 11, 1, "dash", 22),
        exec(4, 71, 11, "sh"), fork(5, 71, 11, "sh", 20)},
       "none"},
      {"the first process of a new namespace has a pid that is believed",
       {in_new_namespace(fork(1, 11, 1, "dash", 20))},
       "start=1 ppid=11 dash"},
      {"its children have not",
       {in_new_namespace(fork(1, 11, 1, "dash", 19)), fork(2, 19, 11, "dash", 20)},
       "none"},
      {"nor have those after an unshare",
       {in_new_namespace(seen(1, 11, 1, "dash")), fork(2, 11, 1, "dash", 19),
        fork(3, 19, 11, "dash", 20)},
       "none"},
      {"exec of a child of the parent's successor under its pid",
       {exec(1, 10, 9, "sh"), exec(2, 20, 10, "ls"), exit_of(3, 10, 9, "sh"),
        exec(2000, 20, 10, "ls")},
       "start=2000 ppid=10 ls exec"},
      {"but not while the parent is taken down",
       {exec(1, 10, 9, "sh"), exec(2, 20, 10, "ls"), exit_of(3, 10, 9, "sh"),
        exec(4, 20, 10, "ls")},
       "start=2 ppid=10 ls exec"},
      {"an earlier holder of the parent's pid is no parent",
       {exec(1, 10, 9, "tar"), exit_of(2, 10, 9, "tar"), exec(5000, 20, 10, "sh"),
        exec(5001, 20, 10, "ls")},
       "start=5000 ppid=10 ls exec"},
      {"who speaks long after its end is another",
       {seen(1, 20, 10, "sh"), exit_of(2, 20, 10, "sh"), seen(2000, 20, 10, "sh")},
       "start=2000 ppid=10 sh"},
      {"an orphan's exec keeps the identity",
       {fork(1, 10, 9, "sh", 20), exit_of(2, 10, 9, "sh"), exec(3, 20, 1, "ls")},
       "start=1 ppid=1 ls exec"},
      {"also when an ancestor adopts it",
       {exec(1, 9, 8, "tmux"), fork(1, 9, 8, "tmux", 10), fork(1, 10, 9, "sh", 20),
        exit_of(2, 10, 9, "sh"), exec(3, 20, 8, "ls")},
       "start=1 ppid=8 ls exec"},
      {"also when its parent's end is not reported",
       {fork(1, 10, 9, "sh", 20), exec(3, 20, 1, "ls")},
       "start=1 ppid=1 ls exec"},
      {"also when it is an ancestor's by then",
       {exec(1, 9, 8, "systemd"), exec(2, 10, 9, "sh"), fork(3, 10, 9, "sh", 20),
        exec(4, 20, 9, "ls")},
       "start=3 ppid=9 ls exec"},
      {"but not so long after that the pid may have come round",
       {fork(1, 10, 9, "sh", 20), exec(20000, 20, 1, "ls")},
       "start=20000 ppid=1 ls exec"},
      {"where it would have had to within one login session, it has not",
       {in_session(3, fork(1, 10, 9, "sh", 20)), in_session(3, exec(20000, 20, 1, "ls"))},
       "start=1 ppid=1 ls exec"},
      {"nor has one whose fork was seen, and none since that returned its pid",
       {fork(1, 10, 9, "sh", 20), seen(2, 20, 10, "sh"), exec(20000, 20, 1, "ls")},
       "start=1 ppid=1 ls exec"},
      {"but a child of an ancestor is no orphan of process 1's",
       {in_session(3, exec(1, 9, 8, "make")), in_session(3, exec(1, 10, 9, "sh")),
        in_session(3, exec(1, 20, 10, "probe")), in_session(3, exec(20000, 20, 9, "ls"))},
       "start=20000 ppid=9 ls exec"},
      {"a fork's child that may be another is its orphan as well",
       {exec(1, 20, 15, "sh"), fork(2, 10, 9, "bash", 20), exec(3, 20, 1, "ls")},
       "start=2 ppid=1 ls exec"},
      {"who is a child of process 1 stays one",
       {exec(1, 20, 1, "sh"), seen(2, 20, 10, "sh")},
       "start=2 ppid=10 sh"},
      {"in another session it has",
       {in_session(3, fork(1, 10, 9, "sh", 20)), in_session(4, exec(20000, 20, 1, "ls"))},
       "start=20000 ppid=1 ls exec"},
      {"nor when a stranger is the parent",
       {fork(1, 10, 9, "sh", 20), exit_of(2, 10, 9, "sh"), exec(3, 20, 77, "ls")},
       "start=3 ppid=77 ls exec"},
      {"fork of itself changes nothing", {fork(1, 20, 10, "sh", 20)}, "start=1 ppid=10 sh"},
  };
  for (const Case& c : cases) EXPECT_EQ(state_after(c.facts), c.expected) << c.what;
}

TEST(Tracking, AProcessDoesNotChangeItsSessionUnnoticed) {
  constexpr std::int64_t kNone = ProcessFact::kNoSession;
  struct Case {
    std::string what;
    std::vector<ProcessFact> facts;
    std::string expected;
  };
  const Case cases[] = {
      {"another parent in the same session is an orphan's",
       {in_session(3, seen(1, 20, 10, "sh")), in_session(3, seen(2, 20, 11, "sh"))},
       "start=1 ppid=11 sh"},
      {"another parent in another session has another child",
       {in_session(3, seen(1, 20, 10, "sh")), in_session(4, seen(2, 20, 11, "sh"))},
       "start=2 ppid=11 sh"},
      {"in no session neither",
       {in_session(3, seen(1, 20, 10, "sh")), in_session(kNone, seen(2, 20, 11, "sh"))},
       "start=2 ppid=11 sh"},
      {"where the session is not told, nothing is concluded",
       {in_session(3, seen(1, 20, 10, "sh")), seen(2, 20, 11, "sh")},
       "start=1 ppid=11 sh"},
      {"another program in another session is another process's",
       {in_session(3, exec(1, 20, 10, "sh")), in_session(4, exec(2, 20, 10, "ls"))},
       "start=2 ppid=10 ls exec"},
      {"by itself another session may be that of a LOGIN that did not come",
       {in_session(3, exec(1, 20, 10, "sh")), in_session(4, seen(2, 20, 10, "sh"))},
       "start=1 ppid=10 sh exec"},
      {"a login keeps the identity",
       {in_session(kNone, exec(1, 20, 10, "cron")), login(2, kNone, 4),
        in_session(4, exec(3, 20, 10, "sh"))},
       "start=1 ppid=10 sh exec"},
      {"a login from within a session too",
       {in_session(3, exec(1, 20, 10, "su")), login(2, 3, 4), in_session(4, exec(3, 20, 10, "sh"))},
       "start=1 ppid=10 sh exec"},
      {"and one with its system call",
       {in_session(3, exec(1, 20, 10, "su")), logged_in(3, 4, seen(2, 20, 10, "su"))},
       "start=1 ppid=10 su exec"},
      {"a login from another session than the process's is another process's",
       {in_session(3, exec(1, 20, 10, "sshd")), login(2, kNone, 4)},
       "none"},
      {"which its system call tells of",
       {in_session(3, exec(1, 20, 10, "sshd")), logged_in(kNone, 4, seen(2, 20, 10, "sshd"))},
       "start=2 ppid=10 sshd"},
      {"a login that comes after what the process did in the session says nothing",
       {in_session(kNone, exec(1, 20, 10, "cron")), in_session(4, seen(3, 20, 10, "cron")),
        login(2, kNone, 4)},
       "start=1 ppid=10 cron exec"},
      {"nor does a login with its system call",
       {in_session(kNone, exec(1, 20, 10, "cron")), in_session(4, seen(3, 20, 10, "cron")),
        logged_in(kNone, 4, seen(2, 20, 10, "cron"))},
       "start=1 ppid=10 cron exec"},
      {"nor does one after what it did in a later session",
       {in_session(kNone, exec(1, 20, 10, "cron")), in_session(9, seen(3, 20, 10, "cron")),
        login(2, kNone, 4)},
       "start=1 ppid=10 cron exec"},
      {"a login that comes late says nothing",
       {in_session(3, exec(5, 20, 10, "sshd")), login(2, kNone, 2)},
       "start=5 ppid=10 sshd exec"},
      {"a forked child is in its parent's session",
       {in_session(3, fork(1, 10, 1, "sh", 20)), in_session(4, exec(2, 20, 10, "ls"))},
       "start=2 ppid=10 ls exec"},
  };
  for (const Case& c : cases) EXPECT_EQ(state_after(c.facts), c.expected) << c.what;
}

TEST(Tracking, LateRecordsDoNotOverwriteNewerOnes) {
  struct Case {
    std::string what;
    std::vector<ProcessFact> facts;
    std::string expected;
  };
  const Case cases[] = {
      {"fork after the child's first event",
       {exec(5, 20, 10, "ls"), fork(4, 10, 9, "sh", 20)},
       "start=5 ppid=10 ls exec"},
      {"fork after the exec, under a pid that another child of the same parent had",
       {exec(1, 20, 10, "ls"), exec(5, 20, 10, "cp"), fork(4, 10, 9, "sh", 20)},
       "start=4 ppid=10 cp exec"},
      {"fork after the exec of another parent's child is another namespace's",
       {exec(1, 20, 10, "ls"), exec(5, 20, 10, "cp"), fork(4, 11, 9, "sh", 20)},
       "start=1 ppid=10 cp exec"},
      {"fork that has a later time than its child's first event",
       {exec(5, 20, 10, "ls"), fork(6, 10, 9, "sh", 20)},
       "start=5 ppid=10 ls exec"},
      {"what forked and was heard of since is not that fork's child",
       {exec(1, 10, 9, "sh"), fork(2, 10, 9, "sh", 20), seen(3, 20, 10, "sh"),
        fork(4, 10, 9, "sh", 20)},
       "start=4 ppid=10 sh exec doubtful"},
      {"the child has what its parent ran",
       {exec(1, 10, 9, "sh"), seen(5, 20, 10, "sh"), fork(4, 10, 9, "sh", 20)},
       "start=5 ppid=10 sh exec"},
      {"but not what the parent ran later",
       {exec(6, 10, 9, "sh"), seen(5, 20, 10, "sh"), fork(4, 10, 9, "sh", 20)},
       "start=5 ppid=10 sh"},
      {"fork of the same millisecond",
       {exec(5, 20, 10, "ls"), fork(5, 10, 9, "sh", 20)},
       "start=5 ppid=10 ls exec"},
      {"older exec", {exec(5, 20, 10, "b"), exec(4, 20, 10, "a")}, "start=5 ppid=10 b exec"},
      {"older sight", {exec(5, 20, 10, "b"), seen(4, 20, 10, "a")}, "start=5 ppid=10 b exec"},
      {"exec that names a program already seen",
       {seen(5, 20, 10, "b"), exec(4, 20, 10, "b")},
       "start=5 ppid=10 b exec"},
      {"a record of before it was orphaned",
       {exec(1, 20, 10, "sh"), seen(2, 20, 10, "sh"), seen(5, 20, 1, "sh"), seen(3, 20, 10, "sh")},
       "start=1 ppid=1 sh exec"},
      {"exit of the pid's former process",
       {exec(5, 20, 10, "b"), exit_of(4, 20, 9, "a")},
       "start=5 ppid=10 b exec"},
  };
  for (const Case& c : cases) EXPECT_EQ(state_after(c.facts), c.expected) << c.what;
}

// Its serial tells that a record came after another, also where its time is an earlier one.
TEST(Tracking, ALoginAfterAClockWasSetBackIsNoLateOne) {
  constexpr std::int64_t kNone = ProcessFact::kNoSession;
  ProcessFact begins = login(1000, kNone, 4);
  ProcessFact shell = in_session(4, exec(1001, 20, 10, "sh"));
  begins.serial = 9001;
  shell.serial = 9002;
  EXPECT_EQ(state_after({in_session(kNone, exec(9000, 20, 10, "cron")), begins, shell}),
            "start=9000 ppid=10 sh exec");
}

TEST(Tracking, AClockThatWasSetBackHidesNothing) {
  const auto numbered = [](std::uint64_t serial, ProcessFact made) {
    made.serial = serial;
    return made;
  };
  struct Case {
    std::string what;
    std::vector<ProcessFact> facts;
    std::string expected;
  };
  const Case cases[] = {
      {"exec after the clock was set back",
       {numbered(8, exec(9000, 20, 10, "a")), numbered(9, exec(5000, 20, 10, "b"))},
       "start=9000 ppid=10 b exec"},
      {"exit",
       {numbered(8, exec(9000, 20, 10, "a")), numbered(9, exit_of(5000, 20, 10, "a"))},
       "start=9000 ppid=10 a exec dead"},
      {"serials of 32 bits that began anew",
       {numbered(UINT32_MAX, exec(9000, 20, 10, "a")), numbered(1, exec(9001, 20, 10, "b"))},
       "start=9000 ppid=10 b exec"},
      {"one from before they did",
       {numbered(1, exec(9001, 20, 10, "b")), numbered(UINT32_MAX, exec(9000, 20, 10, "a"))},
       "start=9001 ppid=10 b exec"},
      {"serials that went back though time went on",
       {numbered(900, exec(9000, 20, 10, "a")), numbered(5, exec(99000, 20, 10, "b"))},
       "start=9000 ppid=10 b exec"},
  };
  for (const Case& c : cases) EXPECT_EQ(state_after(c.facts), c.expected) << c.what;
}

TEST(Tracking, CommChangedByTheProgramItselfDoesNotRenameAnExec) {
  auto renamed = seen(2, 20, 10, "sh");
  renamed.name = "kworker/0:1";
  EXPECT_EQ(state_after({exec(1, 20, 10, "sh"), renamed}), "start=1 ppid=10 sh exec");
  EXPECT_EQ(state_after({seen(1, 20, 10, "sh"), renamed}), "start=1 ppid=10 kworker/0:1");
}

// Each executable once, the latest first.
TEST(Tracking, RemembersWhatAProcessRanBefore) {
  const auto previous_after = [](const std::vector<ProcessFact>& facts) {
    Counters counters;
    ProcessTable table(counters);
    for (const ProcessFact& f : facts) track(table, f);
    std::string names;
    for (const auto& former : table.find(ProcessTable::host_key(""), 20)->previous) {
      names += former.program->name + " ";
    }
    return names;
  };
  EXPECT_EQ(previous_after({exec(1, 20, 10, "a"), exec(2, 20, 10, "b"), exec(3, 20, 10, "c")}),
            "b a ");
  EXPECT_EQ(previous_after({exec(1, 20, 10, "a"), exec(2, 20, 10, "b"), exec(3, 20, 10, "a"),
                            exec(4, 20, 10, "c")}),
            "a b ");
  EXPECT_EQ(previous_after({exec(1, 10, 9, "a"), exec(2, 10, 9, "b"), fork(3, 10, 9, "b", 20),
                            exec(4, 20, 10, "c")}),
            "b ");
  EXPECT_EQ(
      previous_after({exec(1, 20, 10, "old"), exec(5, 20, 10, "cp"), fork(4, 10, 9, "sh", 20)}),
      "sh ")
      << "under a pid that another child had";
  std::vector<ProcessFact> many;
  for (std::size_t i = 0; i <= limits::kMaxPreviousPrograms; ++i) {
    many.push_back(exec(static_cast<TimeMs>(i) + 1, 20, 10, std::to_string(i)));
  }
  EXPECT_EQ(previous_after(many), "7 6 5 4 3 2 1 0 ");
  many.push_back(exec(100, 20, 10, "last"));
  EXPECT_EQ(previous_after(many), "8 7 6 5 4 3 2 1 ");
}

TEST(Tracking, FactsWithoutPidChangeNothing) {
  EXPECT_EQ(state_after({seen(1, 0, 0, "sh"), fork(1, -1, 0, "sh", 20)}), "none");
  EXPECT_EQ(state_after({fork(1, 10, 9, "sh", -5)}), "none");
}

}  // namespace
}  // namespace ak
