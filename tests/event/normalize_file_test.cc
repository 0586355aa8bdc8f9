#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "event/normalize.h"
#include "support/event_line.h"
#include "support/one_event.h"

namespace ak {
namespace {

// A syscall by root of pid 20, `a0` to `a3` and PATH records as given.
std::string act(const std::string& syscall, const std::string& args, const std::string& paths,
                const std::string& result = "success=yes exit=0") {
  return "SYSCALL " + test::arch_and_syscall(syscall) + " " + result + " " + args +
         " items=9 ppid=10 pid=20 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm=\"sh\" "
         "exe=\"/bin/sh\" key=\"k\"\n"
         "CWD cwd=\"/srv\"\n" +
         paths;
}

std::string path(int item, const std::string& name, const std::string& nametype,
                 const std::string& identity = "inode=5 dev=fe:00") {
  return "PATH item=" + std::to_string(item) + " name=" + name + " " + identity +
         " mode=0100600 ouid=0 ogid=0 rdev=00:00 nametype=" + nametype + "\n";
}

std::vector<Event> events_of(const std::string& records) {
  TextPathResolver paths;
  return normalize(test::event_of(records), paths, {}).events;
}

std::vector<std::string> lines_of(const std::string& records) {
  std::vector<std::string> lines;
  for (const Event& event : events_of(records)) lines.push_back(test::line_of(event));
  return lines;
}

using Lines = std::vector<std::string>;

const std::string kExisting = path(0, "\"f\"", "NORMAL");
const std::string kCreated = path(0, "\"/srv\"", "PARENT") + path(1, "\"f\"", "CREATE");

TEST(NormalizeOpen, TellsCreationChangeAndAccessApart) {
  struct Case {
    std::string syscall, args, paths, expected;
  };
  const Case cases[] = {
      {"openat", "a0=ffffff9c a1=0 a2=241 a3=1b6", kCreated, "creation creation,opened-file"},
      {"openat", "a0=ffffff9c a1=0 a2=241 a3=1b6", kExisting, "change modification,opened-file"},
      {"openat", "a0=ffffff9c a1=0 a2=1 a3=0", kExisting, "change modification,opened-file"},
      {"openat", "a0=ffffff9c a1=0 a2=2 a3=0", kExisting, "change modification,opened-file"},
      {"openat", "a0=ffffff9c a1=0 a2=200 a3=0", kExisting, "change modification,opened-file"},
      {"openat", "a0=ffffff9c a1=241 a2=80000 a3=0", kExisting, "access open,opened-file"},
      {"openat", "a0=ffffff9c a1=0 a2=200002 a3=0", kExisting,
       "access open,opened-file"},  // O_PATH
      {"open", "a0=0 a1=441 a2=0 a3=0", kExisting, "change modification,opened-file"},
      {"open", "a0=0 a1=0 a2=241 a3=0", kExisting, "access open,opened-file"},
      {"creat", "a0=0 a1=1b6 a2=0 a3=0", kExisting, "change modification,opened-file"},
      {"creat", "a0=0 a1=1b6 a2=0 a3=0", kCreated, "creation creation,opened-file"},
      {"openat2", "a0=ffffff9c a1=0 a2=0 a3=18",
       "OPENAT2 oflag=0100000 mode=00 resolve=0x0\n" + kExisting, "access open,opened-file"},
      {"openat2", "a0=ffffff9c a1=0 a2=0 a3=18",
       "OPENAT2 oflag=01002 mode=00 resolve=0x0\n" + kExisting, "change modification,opened-file"},
      {"openat2", "a0=ffffff9c a1=0 a2=0 a3=18", kExisting, "change modification,opened-file"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(lines_of(act(c.syscall, c.args, c.paths)),
              Lines{"file " + c.expected + " success /srv/f"})
        << c.syscall << " " << c.args;
  }
}

TEST(NormalizeMount, TellsItsPlaceAndNotWhereTheTreeComesFrom) {
  const std::string place = path(0, "\"/srv/place\"", "NORMAL");
  const std::string source = path(1, "\"/srv/source\"", "NORMAL", "inode=6 dev=fe:00");
  const std::string bind = "a0=1 a1=1 a2=0 a3=1000";
  const Lines laid_over{"process info mounted success /srv/place",
                        "file change mounted success /srv/place"};
  EXPECT_EQ(lines_of(act("mount", bind, place + source)), laid_over);
  EXPECT_EQ(lines_of(act("mount", "a0=1 a1=1 a2=1 a3=0", place)), laid_over);
  // The kernel looks at MS_BIND before MS_PRIVATE and the others, and takes MS_MGC_VAL off.
  for (const std::string flags : {"41000", "1a5000", "c0ed1000", "c0ed0000", "c0ed2000"}) {
    EXPECT_EQ(lines_of(act("mount", "a0=1 a1=1 a2=0 a3=" + flags, place + source)), laid_over)
        << flags;
  }
  EXPECT_EQ(lines_of(act("mount", bind, "")), Lines{"process info mounted success"});
  EXPECT_EQ(lines_of(act("mount", bind, place + source, "success=no exit=-1")),
            Lines{"attempt info mounted failure /srv/place"});
}

TEST(NormalizeMount, ThatLaysNothingOverItsPlaceIsNoChangeOfAFile) {
  const std::string place = path(0, "\"/srv/place\"", "NORMAL");
  // remount, unbindable, private, slave, shared
  for (const std::string flags :
       {"201021", "20000", "40000", "80000", "100000", "44000", "c0ed0021"}) {
    EXPECT_EQ(lines_of(act("mount", "a0=1 a1=1 a2=0 a3=" + flags, place)),
              Lines{"process info mounted success /srv/place"})
        << flags;
  }
}

TEST(NormalizeMount, ByDescriptorTellsItsPlaceAndByTwoNamesBoth) {
  const std::string place = path(0, "\"/srv/place\"", "NORMAL");
  const std::string by_name = path(1, "\"/srv/from\"", "NORMAL", "inode=6 dev=fe:00");
  const std::string by_descriptor = path(1, "\"\"", "NORMAL", "inode=6 dev=fe:00");
  const std::string args = "a0=3 a1=1 a2=ffffff9c a3=1";
  const auto laid_over = [&](const std::string& paths) {
    Lines lines = lines_of(act("move_mount", args, paths));
    lines.erase(lines.begin());  // the syscall's own
    return lines;
  };
  EXPECT_EQ(laid_over(place), Lines{"file change mounted success /srv/place"});
  EXPECT_EQ(laid_over(by_descriptor + place), Lines{"file change mounted success /srv/place"});
  EXPECT_EQ(laid_over(place + by_name), (Lines{"file change mounted success /srv/place",
                                               "file change mounted success /srv/from"}));
}

TEST(NormalizeFile, NamesEachAct) {
  const std::string parent = path(0, "\"/srv\"", "PARENT");
  const std::string removed = parent + path(1, "\"f\"", "DELETE");
  struct Case {
    std::string syscall, paths, expected;
  };
  const Case cases[] = {
      {"truncate", kExisting, "change modification,opened-file success /srv/f"},
      {"mkdirat", kCreated, "creation creation,created-directory success /srv/f"},
      {"mknodat", kCreated, "creation creation,make-device success /srv/f"},
      {"unlinkat", removed, "deletion deletion,deleted success /srv/f"},
      {"rmdir", removed, "deletion deletion,deleted success /srv/f"},
      {"fchmodat", kExisting, "change changed-file-permissions-of success /srv/f"},
      {"lchown32", kExisting, "change changed-file-ownership-of success /srv/f"},
      {"setxattr", kExisting, "change changed-file-attributes-of success /srv/f"},
      {"utimensat", kExisting,
       "change changed-file-attributes-of,changed-timestamp-of success /srv/f"},
      {"linkat", parent + path(1, "\"/tmp/s\"", "NORMAL") + path(2, "\"f\"", "CREATE"),
       "creation creation,linked success /srv/f <- /tmp/s"},
      {"symlinkat",
       parent + "PATH item=1 name=\"../t\" nametype=UNKNOWN\n" + path(2, "\"f\"", "CREATE"),
       "creation creation,symlinked success /srv/f"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(lines_of(act(c.syscall, "a0=ffffff9c a1=ffffff9c a2=ffffff9c a3=0", c.paths)),
              Lines{"file " + c.expected})
        << c.syscall;
  }
}

TEST(NormalizeFile, SymlinkKeepsItsTargetAsWritten) {
  const auto events =
      events_of(act("symlink", "a0=0",
                    path(0, "\"/srv\"", "PARENT") + "PATH item=1 name=\"../t\" nametype=UNKNOWN\n" +
                        path(2, "\"f\"", "CREATE")));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].string(Field::file_target_path), "../t");
}

TEST(NormalizeRename, FindsTheOldNameByInodeThenByName) {
  const std::string parents = path(0, "\"/etc/\"", "PARENT", "inode=1 dev=fe:00") +
                              path(1, "\"/tmp/\"", "PARENT", "inode=2 dev=fe:00");
  struct Case {
    std::string name, paths;
    Lines expected;
  };
  const Case cases[] = {
      {"plain",
       path(2, "\"/tmp/a\"", "DELETE") + path(3, "\"/etc/b\"", "CREATE"),
       {"file change rename,renamed success /etc/b <- /tmp/a"}},
      {"over a file",
       path(2, "\"/tmp/a\"", "DELETE") + path(3, "\"/etc/b\"", "DELETE", "inode=9 dev=fe:00") +
           path(4, "\"/etc/b\"", "CREATE"),
       {"file change rename,renamed success /etc/b <- /tmp/a"}},
      {"replaced file first",
       path(2, "\"/etc/x\"", "DELETE", "inode=9 dev=fe:00") + path(3, "\"/tmp/a\"", "DELETE") +
           path(4, "\"/etc/b\"", "CREATE"),
       {"file change rename,renamed success /etc/b <- /tmp/a"}},
      {"without inodes",
       path(2, "\"/etc/b\"", "DELETE", "") + path(3, "\"/tmp/a\"", "DELETE", "") +
           path(4, "\"/etc/b\"", "CREATE", ""),
       {"file change rename,renamed success /etc/b <- /tmp/a"}},
      {"exchange",
       path(2, "\"/tmp/a\"", "DELETE", "inode=5 dev=fe:00") +
           path(3, "\"/etc/b\"", "DELETE", "inode=6 dev=fe:00") +
           path(4, "\"/etc/b\"", "CREATE", "inode=5 dev=fe:00") +
           path(5, "\"/tmp/a\"", "CREATE", "inode=6 dev=fe:00"),
       {"file change rename,renamed success /etc/b <- /tmp/a",
        "file change rename,renamed success /tmp/a <- /etc/b"}},
      {"old name lost",
       path(2, "\"/etc/b\"", "CREATE"),
       {"file change rename,renamed success /etc/b"}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(lines_of(act("renameat2", "a0=ffffff9c a2=ffffff9c", parents + c.paths)), c.expected)
        << c.name;
  }
}

// The kernel writes one item for two names that look alike, with the inode told last.
TEST(NormalizeRename, NamesThatLookAlikeAreStillTwo) {
  const std::string parents = path(0, "\"/x/\"", "PARENT", "inode=1 dev=fe:00") +
                              path(1, "\"/y/\"", "PARENT", "inode=2 dev=fe:00");
  const std::string over =
      parents + path(2, "\"/x/f\"", "DELETE", "inode=9 dev=fe:00") + path(3, "\"/y/f\"", "CREATE");
  const auto events = events_of(act("rename", "a0=0", over));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(test::line_of(events[0]), "file change rename,renamed success /y/f <- /x/f");
  EXPECT_EQ(events[0].string(Field::file_inode), "5");
  const std::string exchange = parents + path(2, "\"/x/f\"", "DELETE", "inode=8 dev=fe:00") +
                               path(3, "\"f\"", "DELETE") + path(4, "\"f\"", "CREATE");
  const auto both = events_of(act("renameat2", "a0=ffffff9c a2=ffffff9c", exchange));
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].string(Field::file_inode), "8");
  EXPECT_EQ(both[1].string(Field::file_inode), "5");
}

// What the kernel writes of an exchange and of a rename is the same then.
TEST(NormalizeRename, OfNamesThatLookAlikeItMayBeAnExchange) {
  const std::string paths = path(0, "\"/x/\"", "PARENT", "inode=1 dev=fe:00") +
                            path(1, "\"/y/\"", "PARENT", "inode=2 dev=fe:00") +
                            path(2, "\"/x/f\"", "DELETE") + path(3, "\"/y/f\"", "CREATE");
  const auto is_marked = [&](const std::string& syscall) {
    std::string records = act(syscall, "a0=ffffff9c a2=ffffff9c", paths);
    records.replace(records.find("items=9"), 7, "items=4");
    const auto events = events_of(records);
    EXPECT_EQ(test::line_of(events.at(0)), "file change rename,renamed success /y/f <- /x/f");
    return events[0].find(Field::auditd_unresolved_exchange) != nullptr;
  };
  EXPECT_TRUE(is_marked("renameat2"));
  EXPECT_FALSE(is_marked("renameat"));
  EXPECT_FALSE(is_marked("rename"));
}

// The kernel writes the working directory as it is called when the call returns.
TEST(NormalizeRename, OfTheWorkingDirectoryItsNamesBeganAtTheFormerPath) {
  const auto directory_of = [](int item, const std::string& name, const std::string& type) {
    return "PATH item=" + std::to_string(item) + " name=\"" + name +
           "\" inode=5 dev=fe:00 mode=040755 nametype=" + type + "\n";
  };
  const struct {
    const char* what;
    std::string cwd, from, to, line;
  } cases[] = {
      {"itself", "/root/.kube", "../kube", "/root/.kube", "/root/.kube"},
      {"from below", "/root/.kube/a/b", "../../../kube", "/root/.kube", "/root/.kube"},
      {"beside itself", "/srv/new", "../old", "../new", ""},
      {"another", "/srv/kube", "../other", "/root/.kube", "/root/.kube <- /srv/other"},
      {"one below", "/srv", "kube", "/root/.kube", "/root/.kube <- /srv/kube"},
      {"by absolute names", "/root/.kube", "/srv/kube", "/root/.kube", "/root/.kube <- /srv/kube"},
  };
  for (const auto& c : cases) {
    std::string records =
        act("rename", "a0=0",
            path(0, "\"/root/\"", "PARENT", "inode=1 dev=fe:00") +
                path(1, "\"../\"", "PARENT", "inode=2 dev=fe:00") +
                directory_of(2, c.from, "DELETE") + directory_of(3, c.to, "CREATE"));
    records.replace(records.find("/srv"), 4, c.cwd);
    const Event event = events_of(records).at(0);
    std::string line(event.string(Field::file_path));
    const std::string_view original = event.string(Field::file_original_path);
    if (!original.empty()) line += " <- " + std::string(original);
    EXPECT_EQ(line, c.line) << c.what;
    const Strings* marked = event.strings(Field::auditd_unresolved_paths);
    EXPECT_EQ(marked != nullptr, c.line.find("<-") == std::string::npos) << c.what;
  }
}

// renameat(a, name, b, name): the kernel knows one string by its address, and writes it once.
TEST(NormalizeRename, ANameGivenTwiceIsRecordedOnce) {
  const std::string records =
      "SYSCALL " + test::arch_and_syscall("renameat2") +
      " success=yes exit=0 a0=ffffff9c a1=7f10 a2=3 a3=7f10 items=4 pid=20 comm=\"sh\" key=(null)\n"
      "CWD cwd=\"/srv\"\n" +
      path(0, "\"/srv\"", "PARENT", "inode=1 dev=fe:00") +
      path(1, "(null)", "PARENT", "inode=2 dev=fe:00") + path(2, "(null)", "DELETE") +
      path(3, "\"f\"", "CREATE");
  const auto events = events_of(records);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].string(Field::file_original_path), "/srv/f");
  EXPECT_EQ(events[0].find(Field::file_path), nullptr);  // in the descriptor's directory
  EXPECT_EQ(events[0].string(Field::file_name), "f");
}

