#include "event/normalize.h"

#include <gtest/gtest.h>

#include <string>

#include "support/one_event.h"

namespace ak {
namespace {

class TestHost final : public LocalHost {
 public:
  [[nodiscard]] bool is_node(std::string_view node) const override { return node == "10.0.0.5"; }
  [[nodiscard]] bool is_this_process(std::int64_t pid) const override { return pid == 77; }
  [[nodiscard]] std::string user_name(std::string_view id) override {
    return id == "1000" ? "alice" : "";
  }
  [[nodiscard]] std::string group_name(std::string_view id) override {
    return id == "1000" ? "staff" : "";
  }
};

std::string syscall(const std::string& rest) {
  return "SYSCALL " + test::arch_and_syscall("unlink") + " success=yes exit=0 pid=2 ppid=1 " +
         rest + "\nPATH item=0 name=\"/x\" ouid=1000 ogid=1000 nametype=DELETE\n";
}

Normalized of(const std::string& node, LocalHost* local) {
  TextPathResolver paths;
  return normalize(
      test::event_of(syscall("uid=1000 gid=1000 euid=7 auid=1000~AUID=\"eve\""), {.node = node}),
      paths, {.host_name = "here", .host_id = "6d1", .local = local});
}

TEST(Normalize, NamesThisHostsIdsThatTheRecordsDoNot) {
  TestHost host;
  const Event event = of("", &host).events.at(0);
  EXPECT_EQ(event.string(Field::user_name), "alice");
  EXPECT_EQ(event.string(Field::user_audit_name), "eve");
  EXPECT_EQ(event.find(Field::user_effective_name), nullptr);
  EXPECT_EQ(event.string(Field::group_name), "staff");
  EXPECT_EQ(event.string(Field::file_owner), "alice");
  EXPECT_EQ(event.string(Field::file_group), "staff");
}

TEST(Normalize, NeverNamesIdsInReplayOrOfOtherHosts) {
  TestHost host;
  EXPECT_EQ(of("", nullptr).events.at(0).find(Field::user_name), nullptr);
  EXPECT_EQ(of("other", &host).events.at(0).find(Field::user_name), nullptr);
}

TEST(Normalize, TakesEverySpellingOfThisHostForOne) {
  TestHost host;
  struct Case {
    std::string node, name, identity, id;
  };
  const Case cases[] = {
      {"", "here", "here", "6d1"},
      {"here", "here", "here", "6d1"},
      {"10.0.0.5", "10.0.0.5", "here", "6d1"},
      {"10.0.0.6", "10.0.0.6", "10.0.0.6", ""},
  };
  for (const Case& c : cases) {
    const Normalized normalized = of(c.node, &host);
    EXPECT_EQ(normalized.host, c.identity) << c.node;
    EXPECT_EQ(normalized.process->host, c.identity) << c.node;
    EXPECT_EQ(normalized.events.at(0).string(Field::host_name), c.name) << c.node;
    EXPECT_EQ(normalized.events.at(0).string(Field::host_id), c.id) << c.node;
  }
}

// To the tables, where other processes have its pids.
TEST(Normalize, ANodeIsAnotherHostAfterABoot) {
  TestHost local;
  const auto of_boot = [](std::uint64_t boot, const std::string& node, LocalHost* host) {
    TextPathResolver paths;
    audit::AuditEvent event = test::event_of(syscall("uid=0"), {.node = node});
    event.boot = boot;
    return normalize(event, paths, {.host_name = "here", .local = host});
  };
  EXPECT_EQ(of_boot(0, "n1", nullptr).host, "n1");
  EXPECT_NE(of_boot(1, "n1", nullptr).host, "n1");
  EXPECT_NE(of_boot(1, "n1", nullptr).host, of_boot(2, "n1", nullptr).host);
  EXPECT_EQ(of_boot(1, "n1", nullptr).process->host, of_boot(1, "n1", nullptr).host);
  EXPECT_EQ(of_boot(1, "n1", nullptr).events.at(0).string(Field::host_name), "n1");
  EXPECT_NE(of_boot(1, "", nullptr).host, "here");
  EXPECT_NE(of_boot(1, "n1", &local).host, "n1");
  // This one's processes are in /proc.
  EXPECT_EQ(of_boot(1, "", &local).host, "here");
  EXPECT_EQ(of_boot(1, "10.0.0.5", &local).host, "here");
}

TEST(Normalize, SaysThatAnEventIsPartial) {
  TextPathResolver paths;
  const std::string whole = syscall("items=1");
  const auto partial = [&](const std::string& records) {
    return normalize(test::event_of(records), paths, {}).events.at(0).find(Field::auditd_partial);
  };
  EXPECT_EQ(partial(whole), nullptr);
  EXPECT_NE(partial(syscall("items=2")), nullptr);
}

TEST(Normalize, KeepsWhatIsLeftOfAnEventWithoutItsSyscall) {
  TextPathResolver paths;
  const Event event =
      normalize(test::event_of("EXECVE argc=2 a0=\"ls\" a1=\"-l\"\nCWD cwd=\"/root\"\n"
                               "PROCTITLE proctitle=6C73002D6C\n"),
                paths, {})
          .events.at(0);
  EXPECT_EQ(event.string(Field::process_working_directory), "/root");
  EXPECT_EQ(event.string(Field::process_title), "ls -l");
  EXPECT_EQ(event.string(Field::process_command_line), "ls -l");
  EXPECT_TRUE(event.partial);
}

TEST(Normalize, ATerminalMakesAProcessInteractive) {
  TextPathResolver paths;
  const auto interactive = [&](const std::string& rest) {
    const Normalized normalized = normalize(test::event_of(syscall(rest)), paths, {});
    const Value* value = normalized.events.at(0).find(Field::process_interactive);
    return value == nullptr ? "missing" : std::get<bool>(*value) ? "yes" : "no";
  };
  EXPECT_STREQ(interactive("tty=pts3"), "yes");
  EXPECT_STREQ(interactive("tty=(none)"), "no");
  EXPECT_STREQ(interactive(""), "missing");
}

// Tells of the last act.
class LastAct final : public PathResolver {
 public:
  ResolvedPaths resolve(const FileAct& act) override {
    is_own = act.is_own;
    links = act.links;
    return TextPathResolver().resolve(act);
  }
  bool is_own = false;
  bool links = false;
};

TEST(Normalize, TellsWhatThisVeryProcessDid) {
  TestHost host;
  LastAct paths;
  const auto is_own = [&](const std::string& pid, const std::string& node, LocalHost* local) {
    const std::string records = "SYSCALL " + test::arch_and_syscall("unlink") +
                                " success=yes exit=0 pid=" + pid +
                                " ppid=1 uid=0\nPATH item=0 name=\"/x\" nametype=DELETE\n";
    normalize(test::event_of(records, {.node = node}), paths,
              {.host_name = "here", .local = local});
    return paths.is_own;
  };
  EXPECT_TRUE(is_own("77", "", &host));
  EXPECT_TRUE(is_own("77", "10.0.0.5", &host));
  EXPECT_FALSE(is_own("78", "", &host));
  EXPECT_FALSE(is_own("77", "elsewhere", &host));
  EXPECT_FALSE(is_own("77", "", nullptr));
}

// As recorded; libaudit calls 32-bit ARM "armeb".
TEST(Normalize, TellsTheResolverWhichDirectoryOfARenameComesFirst) {
  struct Order final : PathResolver {
    ResolvedPaths resolve(const FileAct& act) override {
      names_old_first = act.names_old_first;
      return TextPathResolver().resolve(act);
    }
    bool names_old_first = false;
  };
  const auto names_old_first = [](const std::string& arch_and_syscall) {
    Order paths;
    normalize(test::event_of("SYSCALL " + arch_and_syscall + " success=yes exit=0 pid=7 ppid=1\n" +
                             "PATH item=0 name=\"/d/\" inode=1 nametype=PARENT\n"),
              paths, {});
    return paths.names_old_first;
  };
  EXPECT_TRUE(names_old_first("arch=c00000b7 syscall=276"));
  EXPECT_TRUE(names_old_first("arch=40000028 syscall=38"));
  EXPECT_FALSE(names_old_first("arch=c000003e syscall=82"));
  EXPECT_FALSE(names_old_first("arch=40000003 syscall=38"));
}

// Counts what may have told of other names, and was lost.
TEST(Normalize, ALinkSaysThatWhatItLinksLiesAnywhere) {
  for (const auto& [syscall, links] :
       {std::pair{"link", true}, {"linkat", true}, {"open", false}}) {
    LastAct paths;
    normalize(test::event_of("SYSCALL " + test::arch_and_syscall(syscall) +
                             " success=no exit=-18 items=1 ppid=1 pid=2 uid=0 comm=\"x\"\n"
                             "PATH item=0 name=\"/srv/f\" inode=5 dev=fe:00 mode=0100600 "
                             "nametype=NORMAL\n"),
              paths, {});
    EXPECT_EQ(paths.links, links) << syscall;
  }
}

class Losses final : public PathResolver {
 public:
  ResolvedPaths resolve(const FileAct& act) override { return TextPathResolver().resolve(act); }
  void note_loss(std::string_view host) override {
    EXPECT_EQ(host, "here");
    ++count;
  }
  int count = 0;
};

TEST(Normalize, TellsTheResolverWhatMayHideTheChangeOfAName) {
  const std::string parent =
      "PATH item=0 name=\"/d/\" inode=1 dev=08:01 mode=040755 "
      "nametype=PARENT\n";
  const std::string child =
      "PATH item=1 name=\"/d/x\" inode=2 dev=08:01 mode=0100644 "
      "nametype=DELETE\n";
  const auto call = [](const std::string& name, const std::string& items,
                       const std::string& outcome = "success=yes exit=0 ") {
    return "SYSCALL " + test::arch_and_syscall(name) + " " + outcome + "items=" + items +
           " pid=7 ppid=1 uid=0\n";
  };
  const struct {
    std::string what;
    std::string records;
    bool is_loss;
  } cases[] = {
      {"a whole event", call("unlink", "2") + parent + child, false},
      {"without its DELETE", call("unlink", "2") + parent, true},
      {"without its PARENT", call("unlink", "2") + child, true},
      {"without any PATH", call("unlink", "2"), true},
      {"without the SYSCALL", parent + child, true},
      {"its program's title alone", "PROCTITLE proctitle=\"rm\"\n", true},
      {"where a PATH was cut", call("unlink", "2") + parent + "PATH item=1 name=\"/d/x\n", true},
      {"of a symlink, without the CWD that its target's name wants",
       call("symlink", "3") + "PATH item=0 name=\"target\" nametype=UNKNOWN\n" +
           "PATH item=1 name=\"/d/\" inode=1 dev=08:01 mode=040755 nametype=PARENT\n" +
           "PATH item=2 name=\"/d/l\" inode=3 dev=08:01 mode=0120777 nametype=CREATE\n",
       false},
      {"of a call that failed", call("unlink", "2", "success=no exit=-13 ") + parent, false},
      {"of a call that changes no name", call("truncate", "1"), false},
      {"a record of no call", "USER_LOGIN pid=1 uid=0 msg='op=login res=succ\n", false},
  };
  for (const auto& [what, records, is_loss] : cases) {
    Losses paths;
    normalize(test::event_of(records), paths, {.host_name = "here"});
    EXPECT_EQ(paths.count, is_loss ? 1 : 0) << "an event " << what;
  }
  // Whole events are missing before it.
  Losses before;
  audit::AuditEvent after = test::event_of(call("unlink", "2") + parent + child);
  after.is_after_loss = true;
  normalize(after, before, {.host_name = "here"});
  EXPECT_EQ(before.count, 1);
  // A SYSCALL that was cut does not say whether it succeeded.
  Losses paths;
  audit::AuditEvent cut = test::event_of(call("unlink", "2", "") + parent + child);
  cut.partial = true;
  normalize(cut, paths, {.host_name = "here"});
  EXPECT_EQ(paths.count, 1);
}

}  // namespace
}  // namespace ak
