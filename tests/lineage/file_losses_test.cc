// What is confirmed after a record was lost, and after a directory went from a place that nobody
// knows: nothing of before, until it is seen or told again; then all of that, and for good.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "lineage/file_acts.h"
#include "lineage/file_identities.h"

namespace ak {
namespace {

using test::Act;
using test::by_descriptor;
using test::directory;
using test::Effect;
using test::item;

class FileLosses : public testing::Test {
 protected:
  explicit FileLosses(bool is_live = false) : known_(counters_, is_live ? &files_ : nullptr) {
    known_.watch(WatchedFiles::of_kubernetes());
  }

  // The act's last item, with a "?" where it is not confirmed.
  std::string told(const Act& act) {
    const ResolvedPaths::Item item = known_.resolve(act.view()).items.back();
    return item.path + (item.confirmed ? "" : "?");
  }
  std::string known(std::uint64_t inode) {
    return told({Effect::none, {item("NORMAL", "(null)", inode)}});
  }
  void rule(const std::string& path, std::uint64_t inode) {
    told({Effect::watched, {item("NORMAL", path, inode)}, "/"});
  }
  void rule_on_directory(const std::string& path, std::uint64_t inode) {
    told({Effect::watched, {directory("NORMAL", path, inode)}, "/"});
  }
  // By descriptors of directories that nobody knows.
  void rename_somewhere(const std::string& from, const std::string& to, std::uint64_t inode) {
    told({Effect::renamed,
          {by_descriptor(directory("PARENT", "/srv", 60)),
           by_descriptor(directory("PARENT", "/srv", 50)),
           by_descriptor(directory("DELETE", from, inode)),
           by_descriptor(directory("CREATE", to, inode))}});
  }

  Counters counters_;
  test::Files files_;
  FileIdentities known_;
};

class LiveFileLosses : public FileLosses {
 protected:
  LiveFileLosses() : FileLosses(true) { files_.put_kubernetes(); }

  // A loss, and the look that it brings.
  void lose_and_look() {
    known_.note_loss("h");
    EXPECT_TRUE(known_.take_outdated());
    known_.look();
  }
};

TEST_F(FileLosses, ADirectoryOfThatNameThatWentIsNotTheOneThatCameLater) {
  rule("/x/d/g", 100);
  EXPECT_EQ(known(100), "/x/d/g");
  rename_somewhere("d", "z", 70);
  EXPECT_EQ(known(100), "/x/d/g?");
  rule_on_directory("/x/d", 71);
  EXPECT_EQ(known(100), "/x/d/g?");
  rule("/x/d/g", 101);
  EXPECT_EQ(known(101), "/x/d/g");
}

TEST_F(FileLosses, ADirectoryOfThatNameThatWentIsNotTheOneThatMovesLater) {
  rule("/x/d/g", 100);
  rename_somewhere("d", "z", 70);
  rule_on_directory("/x", 51);
  told({Effect::renamed,
        {directory("PARENT", "/x/", 51), directory("PARENT", "/x/", 51),
         directory("DELETE", "/x/d", 72), directory("CREATE", "/x/e", 72)}});
  EXPECT_EQ(known(100), "/x/e/g?");
}

TEST_F(FileLosses, ADirectoryThatMayHaveBeenExchangedMayHaveGone) {
  rule("/x/d/g", 100);
  rename_somewhere("d", "d", 70);
  EXPECT_EQ(known(100), "/x/d/g?");
}

TEST_F(FileLosses, ADirectoryThatAChrootRenamesMayBeAnyOfThatName) {
  rule("/x/d/g", 100);
  told({Effect::renamed,
        {directory("PARENT", "/", 50), directory("PARENT", "/", 50), directory("DELETE", "/d", 70),
         directory("CREATE", "/e", 70)}});
  EXPECT_EQ(known(100), "/x/d/g?");
}

TEST_F(FileLosses, ANameThatAChrootRemovesMayBeTheKnownOne) {
  rule("/x/f", 100);
  told({Effect::removed, {directory("PARENT", "/", 50), item("DELETE", "/f", 100)}});
  EXPECT_EQ(known(100), "/x/f?");
}

TEST_F(FileLosses, ARuleTellsAFileAgainWhereverItIs) {
  rule_on_directory("/x", 50);
  told({Effect::created, {directory("PARENT", "/x/", 50), item("CREATE", "/x/f", 100)}});
  EXPECT_EQ(known(100), "/x/f");
  known_.note_loss("h");
  EXPECT_EQ(known(100), "/x/f?");
  rule("/x/g", 100);
  EXPECT_EQ(known(100), "/x/g");
}

TEST_F(LiveFileLosses, OfTwoWatchedNamesEachIsSeenAgain) {
  files_.put("/etc/kubernetes/manifests/second.yaml", 23);
  known_.look();
  lose_and_look();
  files_.remove("/etc/kubernetes/manifests/etcd.yaml");
  told({Effect::removed,
        {directory("PARENT", "/etc/kubernetes/manifests/", 22),
         item("DELETE", "/etc/kubernetes/manifests/etcd.yaml", 23)}});
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/second.yaml");
}

TEST_F(LiveFileLosses, WhatAWatchedLinkLeadsToIsSeenAgain) {
  files_.put("/data", 30, true);
  files_.put("/data/cfg", 31);
  files_.link("/root/.kube/config", "/data/cfg", 31);
  known_.look();
  lose_and_look();
  files_.put("/data/cfg", 99);
  EXPECT_EQ(told({Effect::created,
                  {by_descriptor(directory("PARENT", "/srv", 30)),
                   by_descriptor(item("CREATE", "cfg", 99))}}),
            "/root/.kube/config");
}

TEST_F(LiveFileLosses, WhatIsBehindALinkToADirectoryIsSeenAgain) {
  files_.put("/etc/kubernetes", 21, true, true);
  known_.look();
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
  lose_and_look();
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
}

TEST_F(LiveFileLosses, ALinkAtANameThatWasKnownBeforeIsTold) {
  const std::string path = "/etc/kubernetes/manifests/x.yaml";
  files_.put(path, 40);
  known_.look();
  known_.note_loss("h");
  files_.remove(path);
  known_.look();
  files_.put(path, 41);
  told({Effect::linked,
        {directory("PARENT", "/etc/kubernetes/manifests/", 22), item("NORMAL", "/srv/o", 41),
         item("CREATE", path, 41)}});
  EXPECT_EQ(known(41), path);
}

TEST_F(LiveFileLosses, AContainersDirectoryOfThatNameDoubtsNothingOfTheHosts) {
  known_.look();
  told({Effect::renamed,
        {directory("PARENT", "/etc/", 900), directory("PARENT", "/etc/", 900),
         directory("DELETE", "/etc/kubernetes", 901), directory("CREATE", "/etc/k", 901)}});
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_FALSE(known_.take_outdated());
}

}  // namespace
}  // namespace ak