TEST(NormalizeRename, OfTwoNamesOfOneFileItIsMarked) {
  const std::string parents = path(0, "\"/srv/\"", "PARENT") + path(1, "\"/srv/\"", "PARENT");
  const auto mark_of = [&](const std::string& result) {
    const auto events = events_of(act("rename", "a0=0", parents, result));
    const Strings* marked = events.at(0).strings(Field::auditd_unresolved_paths);
    EXPECT_EQ(events[0].string(Field::file_directory), "/srv");
    return marked == nullptr ? std::string() : marked->front();
  };
  EXPECT_EQ(mark_of("success=yes exit=0"), "(null)");
  EXPECT_EQ(mark_of("success=no exit=-2"), "");
}

TEST(NormalizeRename, WithoutNamesItIsMarked) {
  const auto events =
      events_of(act("renameat", "a0=3 a2=3",
                    path(0, "(null)", "PARENT") + path(1, "(null)", "DELETE") +
                        path(2, "(null)", "CREATE", "") + path(3, "(null)", "CREATE")));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].string(Field::file_inode), "5");
  ASSERT_NE(events[0].strings(Field::auditd_unresolved_paths), nullptr);
}

TEST(NormalizeRename, ManyCreatedNamesAreNotBelieved) {
  std::string paths;
  for (int i = 0; i < 50; ++i) paths += path(i, "\"n" + std::to_string(i) + "\"", "CREATE");
  EXPECT_EQ(lines_of(act("rename", "a0=0", paths)).size(), 2U);
}

