#include "lineage/file_table.h"

#include <gtest/gtest.h>

#include <string>

namespace ak {
namespace {

constexpr std::uint64_t kHost = 1;

class FileTableTest : public testing::Test {
 protected:
  static FileId id(std::uint64_t inode, std::uint64_t host = kHost) { return {host, 8, inode}; }

  void put(const std::string& path, std::uint64_t inode, bool certain = false,
           bool is_directory = false) {
    FileTable::Name* name = table_.make(kHost, path);
    ASSERT_NE(name, nullptr) << path;
    table_.bind(id(inode), *name, certain, is_directory);
  }

  std::string path_of(std::uint64_t inode) {
    const FileTable::Entry* entry = table_.find(id(inode));
    return entry == nullptr ? "" : FileTable::path(*entry->name);
  }

  FileTable::Name& at(const std::string& path) { return *table_.find(kHost, path); }

  Counters counters_;
  FileTable table_{counters_, 8, 4};
};

TEST_F(FileTableTest, FindsFilesByIdentityAndNamesByPath) {
  put("/etc/a", 1);
  put("/", 2);
  EXPECT_EQ(path_of(1), "/etc/a");
  EXPECT_EQ(path_of(2), "/");
  EXPECT_EQ(path_of(3), "");
  EXPECT_EQ(table_.find(id(1, 2)), nullptr);  // another host's
  EXPECT_NE(table_.find(kHost, "/etc"), nullptr);
  EXPECT_EQ(table_.find(kHost, "/etc/b"), nullptr);
  EXPECT_EQ(table_.find(kHost, ""), nullptr);
  EXPECT_EQ(table_.find(2, "/etc"), nullptr);
}

TEST_F(FileTableTest, AFileHasOneNameAndANameHasOneCertainFile) {
  put("/a", 1);
  put("/b", 1);
  EXPECT_EQ(path_of(1), "/b");
  EXPECT_EQ(table_.find(kHost, "/a"), nullptr);  // says nothing any more
  put("/b", 2, true);
  EXPECT_EQ(path_of(1), "");
  EXPECT_EQ(path_of(2), "/b");
  put("/b", 3);  // refused
  EXPECT_EQ(path_of(3), "");
  EXPECT_TRUE(table_.is_certain(at("/b")));
}

TEST_F(FileTableTest, AliasesOfANameAreBounded) {
  for (std::uint64_t inode = 1; inode <= limits::kMaxFileAliases; ++inode) put("/a", inode);
  EXPECT_EQ(path_of(1), "/a");
  put("/a", limits::kMaxFileAliases + 1);
  EXPECT_EQ(path_of(1), "");
  EXPECT_EQ(path_of(2), "/a");
  EXPECT_EQ(table_.files(), limits::kMaxFileAliases);
}

TEST_F(FileTableTest, ADirectoryTakesItsContentAlong) {
  put("/a/d", 1, true, true);
  put("/a/d/x", 2, true);
  put("/b", 3, false, true);
  FileTable::Name& moved = at("/a/d");
  table_.detach(moved);
  EXPECT_EQ(at("/a").certain, 0U);
  ASSERT_NE(table_.attach(moved, at("/b"), "e"), nullptr);
  EXPECT_EQ(path_of(1), "/b/e");
  EXPECT_EQ(path_of(2), "/b/e/x");
  EXPECT_EQ(at("/b").certain, 2U);
}

TEST_F(FileTableTest, WhatIsReplacedIsForgotten) {
  put("/a", 1, false, true);
  put("/b", 2, false, true);
  put("/b/x", 3);
  FileTable::Name& moved = at("/a");
  table_.detach(moved);
  ASSERT_NE(table_.attach(moved, at("/"), "b"), nullptr);
  EXPECT_EQ(path_of(1), "/b");
  EXPECT_EQ(path_of(2), "");
  EXPECT_EQ(path_of(3), "");
}

TEST_F(FileTableTest, NothingIsAttachedBelowItself) {
  put("/a", 1, false, true);
  put("/a/b", 2, false, true);
  FileTable::Name& moved = at("/a");
  FileTable::Name& inside = at("/a/b");
  table_.detach(moved);
  EXPECT_EQ(table_.attach(moved, inside, "c"), nullptr);
  EXPECT_EQ(table_.files(), 0U);
}

TEST_F(FileTableTest, DroppingForgetsAllBelow) {
  put("/a/b", 1, true, true);
  put("/a/b/c", 2, true);
  put("/a/d", 3);
  table_.drop(at("/a/b"));
  EXPECT_EQ(path_of(1) + path_of(2), "");
  EXPECT_EQ(path_of(3), "/a/d");
  EXPECT_EQ(at("/").certain, 0U);
}

TEST_F(FileTableTest, AtTheCapTheLongestUnusedGoes) {
  put("/d/a", 1);
  put("/d/b", 2);
  put("/d/c", 3);
  put("/d/e", 4);
  put("/d/f", 5);
  put("/d/g", 6);
  EXPECT_EQ(table_.size(), 8U);
  EXPECT_EQ(counters_.evicted_files, 0U);
  EXPECT_EQ(path_of(1), "/d/a");
  put("/d/h", 7);
  EXPECT_EQ(table_.size(), 8U);
  EXPECT_EQ(counters_.evicted_files, 1U);
  EXPECT_EQ(path_of(2), "");
  EXPECT_EQ(path_of(1), "/d/a");
}

TEST_F(FileTableTest, PinnedNamesStayAndMayFillItUp) {
  put("/d/a", 1, true);
  table_.pin(at("/d/a"));
  put("/d/p", 2, true);
  table_.pin(at("/d/p"));  // the fourth: the root, the directory and two files
  put("/d/q", 3, true);
  table_.pin(at("/d/q"));  // beyond the cap
  for (std::uint64_t inode = 10; inode < 30; ++inode) put("/" + std::to_string(inode), inode);
  EXPECT_EQ(path_of(1), "/d/a");
  EXPECT_EQ(path_of(2), "/d/p");
  EXPECT_EQ(path_of(3), "");
  EXPECT_EQ(table_.size(), 8U);
}

TEST_F(FileTableTest, ANameIsPinnedWithAllThatIsAboveItOrNotAtAll) {
  put("/a/b/c", 2, true, true);
  put("/a/b/c/d", 1, true);
  table_.pin(at("/a/b/c/d"));  // five names
  table_.pin(at("/a/b/c"));    // four
  for (std::uint64_t inode = 10; inode < 30; ++inode) put("/" + std::to_string(inode), inode);
  EXPECT_EQ(path_of(1), "");
  EXPECT_EQ(path_of(2), "/a/b/c");
}

TEST_F(FileTableTest, LoosePinsTakeHalfOfTheRoom) {
  put("/a", 1);
  table_.pin(at("/a"), FileTable::Pin::loose);
  put("/b", 2);
  table_.pin(at("/b"), FileTable::Pin::loose);
  put("/c", 3);
  table_.pin(at("/c"));
  for (std::uint64_t inode = 10; inode < 30; ++inode) put("/" + std::to_string(inode), inode);
  EXPECT_EQ(path_of(1), "/a");
  EXPECT_EQ(path_of(2), "");
  EXPECT_EQ(path_of(3), "/c");
}

TEST_F(FileTableTest, WhatIsPinnedNoMoreMakesRoomAsIfJustUsed) {
  put("/d/a", 1);
  table_.pin(at("/d/a"));
  for (std::uint64_t inode = 10; inode < 14; ++inode) put("/" + std::to_string(inode), inode);
  table_.unpin(at("/d/a"));
  table_.unpin(at("/d"));
  put("/e", 2);
  put("/f", 3);
  EXPECT_EQ(path_of(10), "");
  EXPECT_EQ(path_of(1), "/d/a");
  for (std::uint64_t inode = 20; inode < 30; ++inode) put("/" + std::to_string(inode), inode);
  EXPECT_EQ(path_of(1), "");
  EXPECT_EQ(table_.size(), 8U);
}

TEST_F(FileTableTest, PinsAndWhatRestsOnNamesOutliveARestart) {
  put("/d/a", 1, true);
  table_.pin(at("/d/a"));
  put("/d/b", 2, true);
  at("/d/b").by_name = true;
  ByteWriter out;
  table_.save(out);
  FileTable loaded(counters_, 8, 4);
  const std::string saved = out.take();
  ByteReader in(saved);
  ASSERT_TRUE(loaded.load(in));
  EXPECT_TRUE(FileTable::is_confirmed(*loaded.find(kHost, "/d/a")));
  EXPECT_FALSE(FileTable::is_confirmed(*loaded.find(kHost, "/d/b")));
  for (int i = 0; i < 20; ++i) loaded.make(kHost, "/" + std::to_string(i));
  EXPECT_NE(loaded.find(kHost, "/d/a"), nullptr);
  EXPECT_EQ(loaded.find(kHost, "/d/b"), nullptr);
}

TEST_F(FileTableTest, OtherPathsAreBounded) {
  for (std::uint64_t inode = 1; inode <= 5; ++inode) table_.note_other_path(id(inode), "/d", true);
  EXPECT_EQ(counters_.evicted_files, 1U);
  table_.note_other_path(id(5), "/e", true);
  EXPECT_EQ(counters_.evicted_files, 1U);
  EXPECT_EQ(table_.other_path(id(5), true), "/e");
  EXPECT_EQ(table_.other_path(id(5), false), "");
  table_.forget(id(5));
  EXPECT_EQ(table_.other_path(id(5), true), "");
  table_.note_other_path(id(3), "/d", true);
  put("/d", 3, true, true);
  EXPECT_EQ(table_.other_path(id(3), true), "");
}

// Other paths, each of the longest that is kept: `files_` files have as many as there is room for.
class OtherPathBytes : public testing::Test {
 protected:
  static constexpr std::uint64_t kProbe = 100000;

