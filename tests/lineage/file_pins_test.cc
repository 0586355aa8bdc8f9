// What matters is not forgotten for what does not.
#include "lineage/file_pins.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "lineage/file_acts.h"
#include "lineage/file_identities.h"

namespace ak {
namespace {

using test::Act;
using test::by_descriptor;
using test::directory;
using test::Effect;
using test::item;

// Of 128 names 32 may be pinned, 16 of them loosely.
constexpr std::size_t kMaxNames = 128;
constexpr std::size_t kMaxPinned = 32;

constexpr std::uint64_t kOpt = 5;
constexpr std::uint64_t kKubernetes = 21;
constexpr std::uint64_t kManifests = 22;
constexpr std::uint64_t kPki = 24;
constexpr std::uint64_t kTmp = 25;

class FilePins : public testing::Test {
 protected:
  FilePins() {
    files_.put("/", 2, true);
    files_.put("/etc", 20, true);
    files_.put("/etc/kubernetes", kKubernetes, true);
    files_.put("/etc/kubernetes/manifests", kManifests, true);
    files_.put("/etc/kubernetes/pki", kPki, true);
    files_.put("/etc/kubernetes/kubelet.conf", 26);
    known_->watch(WatchedFiles::of_kubernetes());
    known_->look();
    create_directory(kKubernetes, "tmp", kTmp);
    learn({Effect::watched, {directory("PARENT", "/opt", kOpt)}});
  }

  void learn(const Act& act) { known_->resolve(act.view()); }
  void create(std::uint64_t in, const std::string& name, std::uint64_t inode) {
    learn({Effect::created,
           {by_descriptor(directory("PARENT", "/srv", in)),
            by_descriptor(item("CREATE", name, inode))}});
  }
  void create_directory(std::uint64_t in, const std::string& name, std::uint64_t inode) {
    learn({Effect::created,
           {by_descriptor(directory("PARENT", "/srv", in)),
            by_descriptor(directory("CREATE", name, inode))}});
  }
  void remove(std::uint64_t in, const std::string& name, std::uint64_t inode) {
    learn({Effect::removed,
           {by_descriptor(directory("PARENT", "/srv", in)),
            by_descriptor(item("DELETE", name, inode))}});
  }
  // Names of full paths, the directory's and the file's.
  void rename(const std::string& from, std::uint64_t from_in, const std::string& to,
              std::uint64_t to_in, std::uint64_t inode, bool is_directory = false) {
    const auto file = [&](const std::string& nametype, const std::string& name) {
      return is_directory ? directory(nametype, name, inode) : item(nametype, name, inode);
    };
    learn({Effect::renamed,
           {directory("PARENT", std::string(directory_name(to)) + "/", to_in),
            directory("PARENT", std::string(directory_name(from)) + "/", from_in),
            file("DELETE", from), file("CREATE", to)}});
  }

  // Files that no detection means.
  void flood() {
    for (std::size_t i = 0; i < 2 * kMaxNames; ++i) create(kTmp, "j" + std::to_string(i), ++junk_);
    EXPECT_LE(known_->size(), kMaxNames);
  }

  std::string path(std::uint64_t inode) {
    const auto resolved =
        known_->resolve(Act{Effect::none, {item("NORMAL", "(null)", inode)}}.view());
    return resolved.items.back().path;
  }
  // Where something created in that directory is.
  std::string path_in(std::uint64_t directory_inode) {
    const auto resolved = known_->resolve(Act{
        Effect::failed,
        {by_descriptor(directory("PARENT", "/srv", directory_inode)),
         by_descriptor(
             item("CREATE", "x", 9))}}.view());
    return resolved.items.back().path;
  }