TEST(NormalizeFile, FailedActsAreAttempts) {
  const std::string failed = "success=no exit=-13";
  const std::string parents = path(0, "\"/etc/\"", "PARENT", "inode=1 dev=fe:00") +
                              path(1, "\"/tmp/\"", "PARENT", "inode=2 dev=fe:00");
  struct Case {
    std::string syscall, args, paths, expected;
  };
  const Case cases[] = {
      {"openat", "a0=ffffff9c a2=441", kExisting,
       "attempt change modification,opened-file failure /srv/f"},
      {"openat", "a0=ffffff9c a2=0", "PATH item=0 name=\"/none\" nametype=UNKNOWN\n",
       "attempt access open,opened-file failure /none"},
      {"unlink", "a0=0", path(0, "\"/etc/\"", "PARENT") + path(1, "\"/etc/b\"", "DELETE"),
       "attempt deletion deletion,deleted failure /etc/b"},
      {"rename", "a0=0", parents, "attempt change rename,renamed failure"},
      {"rename", "a0=0",
       parents + path(2, "\"/tmp/a\"", "DELETE") + path(3, "\"/etc/b\"", "DELETE"),
       "attempt change rename,renamed failure /etc/b <- /tmp/a"},
      {"rename", "a0=0",
       parents + path(2, "\"/tmp/a\"", "DELETE") + path(3, "\"/etc/b\"", "CREATE"),
       "attempt change rename,renamed failure /etc/b <- /tmp/a"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(lines_of(act(c.syscall, c.args, c.paths, failed)), Lines{c.expected})
        << c.syscall << " " << c.paths;
  }
}

// Of several items the program's name bears its directory's inode, and so it was recorded.
TEST(NormalizeFile, OldKernelsTellNoKindsOfItems) {
  const std::string file =
      "PATH item=0 name=\"/srv/f\" inode=5 dev=fe:00 mode=0100600 ouid=0 ogid=0 rdev=00:00\n";
  const std::string directory =
      "PATH item=0 name=\"f\" inode=7 dev=fe:00 mode=040755 ouid=0 ogid=0 rdev=00:00\n"
      "PATH item=1 name=(null) inode=7 dev=fe:00 mode=040755 ouid=0 ogid=0 rdev=00:00\n"
      "PATH item=2 name=(null) inode=5 dev=fe:00 mode=0100600 ouid=0 ogid=0 rdev=00:00\n";
  const auto of = [](const std::string& paths) {
    std::string records = act("open", "a0=0 a1=1", paths);
    const Event event = events_of(records).at(0);
    return test::line_of(event) + " " + std::string(event.string(Field::file_inode));
  };
  EXPECT_EQ(of(file), "file change modification,opened-file success /srv/f 5");
  EXPECT_EQ(of(directory), "file change modification,opened-file success /srv/f ");
}

TEST(NormalizeFile, KnowsOnlyTheDirectoryWhenTheNameIsNotRecorded) {
  const auto one = events_of(
      act("mkdir", "a0=0", path(0, "\"/etc/kubernetes/\"", "PARENT"), "success=no exit=-13"));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].string(Field::file_directory), "/etc/kubernetes");
  EXPECT_EQ(one[0].find(Field::file_path), nullptr);

  const auto two = events_of(act("rename", "a0=0",
                                 path(0, "\"/etc/\"", "PARENT") + path(1, "\"/tmp/\"", "PARENT"),
                                 "success=no exit=-17"));
  ASSERT_EQ(two.size(), 1U);
  EXPECT_EQ(two[0].find(Field::file_directory), nullptr);
}