  OtherPathBytes() {
    for (std::uint64_t inode = 1; inode <= files_; ++inode) {
      put("/d/" + std::to_string(inode), inode);
      for (std::size_t i = 0; i < limits::kMaxFileAliases; ++i) add(inode, longest(i));
    }
    put("/probe", kProbe);
  }

  static FileId id(std::uint64_t inode) { return {kHost, 8, inode}; }
  static std::string longest(std::size_t number) {
    std::string path = "/" + std::to_string(number);
    return path + std::string(limits::kMaxOtherPathBytes - path.size(), 'x');
  }

  void put(const std::string& path, std::uint64_t inode, bool certain = false) {
    FileTable::Name* name = table_.make(kHost, path);
    ASSERT_NE(name, nullptr) << path;
    table_.bind(id(inode), *name, certain, false);
  }
  void add(std::uint64_t inode, const std::string& path) { table_.add_alias(id(inode), path); }

  // Of how many more there is room.
  std::size_t room() {
    for (std::size_t i = 0; i < limits::kMaxFileAliases; ++i) add(kProbe, longest(i));
    const std::size_t kept = table_.peek(id(kProbe))->aliases.size();
    for (std::size_t i = 0; i < limits::kMaxFileAliases; ++i) {
      table_.remove_alias(id(kProbe), longest(i));
    }
    return kept;
  }

