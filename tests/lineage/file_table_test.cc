#include "lineage/file_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ak {
namespace {

constexpr std::uint64_t kHost = 1;

void save_and_load(FileTable& table) {
  ByteWriter out;
  table.save(out);
  table.clear();
  const std::string saved = out.take();
  ByteReader in(saved);
  ASSERT_TRUE(table.load(in));
}

class FileTableTest : public testing::Test {
 protected:
  explicit FileTableTest(std::size_t max_names = 8) : table_(counters_, max_names, 4) {}

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
  FileTable table_;
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
  table_.doubt(at("/d/b"));
  ByteWriter out;
  table_.save(out);
  FileTable loaded(counters_, 8, 4);
  const std::string saved = out.take();
  ByteReader in(saved);
  ASSERT_TRUE(loaded.load(in));
  EXPECT_TRUE(loaded.is_confirmed(*loaded.find(kHost, "/d/a")));
  EXPECT_FALSE(loaded.is_confirmed(*loaded.find(kHost, "/d/b")));
  for (int i = 0; i < 20; ++i) loaded.make(kHost, "/" + std::to_string(i));
  EXPECT_NE(loaded.find(kHost, "/d/a"), nullptr);
  EXPECT_EQ(loaded.find(kHost, "/d/b"), nullptr);
}

TEST_F(FileTableTest, NothingIsConfirmedAfterALossBeforeItIsToldAgain) {
  put("/d", 9, true, true);
  put("/d/a", 1, true);
  put("/d/b", 2, true);
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
  table_.note_loss(kHost + 1);
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
  table_.note_loss(kHost);
  EXPECT_FALSE(table_.is_confirmed(at("/d/a")));
  EXPECT_FALSE(table_.holds_sure(at("/d")));
  put("/d/c", 3, true);
  EXPECT_FALSE(table_.is_confirmed(at("/d/c")));  // the directory may be elsewhere
  table_.confirm(at("/d"));
  EXPECT_TRUE(table_.is_confirmed(at("/d/c")));
  EXPECT_TRUE(table_.holds_sure(at("/d")));
  EXPECT_FALSE(table_.is_confirmed(at("/d/a")));
  table_.confirm(at("/d/a"));
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
  save_and_load(table_);
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
  EXPECT_FALSE(table_.is_confirmed(at("/d/b")));
}

// A rule on a file tells its path, but not which directories are on it.
TEST_F(FileTableTest, AConfirmedPathStaysSoUntilADirectoryOnItMoves) {
  put("/d", 9, true, true);
  put("/d/a", 1, true);
  put("/d/b", 2, true);
  table_.doubt(at("/d"));
  table_.confirm(at("/d/a"));
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
  EXPECT_FALSE(table_.is_confirmed(at("/d/b")));
  FileTable::Name& moved = at("/d");
  table_.detach(moved);
  FileTable::Name* const name = table_.attach(moved, at("/"), "e");
  ASSERT_NE(name, nullptr);
  table_.renew(*name, true);
  EXPECT_TRUE(table_.is_confirmed(at("/e")));
  EXPECT_FALSE(table_.is_confirmed(at("/e/a")));  // it may be in another that has the name
  table_.confirm(at("/e/a"));
  EXPECT_TRUE(table_.is_confirmed(at("/e/a")));
}

TEST_F(FileTableTest, ADirectoryOfThatNameThatWentFromNobodyKnowsWhereDoubtsWhatIsBelow) {
  put("/d/e/a", 1, true);
  put("/f", 2, true, true);
  put("/f/a", 3, true);
  table_.note_stray(kHost, "e", FileTable::Stray::directory);
  EXPECT_FALSE(table_.is_confirmed(at("/d/e/a")));
  table_.confirm(at("/d/e/a"));
  EXPECT_TRUE(table_.is_confirmed(at("/d/e/a")));
  table_.note_stray(kHost, "f", FileTable::Stray::directory);
  EXPECT_TRUE(table_.is_confirmed(at("/f/a")));  // that one is known by its number, too
  table_.note_stray(kHost + 1, "e", FileTable::Stray::directory);
  EXPECT_TRUE(table_.is_confirmed(at("/d/e/a")));
  for (std::size_t i = 0; i < limits::kMaxStrayNames; ++i) {
    table_.note_stray(kHost, "x" + std::to_string(i), FileTable::Stray::directory);
  }
  EXPECT_FALSE(table_.is_confirmed(at("/d/e/a")));  // names that were forgotten are any
  EXPECT_TRUE(table_.is_confirmed(at("/f/a")));
  save_and_load(table_);
  EXPECT_FALSE(table_.is_confirmed(at("/d/e/a")));
  EXPECT_TRUE(table_.is_confirmed(at("/f/a")));
}

// An exchange of look-alike names shows one of its two files alone.
TEST_F(FileTableTest, AnotherFileThatWentFromNobodyKnowsWhereDoubtsAllOfThatNameInUnknownPlaces) {
  put("/d/a", 1, true);
  put("/e/a/b", 2, true);
  put("/e/a", 3, true, true);
  put("/f", 4, true, true);
  put("/f/a", 5, true);
  table_.note_stray(kHost, "a", FileTable::Stray::another_file);
  EXPECT_FALSE(table_.is_confirmed(at("/d/a")));
  EXPECT_FALSE(table_.is_confirmed(at("/e/a")));
  EXPECT_FALSE(table_.is_confirmed(at("/e/a/b")));
  EXPECT_TRUE(table_.is_confirmed(at("/f/a")));  // its directory is known by its number
  save_and_load(table_);
  EXPECT_FALSE(table_.is_confirmed(at("/d/a")));
  EXPECT_TRUE(table_.is_confirmed(at("/f/a")));
  table_.confirm(at("/d/a"));
  EXPECT_TRUE(table_.is_confirmed(at("/d/a")));
}

// What is vouched for by a whole path is not once it is elsewhere.
TEST_F(FileTableTest, WhatMovesIsNoSurerThanTheDirectoryThatItIsIn) {
  put("/d/a", 1, true);
  put("/e", 2, true, true);
  table_.doubt(at("/e"));
  table_.confirm(at("/d/a"));
  FileTable::Name& moved = at("/d/a");
  table_.detach(moved);
  FileTable::Name* const name = table_.attach(moved, at("/e"), "a");
  ASSERT_NE(name, nullptr);
  table_.renew(*name, true);
  EXPECT_FALSE(table_.is_confirmed(*name));
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

// Other paths, each of the longest that is kept: as many files have one as there is room for.
class OtherPathBytes : public testing::Test {
 protected:
  static constexpr std::uint64_t kFiles = limits::kMaxOtherPathsBytes / limits::kMaxOtherPathBytes;
  static constexpr std::uint64_t kProbe = 100000;
  static constexpr std::uint64_t kProbes = 3;

  OtherPathBytes() {
    for (std::uint64_t inode = 1; inode <= kFiles; ++inode) note(inode, longest());
  }

  static FileId id(std::uint64_t inode) { return {kHost, 8, inode}; }
  static std::string longest() { return "/" + std::string(limits::kMaxOtherPathBytes - 1, 'x'); }

  void note(std::uint64_t inode, const std::string& path) {
    table_.note_other_path(id(inode), path, false);
  }
  bool has(std::uint64_t inode) const { return !table_.other_path(id(inode), false).empty(); }

  // Of how many more there is room, up to kProbes.
  std::uint64_t room() {
    std::uint64_t kept = 0;
    for (std::uint64_t i = 0; i < kProbes; ++i) {
      note(kProbe + i, longest());
      if (has(kProbe + i)) ++kept;
    }
    for (std::uint64_t i = 0; i < kProbes; ++i) table_.forget_other_path(id(kProbe + i));
    return kept;
  }

  Counters counters_;
  FileTable table_{counters_};
};

TEST_F(OtherPathBytes, AreBoundedForAllFilesTogether) {
  EXPECT_EQ(counters_.evicted_files, 0U);
  EXPECT_TRUE(has(kFiles));
  note(kProbe, "/x");
  EXPECT_FALSE(has(kProbe));
  EXPECT_EQ(counters_.evicted_files, 1U);
}

TEST_F(OtherPathBytes, AreBoundedForOnePath) {
  table_.clear();
  note(kProbe, longest() + "x");
  EXPECT_FALSE(has(kProbe));
  EXPECT_EQ(counters_.evicted_files, 1U);
  EXPECT_EQ(room(), kProbes);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenThePathGoes) {
  table_.forget_other_path(id(1));
  EXPECT_EQ(room(), 1U);
  note(1, longest());
  EXPECT_EQ(room(), 0U);
  note(1, "/x");  // in place of the long one
  table_.forget_other_path(id(1));
  EXPECT_EQ(room(), 1U);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenTheFileGoes) {
  table_.forget(id(1));
  EXPECT_EQ(room(), 1U);
}

TEST_F(OtherPathBytes, AreFreeAgainWhenTheFileIsKnownForCertain) {
  table_.bind(id(1), *table_.make(kHost, "/d/1"), true, false);
  EXPECT_EQ(room(), 1U);
}

TEST_F(OtherPathBytes, AreNotSavedAndFreeAfterALoad) {
  save_and_load(table_);
  EXPECT_FALSE(has(1));
  EXPECT_EQ(room(), kProbes);
}

// A file at /d/a that has another name, /e/b.
class FileAliases : public FileTableTest {
 protected:
  FileAliases() : FileTableTest(20) {
    put("/d/a", 1, true);
    put("/e", 2, true, true);
    alias_ = table_.add_alias(id(1), "/e/b");
  }

  std::vector<std::string> aliases_of(std::uint64_t inode) const {
    std::vector<std::string> paths;
    for (const FileTable::Name* name : table_.peek(id(inode))->aliases) {
      paths.push_back(FileTable::path(*name));
    }
    return paths;
  }

  FileTable::Name* alias_ = nullptr;
};

using Paths = std::vector<std::string>;

TEST_F(FileAliases, AreTheFilesAndDoNotFindIt) {
  ASSERT_NE(alias_, nullptr);
  EXPECT_EQ(path_of(1), "/d/a");
  EXPECT_EQ(aliases_of(1), Paths{"/e/b"});
  EXPECT_EQ(*table_.certain_file(*alias_), id(1));
  EXPECT_EQ(*FileTable::file_of(*alias_), id(1));
  EXPECT_EQ(table_.add_alias(id(1), "/e/b"), alias_);
  EXPECT_EQ(table_.add_alias(id(1), "/d/a"), nullptr);
  EXPECT_EQ(table_.add_alias(id(9), "/e/c"), nullptr);
  EXPECT_EQ(counters_.evicted_files, 0U);
}

TEST_F(FileAliases, AreBoundedAndCountedBeyondThat) {
  for (std::size_t i = 1; i < limits::kMaxFileAliases; ++i) {
    EXPECT_NE(table_.add_alias(id(1), "/" + std::to_string(i)), nullptr);
  }
  EXPECT_EQ(table_.add_alias(id(1), "/x/y"), nullptr);
  EXPECT_EQ(table_.find(kHost, "/x"), nullptr);
  EXPECT_EQ(counters_.evicted_files, 1U);
}

TEST_F(FileAliases, MoveWithTheirDirectory) {
  FileTable::Name& directory = *table_.find(kHost, "/e");
  table_.detach(directory);
  ASSERT_NE(table_.attach(directory, *table_.make(kHost, "/"), "f"), nullptr);
  EXPECT_EQ(aliases_of(1), Paths{"/f/b"});
  EXPECT_EQ(table_.find(kHost, "/e"), nullptr);
}

TEST_F(FileAliases, EndWhereAnotherFileHasTheName) {
  put("/e/b", 3);  // not for certain
  EXPECT_EQ(aliases_of(1), Paths{"/e/b"});
  put("/e/b", 3, true);
  EXPECT_EQ(aliases_of(1), Paths{});
  EXPECT_EQ(path_of(3), "/e/b");
  ASSERT_NE(table_.add_alias(id(1), "/e/b"), nullptr);
  EXPECT_EQ(table_.peek(id(3)), nullptr);
}

TEST_F(FileAliases, OfWhatIsNotCertainTakeNoCertainFilesName) {
  put("/g", 4);
  EXPECT_EQ(table_.add_alias(id(4), "/e/b"), nullptr);
  EXPECT_EQ(table_.add_alias(id(4), "/d/a"), nullptr);
  EXPECT_EQ(aliases_of(1), Paths{"/e/b"});
}

TEST_F(FileAliases, BecomeTheName) {
  table_.bind(id(1), *alias_, true, false);
  EXPECT_EQ(path_of(1), "/e/b");
  EXPECT_EQ(aliases_of(1), Paths{});
  EXPECT_EQ(table_.find(kHost, "/d"), nullptr);
}

TEST_F(FileAliases, EndWithTheName) {
  table_.remove_alias(*alias_);
  EXPECT_EQ(aliases_of(1), Paths{});
  EXPECT_EQ(table_.find(kHost, "/e/b"), nullptr);
  ASSERT_NE(table_.add_alias(id(1), "/e/b"), nullptr);
  table_.drop(*table_.find(kHost, "/e"));
  EXPECT_EQ(aliases_of(1), Paths{});
}

TEST_F(FileAliases, EndWithTheFile) {
  table_.pin(*alias_);
  table_.forget(id(1));
  EXPECT_FALSE(alias_->alias_of);
  EXPECT_FALSE(alias_->pinned);
  table_.drop(*table_.find(kHost, "/"));
  EXPECT_EQ(table_.size(), 0U);
}

TEST_F(FileAliases, EndWithATreeThatHasBothNames) {
  table_.drop(*table_.find(kHost, "/"));
  EXPECT_EQ(table_.size(), 0U);
  EXPECT_EQ(table_.files(), 0U);
}

TEST_F(FileAliases, AreNotSaved) {
  save_and_load(table_);
  EXPECT_EQ(path_of(1), "/d/a");
  EXPECT_EQ(aliases_of(1), Paths{});
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