TEST(NormalizeFile, FilledFromThePathItem) {
  const auto events = events_of(
      act("openat", "a0=ffffff9c a2=241",
          path(0, "\"/srv\"", "PARENT") +
              "PATH item=1 name=2E2E2F6574632F6B2F2F612062E92E636F6E66 inode=77 dev=fe:01 "
              "mode=0104755 ouid=1000 ogid=4294967295 rdev=00:00 nametype=CREATE~OUID=\"eve\" "
              "OGID=\"unset\"\n"));
  ASSERT_EQ(events.size(), 1U);
  const Event& event = events[0];
  EXPECT_EQ(event.string(Field::file_path), "/etc/k/a b\xE9.conf");
  EXPECT_EQ(event.string(Field::file_name), "a b\xE9.conf");
  EXPECT_EQ(event.string(Field::file_directory), "/etc/k");
  EXPECT_EQ(event.string(Field::file_extension), "conf");
  EXPECT_EQ(event.string(Field::file_type), "file");
  EXPECT_EQ(event.string(Field::file_mode), "4755");
  EXPECT_EQ(event.string(Field::file_inode), "77");
  EXPECT_EQ(event.string(Field::file_device), "fe:01");
  EXPECT_EQ(event.string(Field::file_uid), "1000");
  EXPECT_EQ(event.string(Field::file_owner), "eve");
  EXPECT_EQ(event.find(Field::file_gid), nullptr);
  EXPECT_EQ(*event.strings(Field::auditd_paths), (Strings{"/srv", "../etc/k//a b\xE9.conf"}));
}

