// What is known of files stays where an event is about others: of the same name in a chroot, say,
// or of which a record is lost.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/path.h"
#include "lineage/file_acts.h"
#include "lineage/file_identities.h"

namespace ak {
namespace {

using test::Act;
using test::by_descriptor;
using test::directory;
using test::Effect;
using test::item;

class FilesStayKnown : public testing::Test {
 protected:
  explicit FilesStayKnown(bool is_live = false) : known_(counters_, is_live ? &files_ : nullptr) {
    known_.watch(WatchedFiles::of_kubernetes());
  }

  // The path of the act's last item; "?" when it is not known.
  std::string path(const Act& act) {
    const std::string path = known_.resolve(act.view()).items.back().path;
    return path.empty() ? "?" : path;
  }
  std::string known(std::uint64_t inode) {
    return path({Effect::none, {item("NORMAL", "(null)", inode)}});
  }
  std::string known_directory(std::uint64_t inode) {
    return path({Effect::failed, {directory("NORMAL", "(null)", inode)}});
  }
  void hear(const PathItem& named) { path({Effect::none, {named}}); }
  void remove_directory(std::uint64_t parent, const std::string& name, std::uint64_t inode) {
    path({Effect::removed,
          {directory("PARENT", std::string(directory_name(name)) + "/", parent),
           directory("DELETE", name, inode)}});
  }
  void make(std::uint64_t parent, const PathItem& child) {
    path({Effect::created,
          {by_descriptor(directory("PARENT", "/srv", parent)), by_descriptor(child)}});
  }

