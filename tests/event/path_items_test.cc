#include "event/path_items.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "support/requested_bytes.h"

namespace ak {
namespace {

PathItem item(std::string name, std::string nametype, std::string inode) {
  PathItem made;
  made.name = std::move(name);
  made.nametype = std::move(nametype);
  made.inode = std::move(inode);
  made.device = "fe:00";
  return made;
}

std::string parent_inode(const std::vector<PathItem>& items, std::size_t child,
                         std::string_view cwd) {
  const PathItem* parent = only_one(ParentItems(items, cwd).of(items[child]));
  return parent == nullptr ? "none" : parent->inode;
}

TEST(ParentItems, GoesByNameNotByOrder) {
  const std::vector<PathItem> items{item("/etc/", "PARENT", "1"), item("/tmp/", "PARENT", "2"),
                                    item("/tmp/a", "DELETE", "3"), item("/etc/b", "CREATE", "3")};
  EXPECT_EQ(parent_inode(items, 2, "/"), "2");
  EXPECT_EQ(parent_inode(items, 3, "/"), "1");
}

TEST(ParentItems, BareNamesLieInTheWorkingDirectoryAsRecorded) {
  const std::vector<PathItem> items{item("/srv", "PARENT", "1"), item("sub/", "PARENT", "2"),
                                    item("a", "DELETE", "3"), item("sub/b", "CREATE", "3")};
  EXPECT_EQ(parent_inode(items, 2, "/srv"), "1");
  EXPECT_EQ(parent_inode(items, 3, "/srv"), "2");
}

TEST(ParentItems, ExactSpellingBeatsTheSameDirectorySpeltOtherwise) {
  // renameat(descriptor of another directory, "a", AT_FDCWD, "/srv/b") in /srv
  const std::vector<PathItem> items{item("/srv/", "PARENT", "1"), item("/srv", "PARENT", "2"),
                                    item("a", "DELETE", "3"), item("/srv/b", "CREATE", "3")};
  EXPECT_EQ(parent_inode(items, 2, "/srv"), "2");
  EXPECT_EQ(parent_inode(items, 3, "/srv"), "1");
}

TEST(ParentItems, TwoDirectoriesOfOneNameCannotBeTold) {
  std::vector<PathItem> items{item("/", "PARENT", "1"), item("/", "PARENT", "2"),
                              item("a", "DELETE", "3"), item("b", "CREATE", "3")};
  EXPECT_EQ(parent_inode(items, 3, "/"), "none");
  items[1].inode = "1";
  EXPECT_EQ(parent_inode(items, 3, "/"), "1");
}

TEST(ParentItems, OnlyParentCountsWhenTheWorkingDirectoryIsUnknown) {
  const std::vector<PathItem> items{item("/etc/kubernetes", "PARENT", "1"),
                                    item("b", "CREATE", "3")};
  EXPECT_EQ(parent_inode(items, 1, ""), "1");
}

TEST(ParentItems, CostOfAChildDoesNotGrowWithTheDirectories) {
  std::string cwd;
  while (cwd.size() < 2000) cwd += "/a";
  const auto cost_of = [&](std::size_t directories) {
    std::vector<PathItem> items;
    for (std::size_t i = 0; i < directories; ++i) {
      items.push_back(item("d" + std::to_string(i) + "/", "PARENT", std::to_string(i)));
    }
    items.push_back(item("d0/../d0/f", "CREATE", "100"));
    const ParentItems parents(items, cwd);
    const std::size_t before = test::requested_bytes();
    EXPECT_EQ(parents.of(items.back()).size(), 1U);
    return test::requested_bytes() - before;
  };
  EXPECT_EQ(cost_of(limits::kMaxResolvedItems - 1), cost_of(1));
}

TEST(PartFromTarget, GivesALinkItsOwnNameWhereTheTargetStandsForBoth) {
  const auto parted = [](const std::string& parent, const std::string& created) {
    std::vector<PathItem> items{item(parent, "PARENT", "1"), item(created, "CREATE", "3")};
    part_from_target(items, "/srv");
    EXPECT_EQ(items.back().nametype, "UNKNOWN");
    return items[1].name + " -> " + items.back().name;
  };
  EXPECT_EQ(parted("/root/.kube/", "config"), "/root/.kube/config -> config");
  EXPECT_EQ(parted("/root/", "/evil/.kube"), "/root/.kube -> /evil/.kube");
  EXPECT_EQ(parted("sub/", "x"), "sub/x -> x");
  EXPECT_EQ(parted("/srv", "x"), "x -> x");
  std::vector<PathItem> apart{item("/srv", "PARENT", "1"), item("t", "UNKNOWN", ""),
                              item("x", "CREATE", "3")};
  part_from_target(apart, "/srv");
  EXPECT_EQ(apart.size(), 3U);
}

TEST(ParentItems, ExistingFilesHaveNone) {
  const std::vector<PathItem> items{item("/etc/", "PARENT", "1"), item("/etc/b", "NORMAL", "3")};
  EXPECT_EQ(parent_inode(items, 1, "/"), "none");
}

}  // namespace
}  // namespace ak
