#include "event/path_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "event/path_items.h"
#include "event/syscall_view.h"
#include "support/one_event.h"

namespace ak {
namespace {

using Start = PathItem::Start;

PathItem item(std::string name, std::string nametype, Start start = Start::working_directory) {
  PathItem made;
  made.name = std::move(name);
  made.nametype = std::move(nametype);
  made.start = start;
  return made;
}

TEST(PathByText, JoinsAndNormalises) {
  struct Case {
    std::string name, parent, cwd, expected;
  };
  const Case cases[] = {
      {"/a//b/./c/../d", "", "/w", "/a/b/d"},
      {"x", "", "/w", "/w/x"},
      {"../x", "", "/w/v", "/w/x"},
      {"../../../x", "", "/w", "/x"},
      {"x", "", "", ""},
      {"d/x", "/etc/d/", "", "/etc/d/x"},
      {"x", "etc", "", ""},
      {"x", "/etc", "(unreachable)/w", "/etc/x"},
      {"", "/etc", "/w", ""},
  };
  for (const Case& c : cases) {
    const PathItem parent = item(c.parent, "PARENT");
    EXPECT_EQ(path_by_text(item(c.name, "CREATE"), c.parent.empty() ? nullptr : &parent, c.cwd),
              c.expected)
        << c.name;
  }
}

TEST(PathByText, DoesNotTellWhereDescriptorsAndProcLead) {
  struct Case {
    PathItem item;
    std::string expected;
  };
  const Case cases[] = {
      {item("x", "CREATE", Start::descriptor), ""},
      {item("/etc/x", "CREATE", Start::descriptor), "/etc/x"},
      {item("/etc/x", "CREATE", Start::confined), ""},
      // The working directory's name stands for a descriptor's: not so with a slash at its end.
      {item("/srv", "PARENT", Start::descriptor), ""},
      {item("/", "PARENT", Start::descriptor), ""},
      {item("/srv/", "PARENT", Start::descriptor), "/srv"},
      {item("/proc/self/fd/5", "NORMAL"), ""},
      {item("/proc/self/root/etc/x", "NORMAL"), ""},
      {item("/proc/12/cwd/x", "NORMAL"), ""},
      {item("/proc/12/task/13/fd/5", "NORMAL"), ""},
      {item("../proc/thread-self/root", "NORMAL"), ""},
      {item("/dev/fd/6/x", "CREATE"), ""},
      {item("/dev/stdin", "NORMAL"), ""},
      {item("/proc/12/mem", "NORMAL"), "/proc/12/mem"},
      {item("/proc/sys/fd/x", "NORMAL"), "/proc/sys/fd/x"},
      {item("/dev/fdx", "NORMAL"), "/dev/fdx"},
      {item("/srv/proc/self/fd/5", "NORMAL"), "/srv/proc/self/fd/5"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(path_by_text(c.item, nullptr, "/srv"), c.expected) << c.item.name;
  }
}

// Where the names of a syscall begin, an item a letter: c for the working directory, d for what a
// descriptor says, r for below it whatever the name.
std::string starts(const std::string& syscall, const std::string& args,
                   const std::vector<std::string>& nametypes, const std::string& more = "") {
  std::string records = "SYSCALL " + test::arch_and_syscall(syscall) + " success=yes exit=0 " +
                        args + " items=1 ppid=1 pid=2 uid=0 comm=\"a\" exe=\"/a\"\n" + more;
  int number = 0;
  for (const std::string& nametype : nametypes) {
    records += "PATH item=" + std::to_string(number++) +
               " name=\"f\" inode=5 dev=fe:00 mode=0100600 nametype=" + nametype + "\n";
  }
  const audit::AuditEvent event = test::event_of(records);
  const SyscallView view = view_syscall(event, event.records.front(), "");
  std::string found;
  for (const PathItem& path : view.paths) {
    found += path.start == Start::working_directory ? 'c'
             : path.start == Start::descriptor      ? 'd'
                                                    : 'r';
  }
  return found;
}

TEST(PathItemStart, IsWhatTheSyscallsArgumentsSay) {
  const std::vector<std::string> one{"NORMAL"};
  const std::vector<std::string> created{"PARENT", "CREATE"};
  EXPECT_EQ(starts("open", "a0=3 a1=1", one), "c");
  EXPECT_EQ(starts("openat", "a0=ffffff9c a1=1", created), "cc");
  EXPECT_EQ(starts("openat", "a0=ffffffffffffff9c a1=1", created), "cc");
  EXPECT_EQ(starts("openat", "a0=5ffffff9c a1=1", created), "cc");  // the kernel takes an int
  EXPECT_EQ(starts("openat", "a0=3 a1=1", created), "dd");
  EXPECT_EQ(starts("openat", "", created), "dd");
  EXPECT_EQ(starts("fchmodat", "a0=3", one), "d");
  const std::vector<std::string> link{"PARENT", "UNKNOWN", "CREATE"};
  EXPECT_EQ(starts("symlinkat", "a0=ffffff9c a1=3", link), "ddd");
  EXPECT_EQ(starts("symlinkat", "a0=3 a1=ffffff9c", link), "ccc");
  EXPECT_EQ(starts("sendto", "a0=3", one), "d");
  EXPECT_EQ(starts("openat2", "a0=ffffff9c", one, "OPENAT2 oflag=01 mode=0 resolve=0x10\n"), "r");
  EXPECT_EQ(starts("openat2", "a0=ffffff9c", one, "OPENAT2 oflag=01 mode=0 resolve=0x8\n"), "c");
}

TEST(PathItemStart, OfRenamesAndLinksIsBothNamesOwn) {
  const std::vector<std::string> moved{"PARENT", "PARENT", "DELETE", "CREATE"};
  const std::vector<std::string> replaced{"PARENT", "PARENT", "DELETE", "DELETE", "CREATE"};
  const std::vector<std::string> exchanged{"PARENT", "PARENT", "DELETE",
                                           "DELETE", "CREATE", "CREATE"};
  const std::string to_descriptor = "a0=ffffff9c a1=0 a2=3";
  EXPECT_EQ(starts("renameat2", to_descriptor, moved), "ddcd");
  EXPECT_EQ(starts("renameat2", to_descriptor, replaced), "ddcdd");
  EXPECT_EQ(starts("renameat2", to_descriptor, exchanged), "ddcddc");
  EXPECT_EQ(starts("renameat2", "a0=3 a1=0 a2=ffffff9c", replaced), "dddcc");
  EXPECT_EQ(starts("renameat2", "a0=3 a1=0 a2=4", moved), "dddd");
  EXPECT_EQ(starts("rename", "a0=3 a1=0 a2=4", moved), "cccc");
  EXPECT_EQ(starts("linkat", to_descriptor, {"PARENT", "NORMAL", "CREATE"}), "dcd");
  EXPECT_EQ(starts("linkat", "a0=3 a1=0 a2=ffffff9c", {"PARENT", "NORMAL", "CREATE"}), "ddc");
}

TEST(ParentItems, LooksAtNoMoreItemsThanTheCap) {
  std::vector<PathItem> items(limits::kMaxResolvedItems - 1, item("/d/", "NORMAL"));
  items.push_back(item("/d/", "PARENT"));
  const PathItem child = item("/d/f", "CREATE");
  EXPECT_EQ(ParentItems(items, "/").of(child).size(), 1U);
  items.insert(items.begin(), item("/d/", "NORMAL"));
  EXPECT_EQ(ParentItems(items, "/").of(child).size(), 0U);
}

}  // namespace
}  // namespace ak
