#include "lineage/moved_files.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"

namespace ak {
namespace {

WatchedFile file(const std::string& path, TimeMs changed, TimeMs born = 1) {
  WatchedFile made;
  made.path = path;
  made.file.changed = changed;
  made.file.born = born;
  return made;
}

WatchedFile directory(const std::string& path, TimeMs changed, TimeMs born = 1,
                      bool is_link = false) {
  WatchedFile made = file(path, changed, born);
  made.file.is_directory = true;
  made.file.is_link = is_link;
  return made;
}

constexpr TimeMs kRename = 100;

TEST(MovedFiles, ThoseThatNothingChangedSinceWereThere) {
  const MovedFiles moved("/m", {directory("/m", 200), file("/m/old", 99), file("/m/same-tick", 100),
                                file("/m/changed", 101), file("/m/undated", 0, 0)});
  EXPECT_TRUE(moved.was_there_at(kRename, "/m/old"));
  EXPECT_FALSE(moved.was_there_at(kRename, "/m/same-tick"));
  EXPECT_FALSE(moved.was_there_at(kRename, "/m/changed"));
  EXPECT_FALSE(moved.was_there_at(kRename, "/m/undated"));
  EXPECT_FALSE(moved.was_there_at(kRename, "/m/gone"));
  EXPECT_EQ(moved.files(),
            (std::vector<std::string>{"/m/changed", "/m/old", "/m/same-tick", "/m/undated"}));
}

TEST(MovedFiles, ADirectoryOnTheWayMayHaveComeLater) {
  const MovedFiles moved(
      "/m", {directory("/m/a", 101), file("/m/a/f", 50), directory("/m/b", 50), file("/m/b/f", 50),
             directory("/m/c", 150, 150), file("/m/c/f", 50), file("/m/tick", 110, 110)});
  EXPECT_FALSE(moved.was_there_at(kRename, "/m/a/f"));
  EXPECT_FALSE(moved.is_younger_than(kRename, "/m/a/f"));
  EXPECT_TRUE(moved.was_there_at(kRename, "/m/b/f"));
  EXPECT_TRUE(moved.is_younger_than(kRename, "/m/c/f"));
  // A record's time is the last tick's.
  EXPECT_FALSE(moved.is_younger_than(kRename, "/m/tick"));
}

TEST(MovedFiles, BehindALinkTheOldNameIsNotTold) {
  const MovedFiles moved("/m", {directory("/m/link", 50, 1, true), file("/m/link/f", 50),
                                directory("/m/d", 50), file("/m/d/f", 50)});
  EXPECT_TRUE(moved.is_behind_link("/m/link/f"));
  EXPECT_FALSE(moved.is_behind_link("/m/d/f"));
  EXPECT_EQ(moved.files(), (std::vector<std::string>{"/m/d/f", "/m/link", "/m/link/f"}));
}

TEST(MovedFiles, AsManyAsAreLookedForMayNotBeAll) {
  std::vector<WatchedFile> found;
  while (found.size() + 1 < limits::kMaxMovedFiles) {
    found.push_back(directory("/m/" + std::to_string(found.size()), 50));
  }
  EXPECT_FALSE(MovedFiles("/m", found).may_lack_files_of(kRename));
  found.push_back(directory("/m/last", 50));
  EXPECT_TRUE(MovedFiles("/m", found).may_lack_files_of(kRename));
}

// The contents' date can be set back; that of the last change cannot.
TEST(MovedFiles, MayHaveGoneWhereADirectoryWasChangedSince) {
  const auto may_lack = [](std::vector<WatchedFile> found) {
    return MovedFiles("/m", std::move(found)).may_lack_files_of(kRename);
  };
  WatchedFile emptied = directory("/m", 100);
  emptied.file.modified = 100;
  EXPECT_TRUE(may_lack({emptied}));
  EXPECT_TRUE(may_lack({directory("/m", 111)}));
  EXPECT_FALSE(may_lack({directory("/m", 110)})) << "the rename itself";
  EXPECT_TRUE(may_lack({directory("/m", 100), directory("/m/a", 100)}));
  EXPECT_FALSE(may_lack({directory("/m", 100), directory("/m/a", 99), file("/m/f", 200)}));
}

}  // namespace
}  // namespace ak