TEST(NormalizeFile, NullNameIsNoPath) {
  const auto events = events_of(act("fchmod", "a0=3", path(0, "(null)", "NORMAL")));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(test::line_of(events[0]), "file change changed-file-permissions-of success");
  EXPECT_EQ(events[0].find(Field::file_name), nullptr);
  EXPECT_EQ(events[0].find(Field::auditd_paths), nullptr);
  EXPECT_EQ(events[0].string(Field::file_inode), "5");
}

TEST(NormalizeFile, FileReallyNamedNullHasAPath) {
  EXPECT_EQ(lines_of(act("unlink", "a0=3", path(0, "\"(null)\"", "DELETE"))),
            Lines{"file deletion deletion,deleted success /srv/(null)"});
}

TEST(NormalizeFile, UnnamedItemsOfAnOverlayDoNotHideTheFile) {
  EXPECT_EQ(lines_of(act("openat", "a0=ffffff9c a2=241",
                         path(0, "\"/srv\"", "PARENT") + path(1, "(null)", "CREATE") +
                             path(2, "\"f\"", "CREATE"))),
            Lines{"file creation creation,opened-file success /srv/f"});
}

TEST(NormalizeFile, PathItemsAreTakenByTheirNumber) {
  const auto events =
      events_of(act("unlink", "a0=0", path(1, "\"f\"", "DELETE") + path(0, "\"/srv\"", "PARENT")));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(*events[0].strings(Field::auditd_paths), (Strings{"/srv", "f"}));
}

TEST(NormalizeFile, TellsTheResolverOfTheWholeEvent) {
  class Recorder final : public PathResolver {
   public:
    ResolvedPaths resolve(const FileAct& act) override {
      ResolvedPaths resolved;
      call = std::string(act.host) + " in " + std::string(act.cwd) +
             (act.effect == FileAct::Effect::created ? " created" : "");
      for (const PathItem& item : act.items) {
        call += " " + item.name + "=" + item.inode;
        resolved.items.push_back({"/true/" + item.name, "/true"});
      }
      return resolved;
    }
    std::string call;
  };
  Recorder recorder;
  const auto audit_event = test::event_of(
      act("openat", "a0=ffffff9c a2=241",
          path(0, "\"/srv\"", "PARENT", "inode=99 dev=fe:00") + path(1, "\"f\"", "CREATE")),
      {.node = "n1"});
  const Normalized normalized = normalize(audit_event, recorder, {});
  EXPECT_EQ(recorder.call, "n1 in /srv created /srv=99 f=5");
  EXPECT_EQ(normalized.events.at(0).string(Field::file_path), "/true/f");
}