  std::uint64_t files_ =
      limits::kMaxOtherPathsBytes / limits::kMaxOtherPathBytes / limits::kMaxFileAliases;
  Counters counters_;
  FileTable table_{counters_};
};

TEST_F(OtherPathBytes, AreBoundedForAllFilesTogether) {
  EXPECT_EQ(counters_.evicted_files, 0U);
  EXPECT_EQ(table_.peek(id(files_))->aliases.size(), limits::kMaxFileAliases);
  add(kProbe, "/x");
  EXPECT_TRUE(table_.peek(id(kProbe))->aliases.empty());
  EXPECT_EQ(counters_.evicted_files, 1U);
  table_.note_other_path(id(kProbe), "/x", false);
  EXPECT_EQ(table_.other_path(id(kProbe), false), "");
  EXPECT_EQ(counters_.evicted_files, 2U);
  add(1, longest(0));  // is kept already
  EXPECT_EQ(counters_.evicted_files, 2U);
}

TEST_F(OtherPathBytes, AreBoundedForOnePath) {
  table_.drop(*table_.find(kHost, "/d"));
  add(kProbe, longest(0) + "x");
  table_.note_other_path(id(kProbe), longest(0) + "x", false);
  EXPECT_TRUE(table_.peek(id(kProbe))->aliases.empty());
  EXPECT_EQ(table_.other_path(id(kProbe), false), "");
  EXPECT_EQ(counters_.evicted_files, 2U);
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenAnAliasGoes) {
  table_.remove_alias(id(1), longest(0));
  EXPECT_EQ(room(), 1U);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenTheFileGoes) {
  table_.forget(id(1));
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenTheNameGoes) {
  table_.drop(*table_.find(kHost, "/d/1"));
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenAnotherFileTakesTheName) {
  put("/d/1", kProbe + 1, true);
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenTheOtherPathGoes) {
  table_.remove_alias(id(1), longest(0));
  table_.note_other_path(id(1), longest(0), false);
  EXPECT_EQ(room(), 0U);
  table_.note_other_path(id(1), "/x", false);
  table_.forget_other_path(id(1));
  EXPECT_EQ(room(), 1U);
  table_.note_other_path(id(1), longest(0), false);
  put("/d/1", 1, true);  // for certain
  EXPECT_EQ(room(), 1U);
}

TEST_F(OtherPathBytes, GoAlongWhenTheFileGetsAnotherName) {
  put("/e", 1);
  EXPECT_EQ(table_.peek(id(1))->aliases.size(), limits::kMaxFileAliases);
  EXPECT_EQ(room(), 0U);
  table_.forget(id(1));
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST_F(OtherPathBytes, AreNotSavedAndFreeAfterALoad) {
  ByteWriter out;
  table_.save(out);
  table_.clear();
  const std::string saved = out.take();
  ByteReader in(saved);
  ASSERT_TRUE(table_.load(in));
  EXPECT_TRUE(table_.peek(id(1))->aliases.empty());
  EXPECT_EQ(room(), limits::kMaxFileAliases);
}

TEST(FileTableCap, RefusesWhereNoRoomCanBeMade) {
  Counters counters;
  FileTable table(counters, 3, 3);
  EXPECT_NE(table.make(kHost, "/a/b"), nullptr);
  EXPECT_EQ(table.make(kHost, "/a/b/c"), nullptr);  // only itself could go
  FileTable::Name* name = table.make(kHost, "/a/b");
  ASSERT_NE(name, nullptr);
  table.pin(*name);
  EXPECT_EQ(table.make(kHost, "/x"), nullptr);
  EXPECT_EQ(table.size(), 3U);
}

TEST(FileTableCap, NamesAndDepthAreBounded) {
  Counters counters;
  FileTable table(counters);
  const std::string longest(limits::kMaxFileNameBytes, 'n');
  EXPECT_NE(table.make(kHost, "/" + longest), nullptr);
  EXPECT_EQ(table.make(kHost, "/d/" + longest + "n"), nullptr);
  EXPECT_EQ(table.find(kHost, "/d"), nullptr);

  std::string deepest;
  for (std::size_t i = 0; i < limits::kMaxFileDepth; ++i) deepest += "/d";
  FileTable::Name* bottom = table.make(kHost, deepest);
  ASSERT_NE(bottom, nullptr);
  EXPECT_EQ(table.make(*bottom, "d"), nullptr);

  // The same for what is moved: a tree as high as the room, and one higher.
  table.bind({kHost, 8, 1}, *bottom, false, true);
  FileTable::Name* high = table.make(kHost, "/x/y");
  ASSERT_NE(high, nullptr);
  FileTable::Name* top = table.find(kHost, "/x");
  table.detach(*top);
  EXPECT_EQ(table.attach(*top, *bottom->parent, "x"), nullptr);
  top = table.make(kHost, "/x/y")->parent;
  table.detach(*top);
  EXPECT_NE(table.attach(*top, *bottom->parent->parent, "x"), nullptr);
}

}  // namespace
}  // namespace ak