  Counters counters_;
  test::Files files_;
  std::unique_ptr<FileIdentities> known_ =
      std::make_unique<FileIdentities>(counters_, &files_, kMaxNames);
  std::uint64_t junk_ = 1000000;
};

TEST_F(FilePins, WhatRecordsTaughtOutlivesAFlood) {
  create_directory(kPki, "etcd2", 30);
  create(30, "k.key", 31);
  create(kManifests, "kube-apiserver.yaml", 32);
  create_directory(kKubernetes, "other", 33);
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/etcd2/k.key");
  EXPECT_EQ(path(32), "/etc/kubernetes/manifests/kube-apiserver.yaml");
  EXPECT_EQ(path_in(30), "/etc/kubernetes/pki/etcd2/x");
  EXPECT_EQ(path_in(33), "/etc/kubernetes/other/x");
  EXPECT_GT(counters_.evicted_files, 0U);
}

TEST_F(FilePins, AFileThatReplacedAWatchedOneOutlivesAFlood) {
  create(kKubernetes, "kubelet.tmp", 40);
  rename("/etc/kubernetes/kubelet.tmp", kKubernetes, "/etc/kubernetes/kubelet.conf", kKubernetes,
         40);
  flood();
  EXPECT_EQ(path(40), "/etc/kubernetes/kubelet.conf");
  EXPECT_EQ(path(26), "");
}

TEST_F(FilePins, AFileThatGoesByItsOtherWatchedNameOutlivesAFlood) {
  create(kPki, "a.key", 41);
  learn({Effect::linked,
         {directory("PARENT", "/etc/kubernetes/pki/", kPki),
          item("NORMAL", "/etc/kubernetes/pki/a.key", 41),
          item("CREATE", "/etc/kubernetes/pki/b.key", 41)}});
  remove(kPki, "a.key", 41);
  flood();
  EXPECT_EQ(path(41), "/etc/kubernetes/pki/b.key");
}

TEST_F(FilePins, WhatARuleWasAddedOnOutlivesAFlood) {
  learn({Effect::watched, {directory("PARENT", "/root/.kube", 42)}});
  flood();
  EXPECT_EQ(path_in(42), "/root/.kube/x");
  EXPECT_EQ(path_in(kOpt), "");
}

TEST_F(FilePins, WhatGoesFreesItsPin) {
  for (std::uint64_t i = 0; i < 2 * kMaxPinned; ++i) {
    create(kPki, "a", 100 + i);
    remove(kPki, "a", 100 + i);
    create(kPki, "b", 200 + i);
    rename("/etc/kubernetes/pki/b", kPki, "/opt/b" + std::to_string(i), kOpt, 200 + i);
    create(kPki, "c", 300 + i);
    rename("/etc/kubernetes/pki/c", kPki, "/nowhere/c", 77, 300 + i);
    create(kPki, "d", 400);  // again
  }
  create(kPki, "k.key", 31);
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/k.key");
  EXPECT_EQ(path(200 + 2 * kMaxPinned - 1), "");
}

TEST_F(FilePins, ADirectoryThatMovesAwayFreesThePinsInIt) {
  for (std::uint64_t i = 0; i < kMaxPinned; ++i) {
    const std::uint64_t inode = 100 + 10 * i;
    create_directory(kPki, "d", inode);
    create_directory(inode, "e", inode + 1);
    create(inode + 1, "k", inode + 2);
    rename("/etc/kubernetes/pki/d", kPki, "/opt/d" + std::to_string(i), kOpt, inode, true);
  }
  create(kPki, "k.key", 31);
  EXPECT_EQ(path(100 + 10 * (kMaxPinned - 1) + 2),
            "/opt/d" + std::to_string(kMaxPinned - 1) + "/e/k");
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/k.key");
  EXPECT_EQ(path(100 + 10 * (kMaxPinned - 1) + 2), "");
}

TEST_F(FilePins, ADirectoryThatMovesInPinsWhatIsInIt) {
  create_directory(kOpt, "d", 50);
  create_directory(50, "e", 51);
  create(51, "k.key", 52);
  rename("/opt/d", kOpt, "/etc/kubernetes/pki/d", kPki, 50, true);
  flood();
  EXPECT_EQ(path(52), "/etc/kubernetes/pki/d/e/k.key");
  EXPECT_EQ(path_in(50), "/etc/kubernetes/pki/d/x");
}

// A file can be renamed and stay in a watched directory, but be none of the watched.
TEST_F(FilePins, ANameThatMattersNoMoreMakesRoom) {
  create(kKubernetes, "a.conf", 60);
  rename("/etc/kubernetes/a.conf", kKubernetes, "/etc/kubernetes/a.old", kKubernetes, 60);
  flood();
  EXPECT_EQ(path(60), "");
}

TEST_F(FilePins, BeyondTheCapTheLongestUnusedGoes) {
  for (std::uint64_t i = 0; i < 2 * kMaxPinned; ++i) create(kPki, "k" + std::to_string(i), 100 + i);
  flood();
  EXPECT_EQ(path(100), "/etc/kubernetes/pki/k0");
  EXPECT_EQ(path(100 + 2 * kMaxPinned - 1), "");
  create(kPki, "new", 99);
  EXPECT_EQ(path(99), "/etc/kubernetes/pki/new");
  EXPECT_EQ(path(26), "/etc/kubernetes/kubelet.conf");
}

TEST_F(FilePins, DirectoriesOnTheWayLeaveRoomForWhatIsMeant) {
  for (std::uint64_t i = 0; i < 2 * kMaxPinned; ++i) {
    create_directory(kTmp, "d" + std::to_string(i), 100 + i);
  }
  create(kPki, "k.key", 31);
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/k.key");
  EXPECT_EQ(path_in(100 + 2 * kMaxPinned - 1), "");
}

// Who has a chroot may give files any name.
TEST_F(FilePins, MereNamesLeaveRoomForWhatIsCertain) {
  for (std::uint64_t i = 0; i < 2 * kMaxPinned; ++i) {
    learn(
        {Effect::created,
         {directory("PARENT", "/root/.kube/", 99), item("CREATE", "/root/.kube/config", 100 + i)}});
    learn({Effect::created,
           {directory("PARENT", "/home/" + std::to_string(i) + "/.kube/", 300 + i),
            item("CREATE", "/home/" + std::to_string(i) + "/.kube/config", 400 + i)}});
  }
  create(kPki, "k.key", 31);
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/k.key");
}

TEST_F(FilePins, WhatRecordsTaughtStaysPinnedAfterARestart) {
  create(kPki, "k.key", 31);
  ByteWriter out;
  known_->save(out);
  const std::string saved = out.take();
  known_ = std::make_unique<FileIdentities>(counters_, &files_, kMaxNames);
  known_->watch(WatchedFiles::of_kubernetes());
  ByteReader in(saved);
  ASSERT_TRUE(known_->load(in));
  flood();
  EXPECT_EQ(path(31), "/etc/kubernetes/pki/k.key");
}

}  // namespace
}  // namespace ak