TEST(NormalizeFile, WhatADirectoryCarriedAlongIsAnEventEach) {
  class Mover final : public PathResolver {
   public:
    ResolvedPaths resolve(const FileAct& act) override {
      ResolvedPaths resolved;
      resolved.items.resize(act.items.size());
      resolved.items[2].path = "/srv/d";
      resolved.items[3].path = "/root/d";
      resolved.moved = {{"/root/d/config", "/srv/d/config"}, {"/root/d/x", ""}};
      return resolved;
    }
  };
  Mover mover;
  const auto audit_event =
      test::event_of(act("rename", "a0=0 a1=0",
                         path(0, "\"/srv/\"", "PARENT") + path(1, "\"/root/\"", "PARENT") +
                             path(2, "\"/srv/d\"", "DELETE") + path(3, "\"/root/d\"", "CREATE")));
  std::vector<std::string> lines;
  for (const Event& event : normalize(audit_event, mover, {}).events) {
    lines.push_back(test::line_of(event));
  }
  EXPECT_EQ(lines, (Lines{"file change rename,renamed success /root/d <- /srv/d",
                          "file change rename,renamed success /root/d/config <- /srv/d/config",
                          "file change rename,renamed success /root/d/x"}));
}

TEST(NormalizeFile, AnUnknownPathIsMissingAndMarked) {
  struct Case {
    std::string syscall, args, paths, name, directory;
    Strings unresolved;
  };
  const Case cases[] = {
      {"openat", "a0=3 a2=241", kCreated, "f", "", {"f"}},
      {"openat", "a0=3 a2=1", path(0, "\"d/f.yaml\"", "NORMAL"), "f.yaml", "", {"d/f.yaml"}},
      {"openat", "a0=3 a2=1", path(0, "\"..\"", "NORMAL"), "", "", {".."}},
      {"fchmod", "a0=3 a1=1ff", path(0, "(null)", "NORMAL"), "", "", {"(null)"}},
      // O_TMPFILE: the file has no path that could be known
      {"openat", "a0=ffffff9c a2=410001", path(0, "\"/srv\"", "NORMAL"), "", "/srv", {}},
  };
  for (const Case& c : cases) {
    const Event event = events_of(act(c.syscall, c.args, c.paths)).at(0);
    EXPECT_EQ(event.find(Field::file_path), nullptr) << c.paths;
    EXPECT_EQ(event.string(Field::file_name), c.name) << c.paths;
    EXPECT_EQ(event.string(Field::file_directory), c.directory) << c.paths;
    const Strings* marked = event.strings(Field::auditd_unresolved_paths);
    EXPECT_EQ(marked == nullptr ? Strings{} : *marked, c.unresolved) << c.paths;
  }
}

// To the kernel O_PATH goes before O_TMPFILE: the item is the directory's.
TEST(NormalizeFile, AnOpenOfAPathAloneMakesNoUnnamedFile) {
  const std::string there = path(0, "\"/srv\"", "NORMAL");
  EXPECT_EQ(events_of(act("openat", "a0=ffffff9c a2=690001", there)).at(0).string(Field::file_path),
            "/srv");
}

TEST(NormalizeUring, ActsOfIoUringAreFileActs) {
  const auto lines = lines_of(
      "URINGOP uring_op=36 success=yes exit=0 items=2 ppid=10 pid=20 uid=0 gid=0 euid=0 key=\"k\"\n"
      "CWD cwd=\"/srv\"\n" +
      path(0, "\"/srv/\"", "PARENT") + path(1, "\"/srv/f\"", "DELETE"));
  EXPECT_EQ(lines, Lines{"file deletion deletion,deleted success /srv/f"});
}

// A thread of io_uring's tells no names: what came where is told by the files' numbers.
TEST(NormalizeUring, ARenameWithoutNamesIsOneEventForEachFileThatCameToAName) {
  struct ByNumber final : PathResolver {
    ResolvedPaths resolve(const FileAct& act) override {
      ResolvedPaths resolved;
      for (const PathItem& item : act.items) {
        const bool is_known = item.inode != "9" && item.nametype != "PARENT";
        resolved.items.push_back({is_known ? "/" + item.nametype + item.inode : "", "/d", true});
      }
      return resolved;
    }
  };
  struct Item {
    const char* nametype;
    int inode;  // 0: none
  };
  const struct {
    std::vector<Item> items;
    Lines told;
  } cases[] = {
      {{{"PARENT", 1}, {"DELETE", 5}, {"PARENT", 2}, {"CREATE", 0}, {"PARENT", 2}, {"CREATE", 5}},
       {"/DELETE5 > /CREATE5"}},
      {{{"PARENT", 1}, {"DELETE", 5}, {"PARENT", 2}, {"DELETE", 6}, {"PARENT", 2}, {"CREATE", 5}},
       {"/DELETE5 > /CREATE5"}},
      {{{"DELETE", 5}, {"DELETE", 9}, {"CREATE", 5}, {"CREATE", 9}},
       {"/DELETE5 > /CREATE5", " > /d/ (null) (null)"}},
  };
  for (const auto& c : cases) {
    std::string records = "URINGOP uring_op=35 success=yes exit=0 items=6 ppid=1 pid=2 uid=0\n";
    int number = 0;
    for (const auto& [nametype, inode] : c.items) {
      const std::string identity = inode == 0 ? "" : fmt::format("inode={} dev=fe:00", inode);
      records += path(number++, "(null)", nametype, identity);
    }
    Lines told;
    ByNumber paths;
    for (const Event& event : normalize(test::event_of(records), paths, {}).events) {
      const Strings* unresolved = event.strings(Field::auditd_unresolved_paths);
      told.push_back(fmt::format("{} > {}", event.string(Field::file_original_path),
                                 event.string(Field::file_path)));
      if (unresolved == nullptr) continue;
      told.back() +=
          fmt::format("{}/ {}", event.string(Field::file_directory), fmt::join(*unresolved, " "));
    }
    EXPECT_EQ(told, c.told) << records;
  }
}