  Counters counters_;
  test::Files files_;
  FileIdentities known_;
};

class LiveFilesStayKnown : public FilesStayKnown {
 protected:
  LiveFilesStayKnown() : FilesStayKnown(true) { files_.put_kubernetes(); }
};

TEST_F(FilesStayKnown, WhenAnotherDirectoryThatHadItsNameIsRemoved) {
  const struct {
    std::string inside;   // what a program in a chroot calls the directory
    std::string removed;  // what it is called outside
    std::string file;
  } cases[] = {
      {"/", "/tmp/c", "/etc/kubernetes/admin.conf"},
      {"/srv/k", "/tmp/c/srv/k", "/srv/k/admin.conf"},
  };
  for (const auto& c : cases) {
    known_.forget();
    hear(directory("NORMAL", std::string(directory_name(c.file)), 10));
    hear(item("NORMAL", c.file, 20));
    hear(directory("NORMAL", c.inside, 99));
    remove_directory(98, c.removed, 99);
    EXPECT_EQ(known(20), c.file) << c.removed;
    EXPECT_EQ(known_directory(10), directory_name(c.file)) << c.removed;
    EXPECT_EQ(known_directory(99), "?") << c.removed;
  }
}

TEST_F(FilesStayKnown, ButNotWhatIsInARemovedDirectory) {
  hear(directory("NORMAL", "/srv/k", 10));
  hear(item("NORMAL", "/srv/k/f", 20));
  remove_directory(5, "/srv/k", 10);
  EXPECT_EQ(known(20), "?");
}

// The directory is known elsewhere for certain, by a name that the record's speaks against.
TEST_F(LiveFilesStayKnown, UnderAWatchedNameOfWhichTheDirectorysRecordIsLost) {
  known_.watch(WatchedFiles({"/root/.kube/cache/*"}));
  known_.look();
  path({Effect::watched, {directory("NORMAL", "/var/x", 61)}, "/"});
  files_.put("/root/.kube/cache", 70, true);
  path({Effect::created,
        {directory("PARENT", "/var/x/", 61), directory("CREATE", "/var/x/cache", 70)}});
  Act removal{Effect::removed, {directory("DELETE", "/root/.kube/cache", 70)}};
  removal.complete = false;
  EXPECT_EQ(path(removal), "/root/.kube/cache");
}

// Deep trees of directories that are gone do not make those above too deep.
TEST_F(LiveFilesStayKnown, InADirectoryThatMovesAfterADeepTreeInItWasRemoved) {
  known_.look();
  make(22, directory("CREATE", "d", 50));
  make(50, item("CREATE", "f", 51));
  const std::uint64_t first = 1000;
  const std::uint64_t last =
      first + limits::kMaxFileDepth - 6;  // "/etc/kubernetes/manifests/d/x/…"
  for (std::uint64_t inode = first; inode <= last; ++inode) {
    make(inode == first ? 50 : inode - 1, directory("CREATE", "x", inode));
  }
  EXPECT_NE(known_directory(last), "?");
  for (std::uint64_t inode = last; inode >= first; --inode) {
    path({Effect::removed,
          {by_descriptor(directory("PARENT", "/srv", inode == first ? 50 : inode - 1)),
           by_descriptor(directory("DELETE", "x", inode))}});
  }
  make(22, directory("CREATE", "g", 80));
  make(80, directory("CREATE", "h", 81));
  path({Effect::renamed,
        {directory("PARENT", "/etc/kubernetes/manifests/g/h/", 81),
         directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/etc/kubernetes/manifests/d", 50),
         directory("CREATE", "/etc/kubernetes/manifests/g/h/e", 50)}});
  EXPECT_EQ(known_directory(50), "/etc/kubernetes/manifests/g/h/e");
  EXPECT_EQ(known(51), "/etc/kubernetes/manifests/g/h/e/f");
  EXPECT_EQ(counters_.evicted_files, 0U);
}

TEST_F(LiveFilesStayKnown, ThemselvesWhereWhatIsInThemGetsTooDeep) {
  known_.look();
  make(22, directory("CREATE", "d", 50));
  make(22, directory("CREATE", "g", 80));
  const std::uint64_t first = 1000;
  const std::uint64_t last = first + limits::kMaxFileDepth - 5;
  for (std::uint64_t inode = first; inode <= last; ++inode) {
    make(inode == first ? 50 : inode - 1, directory("CREATE", "x", inode));
  }
  path({Effect::renamed,
        {directory("PARENT", "/etc/kubernetes/manifests/g/", 80),
         directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/etc/kubernetes/manifests/d", 50),
         directory("CREATE", "/etc/kubernetes/manifests/g/e", 50)}});
  EXPECT_EQ(known_directory(50), "/etc/kubernetes/manifests/g/e");
  EXPECT_EQ(known_directory(first), "?");
  EXPECT_EQ(counters_.evicted_files, 1U);
}

// The file that has the number of one at /b/y is another than the name was heard of.
TEST_F(FilesStayKnown, WhenTheFileThatItIsExchangedWithIsNotTheOneThatWasKnown) {
  hear(item("NORMAL", "/a/x", 40));
  hear(item("NORMAL", "/b/y", 60));
  path({Effect::renamed,
        {directory("PARENT", "../a/", 1), directory("PARENT", "../b/", 2),
         item("DELETE", "../a/x", 50), item("DELETE", "../b/y", 60), item("CREATE", "../b/y", 50),
         item("CREATE", "../a/x", 60)}});
  EXPECT_EQ(known(50), "/b/y");
  EXPECT_EQ(known(60), "/a/x");
}

// A directory is laid over another and taken away again: what was in it may be there yet. Not once
// all is forgotten, when a file that is seen in place of another replaced that.
TEST_F(LiveFilesStayKnown, BelowWhatWasLaidOverThemUntilAllIsForgotten) {
  const std::string manifests = "/etc/kubernetes/manifests";
  const struct {
    std::string what;
    bool forgets;
    bool loads;
    std::string told;
  } cases[] = {
      {"in a directory that was covered", false, false, manifests + "/etcd.yaml"},
      {"forgotten", true, false, "?"},
      {"loaded", false, true, "?"},
  };
  for (const auto& c : cases) {
    known_.forget();
    files_.put_kubernetes();
    for (const std::uint64_t inode : {22, 122, 22}) {
      files_.put(manifests, inode, true);
      known_.look();
    }
    if (c.forgets) known_.forget();
    if (c.loads) {
      ByteWriter out;
      known_.save(out);
      const std::string saved = out.take();
      ByteReader in(saved);
      ASSERT_TRUE(known_.load(in));
    }
    known_.look();
    files_.put(manifests + "/etcd.yaml", 500);
    known_.look();
    EXPECT_EQ(known(23), c.told) << c.what;
  }
}

}  // namespace
}  // namespace ak