// io_uring's records have no flags, nor has an openat2 without its OPENAT2.
TEST(NormalizeUring, AnOpenThatMayHaveBeenForReadingSaysSo) {
  const std::string head = "success=yes exit=3 items=1 ppid=1 pid=2 uid=0 gid=0 euid=0 ";
  const std::string there = "CWD cwd=\"/srv\"\n" + path(0, "\"/srv/f\"", "NORMAL");
  const std::string made =
      "CWD cwd=\"/srv\"\n" + path(0, "\"/srv/\"", "PARENT") + path(1, "\"/srv/f\"", "CREATE");
  const std::string openat2 = "SYSCALL " + test::arch_and_syscall("openat2") + " a0=ffffff9c " +
                              head + "comm=\"x\" exe=\"/bin/x\"\n";
  const struct {
    std::string records;
    bool is_marked;
  } cases[] = {
      {"URINGOP uring_op=18 " + head + "\n" + there, true},
      {"URINGOP uring_op=28 " + head + "\n" + there, true},
      {"URINGOP uring_op=18 " + head + "\n" + made, false},
      {"URINGOP uring_op=18 " + head + "\n", true},
      {openat2 + there, true},
      {openat2 + "OPENAT2 oflag=0100000 mode=0 resolve=0x0\n" + there, false},
  };
  for (const auto& c : cases) {
    const Event event = events_of(c.records).at(0);
    EXPECT_EQ(event.find(Field::auditd_unresolved_open) != nullptr, c.is_marked) << c.records;
  }
}

TEST(NormalizeUring, OtherActsHaveTheSyscallsWords) {
  const auto line = [](int op) {
    return lines_of(
               fmt::format("URINGOP uring_op={} success=yes exit=0 items=1 ppid=1 pid=2 uid=0\n"
                           "CWD cwd=\"/srv\"\n",
                           op) +
               path(0, "\"/srv/f\"", "NORMAL"))
        .at(0);
  };
  EXPECT_EQ(line(42), "file change changed-file-attributes-of success /srv/f");
  EXPECT_EQ(line(55), "file change modification,opened-file success /srv/f");
}

// A URINGOP's items= counts those of the operations before it, and what is left is the call's.
TEST(NormalizeUring, OperationsWithinASystemCallAreEventsOfTheirOwn) {
  const std::string ids = " ppid=1 pid=2 uid=0 gid=0 euid=0";
  const std::string records =
      "URINGOP uring_op=36 success=yes exit=0 items=2" + ids + "\nURINGOP uring_op=37 success=no " +
      "exit=-17 items=4" + ids +
      "\nSYSCALL arch=c000003e syscall=426 success=yes exit=2 a0=3 items=5" + ids +
      " comm=\"x\" exe=\"/bin/x\"\nCWD cwd=\"/srv\"\n" + path(0, "\"/srv/\"", "PARENT") +
      path(1, "\"/srv/f\"", "DELETE") + path(2, "\"/srv/\"", "PARENT") +
      path(3, "\"/srv/d\"", "CREATE") + "PATH item=4 name=\"/srv/later\" nametype=UNKNOWN\n";
  for (const Event& event : events_of(records)) {
    EXPECT_EQ(event.string(Field::process_executable), "/bin/x");
  }
  EXPECT_EQ(lines_of(records), (Lines{"file deletion deletion,deleted success /srv/f",
                                      "attempt creation creation,created-directory failure /srv/d",
                                      "process info io_uring_enter success /srv/later"}));
}

// Of opens within one call: those that no rule reported have no URINGOP, and in a chain all names
// are taken before the first is looked up.
TEST(NormalizeUring, WhatIsLookedUpWithinACallWasOpened) {
  const std::string call =
      "SYSCALL arch=c000003e syscall=426 success=yes exit=2 a0=3 items=3 ppid=1 pid=2 uid=0 gid=0 "
      "euid=0 comm=\"x\" exe=\"/bin/x\"\nCWD cwd=\"/srv\"\n";
  const auto op = [](int number, int items, const char* success = "yes") {
    return fmt::format("URINGOP uring_op={} success={} exit=0 items={} ppid=1 pid=2 uid=0\n",
                       number, success, items);
  };
  const auto file = [](int number, const std::string& name) {
    return path(number, "\"" + name + "\"", "NORMAL");
  };
  const auto taken = [](int number, const std::string& name) {
    return fmt::format("PATH item={} name=\"{}\" nametype=UNKNOWN\n", number, name);
  };
  const std::string socket =
      "PATH item=0 name=\"/run/s\" inode=9 dev=fe:00 mode=0140777 ouid=0 ogid=0 nametype=NORMAL\n";
  const auto opened = [](const std::string& name) {
    return "file change modification,opened-file success " + name;
  };
  const std::string rest = "process info io_uring_enter success";
  constexpr int kOpen = 18, kConnect = 16;
  struct Case {
    const char* what;
    std::string records;
    Lines lines;
  };
  for (const Case& c : std::vector<Case>{
           {"after an unreported one",
            op(kOpen, 2) + call + file(0, "/tmp/decoy") + file(1, "/srv/f"),
            {opened("/tmp/decoy"), opened("/srv/f"), rest}},
           {"before an unreported one in a chain",
            op(kOpen, 2) + call + file(0, "/srv/f") + file(1, "/tmp/decoy"),
            {opened("/srv/f"), opened("/tmp/decoy"), rest}},
           {"before one that was never issued",
            op(kOpen, 2) + call + file(0, "/srv/f") + taken(1, "/tmp/decoy"),
            {opened("/srv/f"), rest + " /tmp/decoy"}},
           {"two one after the other",
            op(kOpen, 1) + op(kOpen, 2) + call + file(0, "/srv/f") + file(1, "/srv/g"),
            {opened("/srv/f"), opened("/srv/g"), rest}},
           {"two in a chain, the first of none",
            op(kOpen, 2, "no") + op(kOpen, 2) + call + taken(0, "/srv/f") + file(1, "/srv/g"),
            {"attempt change modification,opened-file failure /srv/f", opened("/srv/g"), rest}},
           {"one of a chain that failed before one that did not, and a name that was only taken",
            op(kOpen, 3, "no") + op(kOpen, 3) + call + taken(0, "/srv/x") + file(1, "/srv/f") +
                taken(2, "/srv/d"),
            {opened("/srv/f"), "attempt change modification,opened-file failure /srv/x",
             rest + " /srv/d"}},
           {"after one that failed, and an unreported one",
            op(kOpen, 3, "no") + op(kOpen, 3) + call + file(0, "/srv/x") + file(1, "/srv/f") +
                file(2, "/srv/g"),
            {opened("/srv/x"), "attempt change modification,opened-file failure /srv/f",
             opened("/srv/g"), rest}},
           {"twice by the same name in memory",
            op(kOpen, 1, "no") + op(kOpen, 1) + call + file(0, "/srv/f"),
            {opened("/srv/f"), "attempt change modification,opened-file failure /srv/f", rest}},
           {"after one that has a record, left to a thread of the kernel's",
            op(kOpen, 1) + call + file(0, "/srv/f") + file(1, "/srv/g"),
            {opened("/srv/f"), opened("/srv/g"), rest}},
           {"without any record but its file's",
            call + file(0, "/srv/f") + taken(1, "/srv/x") + file(2, "/srv/g"),
            {opened("/srv/f"), opened("/srv/g"), rest + " /srv/x"}},
           {"not by a name that was only taken, nor where a socket is, nor a name's directory",
            call + taken(1, "/srv/f") + socket + path(2, "\"/srv/\"", "PARENT"),
            {rest + " /run/s"}},
           {"after a connection in a chain",
            op(kConnect, 2) + op(kOpen, 2) + call + socket + file(1, "/srv/f"),
            {"network connection,start connection_attempted,connected-to success", opened("/srv/f"),
             rest}},
       }) {
    EXPECT_EQ(lines_of(c.records), c.lines) << c.what;
  }
}

// Nor does the call's own failure tell of the operation's: its wait may have been interrupted.
TEST(NormalizeUring, AnOpenWithoutARecordOfItsOwnSaysThatItMayHaveBeenForReading) {
  const struct {
    const char* result;
    std::string_view outcome;
  } cases[] = {{"success=yes exit=1", "success"}, {"success=no exit=-4", ""}};
  for (const auto& c : cases) {
    const auto events = events_of(
        fmt::format("SYSCALL arch=c000003e syscall=426 {} a0=3 items=1 ppid=1 pid=2 uid=0 gid=0 "
                    "euid=0 comm=\"x\" exe=\"/bin/x\" key=\"uring\"\nCWD cwd=\"/srv\"\n",
                    c.result) +
        path(0, "\"/srv/f\"", "NORMAL"));
    ASSERT_EQ(events.size(), 2U) << c.result;
    EXPECT_NE(events[0].find(Field::auditd_unresolved_open), nullptr) << c.result;
    EXPECT_EQ(events[0].string(Field::event_outcome), c.outcome);
    EXPECT_EQ(events[0].string(Field::auditd_syscall), "io_uring_enter") << c.result;
    EXPECT_EQ(events[0].string(Field::file_path), "/srv/f") << c.result;
    EXPECT_EQ(events[1].find(Field::auditd_unresolved_open), nullptr) << c.result;
    EXPECT_EQ(events[1].find(Field::file_path), nullptr) << c.result;
  }
}

// ftruncate and fallocate name no file, and the records show none.
TEST(NormalizeFile, AFileThatNoRecordShowsIsMarked) {
  const Event event = events_of("SYSCALL " + test::arch_and_syscall("ftruncate") +
                                " success=yes exit=0 items=0 ppid=1 pid=2 uid=0 comm=\"x\" "
                                "exe=\"/bin/x\"\n")
                          .at(0);
  EXPECT_EQ(*event.strings(Field::auditd_unresolved_paths), Strings{"(null)"});
}

}  // namespace
}  // namespace ak
