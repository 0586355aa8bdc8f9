#include "lineage/file_identities.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "event/renamed_names.h"
#include "lineage/file_acts.h"
#include "support/requested_bytes.h"

namespace ak {
namespace {

using test::Act;
using test::by_descriptor;
using test::directory;
using test::Effect;
using test::item;
using Rename = ResolvedPaths::Rename;

class FileIdentitiesTest : public testing::Test {
 protected:
  FileIdentitiesTest() { known_.watch(WatchedFiles::of_kubernetes()); }

  // The watched directories, as they were looked at.
  void look() {
    files_.put_kubernetes();
    known_.look();
  }

  // k3s's kubeconfig, and root's link to it.
  void link_to_k3s() {
    files_.put("/etc/rancher", 30, true);
    files_.put("/etc/rancher/k3s.yaml", 31);
    files_.link("/root/.kube/config", "/etc/rancher/k3s.yaml", 31);
  }

  // The path of the act's last item; "?" when it is not known.
  std::string path(const Act& act) {
    ResolvedPaths resolved = known_.resolve(act.view());
    moved_.clear();
    for (const ResolvedPaths::Moved& file : resolved.moved) {
      moved_.push_back(file.original + " -> " + file.path);
    }
    directory_ = resolved.items.back().directory;
    const std::string& path = resolved.items.back().path;
    return path.empty() ? "?" : path;
  }

  // An existing file opened by its name, or by a descriptor.
  std::string open(const std::string& name, std::uint64_t inode, const std::string& host = "h") {
    return path({Effect::none, {item("NORMAL", name, inode)}, "/srv", host});
  }
  // What a file of no name is known as.
  std::string known(std::uint64_t inode) { return open("(null)", inode); }
  std::string known_directory(std::uint64_t inode) {
    return path({Effect::failed, {directory("NORMAL", "(null)", inode)}});
  }
  // A file created by descriptor in a directory.
  std::string create_in(std::uint64_t directory_inode, const std::string& name,
                        std::uint64_t inode) {
    return path({Effect::created,
                 {by_descriptor(directory("PARENT", "/srv", directory_inode)),
                  by_descriptor(item("CREATE", name, inode))}});
  }
  std::string remove(const std::string& parent, std::uint64_t parent_inode, const std::string& name,
                     std::uint64_t inode) {
    return path({Effect::removed,
                 {directory("PARENT", parent, parent_inode), item("DELETE", name, inode)}});
  }
  std::string rename(const PathItem& from_in, const PathItem& to_in, const PathItem& from,
                     const PathItem& to) {
    return path({Effect::renamed, {to_in, from_in, from, to}});
  }

  Counters counters_;
  test::Files files_;
  FileIdentities known_{counters_, &files_};
  std::vector<std::string> moved_;
  std::string directory_;
};

using Moved = std::vector<std::string>;

TEST_F(FileIdentitiesTest, UnknownNamesAreTakenAsGivenButNotBehindADescriptor) {
  EXPECT_EQ(open("f", 5), "/srv/f");
  EXPECT_EQ(open("/opt/../f", 6), "/f");
  EXPECT_EQ(known(7), "?");
  EXPECT_EQ(create_in(8, "f", 9), "?");
  EXPECT_EQ(path({Effect::none, {by_descriptor(item("NORMAL", "f", 7))}}), "?");
}

TEST_F(FileIdentitiesTest, WhatWasLookedAtIsKnownByAnyName) {
  look();
  EXPECT_EQ(create_in(22, "evil.yaml", 50), "/etc/kubernetes/manifests/evil.yaml");
  EXPECT_EQ(open("/host/etc/kubernetes/manifests/etcd.yaml", 23),
            "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(open("(null)", 12), "/root/.kube/config");
  EXPECT_EQ(open("", 12), "/root/.kube/config");
  EXPECT_EQ(open("/proc/self/fd/5", 12), "/root/.kube/config");
  EXPECT_EQ(known(50), "/etc/kubernetes/manifests/evil.yaml");
}

TEST_F(FileIdentitiesTest, WhatIsKnownOfOneHostIsNotOfAnother) {
  look();
  EXPECT_EQ(open("/x", 12, "other"), "/x");
}

TEST_F(FileIdentitiesTest, RecordsTeachNamesThatTellThemselves) {
  open("/srv/a", 5);
  EXPECT_EQ(known(5), "/srv/a");
  path({Effect::created, {directory("PARENT", "/srv/", 6), item("CREATE", "/srv/b", 7)}});
  EXPECT_EQ(create_in(6, "c", 8), "/srv/c");
  path({Effect::created, {directory("PARENT", "/srv", 9), item("CREATE", "d", 10)}});
  EXPECT_EQ(create_in(9, "e", 11), "/srv/e");
}

TEST_F(FileIdentitiesTest, RecordsDoNotTeachWhatTheyDoNotTell) {
  create_in(6, "c", 8);  // the PARENT's name is the working directory's
  EXPECT_EQ(known_directory(6), "?");
  EXPECT_EQ(known(8), "?");
  // created through a link that led nowhere: the PARENT's name is the link's directory
  path({Effect::created,
        {directory("PARENT", "/opt/", 16), directory("PARENT", "(null)", 16),
         item("CREATE", "(null)", 17)}});
  EXPECT_EQ(known_directory(16), "?");
  // O_TMPFILE: the directory's name with the file's inode
  EXPECT_EQ(path({Effect::created, {item("NORMAL", "/srv", 18)}, "/srv", "h", true}), "?");
  EXPECT_EQ(directory_, "/srv");
  EXPECT_EQ(known(18), "?");
  open("/opt/link/../x", 19);
  EXPECT_EQ(known(19), "?");
  path({Effect::failed, {item("NORMAL", "/srv/f", 20)}});
  EXPECT_EQ(known(20), "?");
  open("/proc/self/fd/3", 21);
  EXPECT_EQ(known(21), "?");
}

// The directory's own record is no file's that has its number now.
TEST_F(FileIdentitiesTest, ADirectoryIsNoUnnamedFile) {
  look();
  path({Effect::none, {directory("NORMAL", "/etc/kubernetes", 21)}, "/srv", "h", true});
  EXPECT_EQ(create_in(22, "evil.yaml", 50), "/etc/kubernetes/manifests/evil.yaml");
}

// A bind mount: its other name is renamed, and it stays where it is mounted.
TEST_F(FileIdentitiesTest, LiveAMountedDirectoryStaysWhenItsOtherNameIsRenamed) {
  look();
  const auto renamed = [&] {
    return path({Effect::renamed,
                 {directory("PARENT", "/srv/", 40), directory("PARENT", "/srv/", 40),
                  directory("DELETE", "/srv/manifests", 22), directory("CREATE", "/srv/m2", 22)}});
  };
  EXPECT_EQ(renamed(), "/srv/m2");
  EXPECT_TRUE(moved_.empty());
  EXPECT_EQ(create_in(22, "evil.yaml", 50), "/etc/kubernetes/manifests/evil.yaml");
  files_.remove("/etc/kubernetes/manifests");
  renamed();
  EXPECT_EQ(create_in(22, "other.yaml", 51), "/srv/m2/other.yaml");
}

TEST_F(FileIdentitiesTest, RulesTeachWhereTheyAreAdded) {
  path({Effect::watched, {by_descriptor(directory("PARENT", "/etc/", 30))}});
  path({Effect::watched, {by_descriptor(directory("NORMAL", "/etc/kubernetes", 31))}});
  EXPECT_EQ(create_in(31, "x.conf", 40), "/etc/kubernetes/x.conf");
  EXPECT_EQ(create_in(30, "x", 41), "/etc/x");
  // A name in a container does not change that, nor does a rule that is added there later.
  path({Effect::none, {directory("NORMAL", "/etc/kubernetes", 99)}});
  path({Effect::watched, {by_descriptor(directory("NORMAL", "/etc/kubernetes", 98))}});
  EXPECT_EQ(create_in(31, "y.conf", 42), "/etc/kubernetes/y.conf");
}

TEST_F(FileIdentitiesTest, MereNamesDoNotOverrideWhatIsCertain) {
  look();
  // A container's or chroot's own file of that name: it is given, but not learned.
  EXPECT_EQ(open("/root/.kube/config", 77), "/root/.kube/config");
  EXPECT_EQ(known(77), "?");
  EXPECT_EQ(known(12), "/root/.kube/config");
  path({Effect::created,
        {directory("PARENT", "/etc/kubernetes/manifests/", 78),
         item("CREATE", "/etc/kubernetes/manifests/jailed.yaml", 79)}});
  EXPECT_EQ(create_in(22, "a", 80), "/etc/kubernetes/manifests/a");
  // Nor does another tree take its place by a rename that the records show no identity of.
  rename(directory("PARENT", "/", 90), directory("PARENT", "/etc/", 91),
         directory("DELETE", "/jail", 92), directory("CREATE", "/etc/kubernetes", 92));
  EXPECT_EQ(create_in(22, "b", 81), "/etc/kubernetes/manifests/b");
}

TEST_F(FileIdentitiesTest, AWatchedNameComesBeforeOthers) {
  look();
  // The directory was replaced by a link to another known one; who reads the name gets that file.
  files_.put("/etc/kubernetes/old", 22, true);
  rename(directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/etc/kubernetes/", 21),
         directory("DELETE", "/etc/kubernetes/manifests", 22),
         directory("CREATE", "/etc/kubernetes/old", 22));
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/etc/kubernetes/manifests/", 22),
                   item("CREATE", "/etc/kubernetes/manifests/evil.yaml", 50)}}),
            "/etc/kubernetes/manifests/evil.yaml");
  EXPECT_EQ(create_in(22, "x.yaml", 51), "/etc/kubernetes/old/x.yaml");
}

TEST_F(FileIdentitiesTest, AnAliasCountsUnderTheWatchedName) {
  look();
  path({Effect::linked,
        {directory("PARENT", "/opt/", 60), item("NORMAL", "/root/.kube/config", 12),
         item("CREATE", "/opt/notes", 12)}});
  EXPECT_EQ(open("/opt/notes", 12), "/root/.kube/config");
  EXPECT_EQ(remove("/opt/", 60, "/opt/notes", 12), "/opt/notes");
  EXPECT_EQ(open("/opt/other", 12), "/root/.kube/config");
  // and the other way round: a file gets a watched name
  open("/srv/mine", 70);
  path({Effect::linked,
        {directory("PARENT", "/etc/kubernetes/manifests/", 22), item("NORMAL", "/srv/mine", 70),
         item("CREATE", "/etc/kubernetes/manifests/hard.yaml", 70)}});
  EXPECT_EQ(open("/srv/mine", 70), "/etc/kubernetes/manifests/hard.yaml");
}

TEST_F(FileIdentitiesTest, WhatIsDeletedIsForgotten) {
  look();
  remove("/root/.kube/", 11, "/root/.kube/config", 12);
  EXPECT_EQ(known(12), "?");
  open("/srv/a", 5);
  remove("/srv/", 6, "/srv/a", 5);
  EXPECT_EQ(known(5), "?");
  // by a descriptor in a directory that is not known: it may be the one that was heard of
  open("/srv/b", 7);
  path({Effect::removed,
        {by_descriptor(directory("PARENT", "/srv", 8)), by_descriptor(item("DELETE", "b", 7))}});
  EXPECT_EQ(known(7), "?");
  // a directory with what is in it
  path({Effect::removed,
        {directory("PARENT", "/etc/kubernetes/", 21),
         directory("DELETE", "/etc/kubernetes/manifests", 22)}});
  EXPECT_EQ(known_directory(22), "?");
  EXPECT_EQ(known(23), "?");
}

TEST_F(FileIdentitiesTest, ANewFileIsNoEarlierOneOfItsNumber) {
  look();
  path({Effect::created, {directory("PARENT", "/tmp/", 60), item("CREATE", "/tmp/x", 12)}});
  EXPECT_EQ(known(12), "/tmp/x");
  create_in(61, "y", 23);  // where, is not known
  EXPECT_EQ(known(23), "?");
  // a directory's number that a file has now
  open("/tmp/z", 22);
  EXPECT_EQ(known(22), "/tmp/z");
  EXPECT_EQ(known_directory(22), "?");
}

TEST_F(FileIdentitiesTest, RenamedFilesAndThoseTheyReplace) {
  look();
  rename(directory("PARENT", "/tmp/", 60), directory("PARENT", "/root/.kube/", 11),
         item("DELETE", "/tmp/new", 61), item("CREATE", "/root/.kube/config", 61));
  EXPECT_EQ(known(61), "/root/.kube/config");
  EXPECT_EQ(known(12), "?");
  path({Effect::renamed,
        {directory("PARENT", "/root/.kube/", 11), directory("PARENT", "/tmp/", 60),
         item("DELETE", "/tmp/newer", 62), item("DELETE", "/root/.kube/config", 61),
         item("CREATE", "/root/.kube/config", 62)}});
  EXPECT_EQ(known(62), "/root/.kube/config");
  EXPECT_EQ(known(61), "?");
}

TEST_F(FileIdentitiesTest, AnExchangeSwapsBoth) {
  look();
  open("/srv/a", 70);
  path({Effect::renamed,
        {by_descriptor(directory("PARENT", "/srv", 22)),
         by_descriptor(directory("PARENT", "/srv", 71)), item("DELETE", "a", 70),
         by_descriptor(item("DELETE", "etcd.yaml", 23)),
         by_descriptor(item("CREATE", "etcd.yaml", 70)), item("CREATE", "a", 23)},
        "/srv"});
  EXPECT_EQ(known(70), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(known(23), "/srv/a");
}

// mv -f config .kube/ in /root: the DELETE bears the old name and the replaced file's inode.
TEST_F(FileIdentitiesTest, AFileIsReplacedByOneOfANameThatLooksAlike) {
  look();
  open("/root/other", 60);  // so that /root is known
  EXPECT_EQ(path({Effect::renamed,
                  {by_descriptor(directory("PARENT", "/root", 11)),
                   by_descriptor(directory("PARENT", "/root", 10)), item("DELETE", "config", 12),
                   by_descriptor(item("CREATE", "config", 61))},
                  "/root"}),
            "/root/.kube/config");
  EXPECT_EQ(known(61), "/root/.kube/config");
  EXPECT_EQ(known(12), "?");
  // the same with names of one length
  EXPECT_EQ(rename(directory("PARENT", "/etc/kubernetes/manifestz/", 62),
                   directory("PARENT", "/etc/kubernetes/manifests/", 22),
                   item("DELETE", "/etc/kubernetes/manifestz/etcd.yaml", 23),
                   item("CREATE", "/etc/kubernetes/manifests/etcd.yaml", 63)),
            "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(known(63), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(known(23), "?");
}

TEST_F(FileIdentitiesTest, AnExchangeThatIsRecordedAsARenameIsKnownByItsFile) {
  look();
  const auto exchange = [&] {
    const Act act{Effect::renamed,
                  {directory("PARENT", "/etc/kubernetes/manifests/", 22),
                   directory("PARENT", "/etc/kubernetes/manifestz/", 62),
                   item("DELETE", "/etc/kubernetes/manifestz/etcd.yaml", 23),
                   item("CREATE", "/etc/kubernetes/manifests/etcd.yaml", 23)}};
    return known_.resolve(act.view()).rename;
  };
  EXPECT_EQ(exchange(), Rename::exchange);
  EXPECT_EQ(known(23), "/etc/kubernetes/manifestz/etcd.yaml");
  EXPECT_EQ(exchange(), Rename::plain);
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
}

TEST_F(FileIdentitiesTest, AnExchangeIsKnownByTheFileThatHadTheOldName) {
  look();
  const auto exchange = [&](std::uint64_t file) {
    const Act act{Effect::renamed,
                  {directory("PARENT", "/etc/kubernetes/manifestz/", 62),
                   directory("PARENT", "/etc/kubernetes/manifests/", 22),
                   item("DELETE", "/etc/kubernetes/manifests/etcd.yaml", file),
                   item("CREATE", "/etc/kubernetes/manifestz/etcd.yaml", file)}};
    return known_.resolve(act.view()).rename;
  };
  EXPECT_EQ(exchange(80), Rename::exchange);
  EXPECT_EQ(known(80), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(exchange(80), Rename::plain);
  EXPECT_EQ(known(80), "/etc/kubernetes/manifestz/etcd.yaml");
}

TEST_F(FileIdentitiesTest, AFileWithSeveralWatchedNamesKeepsOne) {
  files_.put("/etc/kubernetes/manifests/a.yaml", 23);
  files_.put("/etc/kubernetes/manifests/b.yaml", 23);
  look();
  const std::string first = known(23);
  const auto remove_it = [&](const std::string& path) {
    remove("/etc/kubernetes/manifests/", 22, path, 23);
  };
  remove_it(first);
  const std::string second = known(23);
  EXPECT_NE(second, first);
  rename(directory("PARENT", "/etc/kubernetes/manifests/", 22), directory("PARENT", "/opt/", 90),
         item("DELETE", second, 23), item("CREATE", "/opt/away", 23));
  const std::string third = known(23);
  EXPECT_TRUE(third.starts_with("/etc/kubernetes/manifests/")) << third;
  remove_it(third);
  EXPECT_EQ(known(23), "?");
}

// Of a directory that a link leads to in the place of a watched one, and that has a name where only
// some files are watched.
TEST_F(FileIdentitiesTest, ADirectoryCountsUnderTheNameByWhichAllInItIsWatched) {
  for (const char* name : {"manifests", "manifests-v1"}) {
    const std::string directory = std::string("/etc/kubernetes/") + name;
    files_.put(directory, 22, true, directory.ends_with("manifests"));
    files_.put(directory + "/old.yaml", 24);
  }
  files_.put("/etc", 20, true);
  files_.put("/etc/kubernetes", 21, true);
  files_.put("/", 2, true);
  known_.look();
  EXPECT_EQ(create_in(22, "new.yaml", 25), "/etc/kubernetes/manifests/new.yaml");
  EXPECT_EQ(known(24), "/etc/kubernetes/manifests/old.yaml");
}

TEST_F(FileIdentitiesTest, AnAliasMovesWithItsDirectory) {
  files_.put("/etc/kubernetes/manifests/a.yaml", 12);  // also /root/.kube/config
  look();
  files_.clear();
  EXPECT_EQ(known(12), "/root/.kube/config");
  rename(directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/opt/", 90),
         directory("DELETE", "/etc/kubernetes/manifests", 22),
         directory("CREATE", "/opt/away", 22));
  remove("/root/.kube/", 11, "/root/.kube/config", 12);
  EXPECT_EQ(known(12), "/opt/away/a.yaml");
}

// A key in a directory of its own, and a manifest: one file. By name or by a descriptor of a
// directory that is not known.
TEST_F(FileIdentitiesTest, AFileWhoseDirectoryGoesCountsUnderItsOtherWatchedName) {
  for (const bool is_known : {true, false}) {
    look();
    path({Effect::created,
          {directory("PARENT", "/etc/kubernetes/", 21),
           directory("CREATE", "/etc/kubernetes/manifests/d", 60)}});
    create_in(60, "a.yaml", 61);
    path({Effect::linked,
          {directory("PARENT", "/etc/kubernetes/manifests/", 22),
           item("NORMAL", "/etc/kubernetes/manifests/d/a.yaml", 61),
           item("CREATE", "/etc/kubernetes/manifests/b.yaml", 61)}});
    EXPECT_EQ(known(61), "/etc/kubernetes/manifests/d/a.yaml");
    const PathItem to =
        is_known ? directory("CREATE", "/srv/d", 60) : by_descriptor(directory("CREATE", "d", 60));
    const PathItem in = is_known ? directory("PARENT", "/srv/", 62)
                                 : by_descriptor(directory("PARENT", "/srv", 63));
    rename(directory("PARENT", "/etc/kubernetes/manifests/", 22), in,
           directory("DELETE", "/etc/kubernetes/manifests/d", 60), to);
    EXPECT_EQ(known(61), "/etc/kubernetes/manifests/b.yaml") << is_known;
    remove("/etc/kubernetes/manifests/", 22, "/etc/kubernetes/manifests/b.yaml", 61);
  }
}

TEST_F(FileIdentitiesTest, ALinkBetweenWatchedNamesOutlivesTheFirst) {
  look();
  const auto link = [&](const std::string& from, const std::string& to) {
    path({Effect::linked,
          {directory("PARENT", "/etc/kubernetes/manifests/", 22), item("NORMAL", from, 23),
           item("CREATE", to, 23)}});
  };
  link("/etc/kubernetes/manifests/etcd.yaml", "/etc/kubernetes/manifests/e2.yaml");
  link("/etc/kubernetes/manifests/etcd.yaml", "/etc/kubernetes/manifests/e3.yaml");
  rename(directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("PARENT", "/etc/kubernetes/manifests/", 22),
         item("DELETE", "/etc/kubernetes/manifests/e2.yaml", 23),
         item("CREATE", "/etc/kubernetes/manifests/e4.yaml", 23));
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
  remove("/etc/kubernetes/manifests/", 22, "/etc/kubernetes/manifests/e3.yaml", 23);
  path({Effect::renamed,  // over the first
        {directory("PARENT", "/etc/kubernetes/manifests/", 22), directory("PARENT", "/opt/", 90),
         item("DELETE", "/opt/new", 91), item("DELETE", "/etc/kubernetes/manifests/etcd.yaml", 23),
         item("CREATE", "/etc/kubernetes/manifests/etcd.yaml", 91)}});
  EXPECT_EQ(known(91), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/e4.yaml");
}

TEST_F(FileIdentitiesTest, AnAliasThatIsRenamedLeavesTheWatchedName) {
  open("/root/stolen", 95);
  path({Effect::linked,
        {directory("PARENT", "/root/.kube/", 96), item("NORMAL", "/root/stolen", 95),
         item("CREATE", "/root/.kube/config", 95)}});
  rename(directory("PARENT", "/root/", 97), directory("PARENT", "/root/", 97),
         item("DELETE", "/root/stolen", 95), item("CREATE", "/root/other", 95));
  EXPECT_EQ(known(95), "/root/.kube/config");
}

// In a chroot to /etc/kubernetes its own etc/kubernetes/manifests has the host's name.
TEST_F(FileIdentitiesTest, AWatchedNameThatLeadsElsewhereOnTheHostIsNotBelieved) {
  look();
  const auto make = [&](std::uint64_t parent, const std::string& name, std::uint64_t inode) {
    path({Effect::created,
          {by_descriptor(directory("PARENT", "/srv", parent)),
           by_descriptor(directory("CREATE", name, inode))}});
  };
  make(21, "etc", 83);
  make(83, "kubernetes", 84);
  make(84, "manifests", 85);
  const Act fake{Effect::created,
                 {directory("PARENT", "/etc/kubernetes/manifests/", 85),
                  item("CREATE", "/etc/kubernetes/manifests/fake.yaml", 86)}};
  EXPECT_EQ(path(fake), "/etc/kubernetes/etc/kubernetes/manifests/fake.yaml");
  // The same where it was laid over the host's.
  files_.put("/etc/kubernetes/manifests", 85, true);
  EXPECT_EQ(path(fake), "/etc/kubernetes/manifests/fake.yaml");
}

// What is there by the time that the record is read.
TEST_F(FileIdentitiesTest, AMovedDirectoryIsLookedAtOnlyWhereItIsStillThere) {
  look();
  files_.put("/etc/kubernetes/manifests/z", 95);  // it went on, and a file took its place
  rename(directory("PARENT", "/opt/", 90), directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/opt/d", 91), directory("CREATE", "/etc/kubernetes/manifests/z", 91));
  EXPECT_EQ(moved_, Moved{});
  EXPECT_EQ(create_in(91, "evil.yaml", 92), "/etc/kubernetes/manifests/z/evil.yaml");
  EXPECT_EQ(known(95), "?");
}

// Its own rename is still to be told, or it was linked there and its other name is gone: who knows?
TEST_F(FileIdentitiesTest, LiveAFileKnownElsewhereIsToldAndKeepsItsNameUntilARecordTellsOfItsMove) {
  look();
  files_.put("/etc/kubernetes/manifests/z", 91, true);
  files_.put("/etc/kubernetes/manifests/z/own.yaml", 92);
  files_.put("/etc/kubernetes/manifests/z/config", 12);
  files_.remove("/root/.kube/config");
  rename(directory("PARENT", "/opt/", 90), directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/opt/d", 91), directory("CREATE", "/etc/kubernetes/manifests/z", 91));
  EXPECT_EQ(moved_, (Moved{"/opt/d/config -> /etc/kubernetes/manifests/z/config",
                           "/opt/d/own.yaml -> /etc/kubernetes/manifests/z/own.yaml"}));
  EXPECT_EQ(open("/root/.kube/config", 12), "/root/.kube/config");
  rename(directory("PARENT", "/root/.kube/", 11),
         directory("PARENT", "/etc/kubernetes/manifests/z/", 91),
         item("DELETE", "/root/.kube/config", 12),
         item("CREATE", "/etc/kubernetes/manifests/z/config", 12));
  EXPECT_EQ(known(12), "/etc/kubernetes/manifests/z/config");
}

TEST_F(FileIdentitiesTest, ADirectoryThatWasExchangedComesBack) {
  look();
  files_.clear();
  create_in(22, "own.yaml", 24);
  path({Effect::renamed,
        {directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/opt/st/", 90),
         directory("DELETE", "/opt/st/manifests", 80),
         directory("DELETE", "/etc/kubernetes/manifests", 22),
         directory("CREATE", "/etc/kubernetes/manifests", 80),
         directory("CREATE", "/opt/st/manifests", 22)}});
  EXPECT_EQ(known(24), "/opt/st/manifests/own.yaml");
  EXPECT_EQ(create_in(80, "other.yaml", 81), "/etc/kubernetes/manifests/other.yaml");
  const Act back{
      Effect::renamed,
      {by_descriptor(directory("PARENT", "/", 21)), by_descriptor(directory("PARENT", "/", 90)),
       by_descriptor(directory("DELETE", "manifests", 80)),
       by_descriptor(directory("CREATE", "manifests", 80))},
      "/"};
  EXPECT_EQ(known_.resolve(back.view()).rename, Rename::exchange);
  EXPECT_EQ(known(24), "/etc/kubernetes/manifests/own.yaml");
  EXPECT_EQ(known(81), "/opt/st/manifests/other.yaml");
  EXPECT_EQ(create_in(22, "new.yaml", 25), "/etc/kubernetes/manifests/new.yaml");
}

TEST_F(FileIdentitiesTest, OfWhatMayBeAnExchangeOrARenameNothingIsLearned) {
  look();
  const Act act{Effect::renamed,
                {directory("PARENT", "/root/.kube/", 11), directory("PARENT", "/srv/kubess/", 71),
                 item("DELETE", "/srv/kubess/f", 80), item("CREATE", "/root/.kube/f", 80)}};
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::unclear);
  EXPECT_EQ(path(act), "/root/.kube/f");
  EXPECT_EQ(known(80), "?");
  open("/opt/x", 80);  // heard, before it came to the one name or the other
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::unclear);
  EXPECT_EQ(known(80), "?");
  open("/srv/kubess/f", 80);
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::plain);
  EXPECT_EQ(known(80), "/root/.kube/f");
}

// Two descriptors and one name: only the order of the records tells the exchange of a known file
// from its renaming.
TEST_F(FileIdentitiesTest, AnExchangeByDescriptorsIsToldWhereTheOrderIsKnown) {
  look();
  const Act act{
      Effect::renamed,
      {by_descriptor(directory("PARENT", "/", 22)), by_descriptor(directory("PARENT", "/", 99)),
       by_descriptor(item("DELETE", "etcd.yaml", 23)),
       by_descriptor(item("CREATE", "etcd.yaml", 23))},
      "/"};
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::unclear);
  EXPECT_EQ(known(23), "?");
  look();
  // A kernel that has the new name's directory first.
  rename(directory("PARENT", "/b/", 71), directory("PARENT", "/c/", 70), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73));
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::exchange);
}

// Two descriptors: until the host has shown the order of its records, only a look confirms to which
// of the two directories the file came.
TEST_F(FileIdentitiesTest, WhatDescriptorsMovedIsConfirmedOnceTheOrderIsKnownOrItIsSeen) {
  look();
  const auto is_confirmed = [&](std::uint64_t file) {
    const Act act{
        Effect::renamed,
        {by_descriptor(directory("PARENT", "/", 22)), by_descriptor(directory("PARENT", "/", 21)),
         by_descriptor(item("DELETE", "new", file)), by_descriptor(item("CREATE", "a.yaml", file))},
        "/"};
    const ResolvedPaths resolved = known_.resolve(act.view());
    EXPECT_EQ(resolved.items.back().path, "/etc/kubernetes/manifests/a.yaml");
    return resolved.items.back().confirmed;
  };
  EXPECT_FALSE(is_confirmed(50));
  files_.put("/etc/kubernetes/manifests/a.yaml", 51);
  EXPECT_TRUE(is_confirmed(51));
  files_.put("/etc/kubernetes/a.yaml", 51);
  EXPECT_FALSE(is_confirmed(51)) << "it has both names";
  rename(directory("PARENT", "/b/", 71), directory("PARENT", "/c/", 70), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73));
  EXPECT_TRUE(is_confirmed(52));
}

// A kernel that tells the old name's directory first, as it is on aarch64.
TEST_F(FileIdentitiesTest, ByDescriptorsTheOrderIsThatOfTheMachineUntilItIsShown) {
  look();
  Act act{Effect::renamed,
          {by_descriptor(directory("PARENT", "/", 21)), by_descriptor(directory("PARENT", "/", 22)),
           by_descriptor(item("DELETE", "new", 50)), by_descriptor(item("CREATE", "a.yaml", 50))},
          "/"};
  act.names_old_first = true;
  EXPECT_EQ(path(act), "/etc/kubernetes/manifests/a.yaml");
  act.names_old_first = false;
  EXPECT_EQ(path(act), "/etc/kubernetes/a.yaml");
  rename(directory("PARENT", "/c/", 70), directory("PARENT", "/b/", 71), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73));
  EXPECT_EQ(path(act), "/etc/kubernetes/manifests/a.yaml");
}

// renameat(a, "x", b, "x") with one string: the old directory comes last on every kernel.
TEST_F(FileIdentitiesTest, ARenameThatGaveOneStringTwiceDoesNotShowTheOrder) {
  look();
  rename(directory("PARENT", "/c/", 70), directory("PARENT", "/b/", 71), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73));  // the old name's directory first
  Act shared{Effect::renamed,
             {by_descriptor(directory("PARENT", "/", 71)), directory("PARENT", "(null)", 70),
              item("DELETE", "(null)", 74), by_descriptor(item("CREATE", "x", 74))},
             "/"};
  share_name(shared.items);
  path(shared);
  EXPECT_EQ(
      path({Effect::renamed,
            {by_descriptor(directory("PARENT", "/", 21)),
             by_descriptor(directory("PARENT", "/", 22)), by_descriptor(item("DELETE", "new", 50)),
             by_descriptor(item("CREATE", "a.yaml", 50))},
            "/"}),
      "/etc/kubernetes/manifests/a.yaml");
}

// mv config .kube/ in /root, of a file that was moved before: what a name alone told of that is
// enough to know a rename from an exchange.
TEST_F(FileIdentitiesTest, AFileThatWasMovedBeforeIsMovedOnInAnyOrder) {
  look();
  open("/tmp/a/x.yaml", 73);
  rename(directory("PARENT", "/srv/", 71), directory("PARENT", "/tmp/a/", 70),
         item("DELETE", "/tmp/a/x.yaml", 73), item("CREATE", "/srv/x.yaml", 73));
  const Act act{Effect::renamed,
                {directory("PARENT", "/srv", 71), by_descriptor(directory("PARENT", "/srv", 22)),
                 item("DELETE", "x.yaml", 73), by_descriptor(item("CREATE", "x.yaml", 73))},
                "/srv"};
  const ResolvedPaths resolved = known_.resolve(act.view());
  EXPECT_EQ(resolved.rename, Rename::plain);
  EXPECT_EQ(known(73), "/etc/kubernetes/manifests/x.yaml");
}

// An exchange that is recorded as a rename, by descriptors, in another order than the usual one:
// the item has the inode of the file that came to the old name, and there it is seen.
TEST_F(FileIdentitiesTest, WhatMayBeAnExchangeIsNotConfirmedByASight) {
  look();
  files_.put("/srv", 70, true);
  open("/srv/config", 71);
  path({Effect::created, {directory("PARENT", "/srv/", 70), item("CREATE", "/srv/a", 72)}});
  files_.put("/root/.kube/config", 71);
  files_.put("/srv/config", 12);
  const Act act{
      Effect::renamed,
      {by_descriptor(directory("PARENT", "/", 11)), by_descriptor(directory("PARENT", "/", 70)),
       by_descriptor(item("DELETE", "config", 71)), by_descriptor(item("CREATE", "config", 71))},
      "/"};
  const ResolvedPaths resolved = known_.resolve(act.view());
  for (const ResolvedPaths::Item& told : resolved.items) {
    EXPECT_TRUE(&told - resolved.items.data() < 2 || !told.confirmed) << told.path;
  }
}

// Each record of an act may be lost: then nothing that it did is sure.
TEST_F(FileIdentitiesTest, ARenameThatLostARecordConfirmsNothing) {
  const std::vector<PathItem> all{
      by_descriptor(directory("PARENT", "/", 22)), by_descriptor(directory("PARENT", "/", 21)),
      by_descriptor(item("DELETE", "etcd.yaml", 23)), by_descriptor(item("CREATE", "b.yaml", 23))};
  for (std::size_t lost = 0; lost < all.size(); ++lost) {
    FileIdentities known(counters_, &files_);
    known.watch(WatchedFiles::of_kubernetes());
    look();
    known.look();
    Act act{Effect::renamed, all, "/"};
    act.complete = false;
    act.items.erase(act.items.begin() + static_cast<std::ptrdiff_t>(lost));
    known.note_loss(act.host);
    const ResolvedPaths resolved = known.resolve(act.view());
    for (std::size_t i = 0; i < act.items.size(); ++i) {
      if (act.items[i].nametype == "PARENT") continue;
      EXPECT_FALSE(resolved.items[i].confirmed) << lost << ": " << resolved.items[i].path;
    }
    const Act later{Effect::none, {item("NORMAL", "(null)", 23)}, "/"};
    EXPECT_FALSE(known.resolve(later.view()).items[0].confirmed) << lost;
  }
}

// What was lost may have told that other files have the names.
TEST_F(FileIdentitiesTest, AfterALossNothingIsConfirmedBeforeItIsSeenOrToldAgain) {
  const Act write{Effect::none, {item("NORMAL", "(null)", 12)}, "/"};
  const auto is_confirmed = [&] {
    const ResolvedPaths resolved = known_.resolve(write.view());
    EXPECT_EQ(resolved.items[0].path, "/root/.kube/config");
    return resolved.items[0].confirmed;
  };
  look();
  EXPECT_TRUE(is_confirmed());
  EXPECT_FALSE(known_.take_outdated());
  known_.note_loss("elsewhere");
  EXPECT_TRUE(is_confirmed());
  known_.note_loss(write.host);
  EXPECT_FALSE(is_confirmed());
  EXPECT_TRUE(known_.take_outdated());
  EXPECT_FALSE(known_.take_outdated());
  known_.look();
  EXPECT_TRUE(is_confirmed());
  known_.note_loss(write.host);
  path({Effect::watched, {item("NORMAL", "/root/.kube/config", 12)}, "/"});
  EXPECT_TRUE(is_confirmed());
}

TEST_F(FileIdentitiesTest, NothingOfBeforeIsConfirmedOnceAnUnusualOrderOfRecordsShows) {
  look();
  EXPECT_FALSE(known_.take_outdated());
  Act usual{Effect::renamed,
            {directory("PARENT", "/b/", 71), directory("PARENT", "/c/", 70),
             item("DELETE", "/b/f", 73), item("CREATE", "/c/f", 73)}};
  usual.names_old_first = true;
  path(usual);
  EXPECT_FALSE(known_.take_outdated());
  Act unusual = usual;
  unusual.names_old_first = false;
  FileIdentities known(counters_, &files_);
  known.watch(WatchedFiles::of_kubernetes());
  known.look();
  known.resolve(unusual.view());
  EXPECT_TRUE(known.take_outdated());
  const Act write{Effect::none, {item("NORMAL", "(null)", 12)}, "/"};
  EXPECT_FALSE(known.resolve(write.view()).items[0].confirmed);
}

TEST_F(FileIdentitiesTest, ANameInAChrootDoesNotTellWhichDirectoryIsWhose) {
  look();
  rename(directory("PARENT", "/b/", 71), directory("PARENT", "/c/", 70), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73));
  // In /etc/kubernetes/manifests as the root.
  EXPECT_EQ(path({Effect::renamed,
                  {directory("PARENT", "/", 22), by_descriptor(directory("PARENT", "/", 90)),
                   by_descriptor(item("DELETE", "config", 91)), item("CREATE", "/a.yaml", 91)},
                  "/"}),
            "/etc/kubernetes/manifests/a.yaml");
  EXPECT_EQ(known(91), "/etc/kubernetes/manifests/a.yaml");
}

TEST_F(FileIdentitiesTest, AFileInAChrootTakesNothingAlongThatItsNameHasElsewhere) {
  files_.put("/etc/kubernetes", 21, true);
  files_.put("/etc/kubernetes/manifests", 22, true);
  files_.put("/etc/kubernetes/manifests/etcd.yaml", 23);
  known_.look();
  files_.clear();
  path({Effect::created, {directory("PARENT", "/", 60), item("CREATE", "/etc", 61)}});
  rename(directory("PARENT", "/", 60), directory("PARENT", "/opt/", 62), item("DELETE", "/etc", 61),
         item("CREATE", "/opt/x", 61));
  EXPECT_EQ(known(61), "/opt/x");
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
}

// "/" is the root of whoever names it: what a directory is known by does not keep what is below its
// true name from moving.
TEST_F(FileIdentitiesTest, WhatIsInADirectoryHeardOfAsTheRootOfAChrootMovesWithIt) {
  const auto is_confirmed = [&](Effect effect, std::vector<PathItem> items) {
    const Act act{effect, std::move(items), "/", "another host"};
    return known_.resolve(act.view()).items.back().confirmed;
  };
  const auto created_in_it = [](std::uint64_t file) {
    return std::vector<PathItem>{by_descriptor(directory("PARENT", "/", 11)),
                                 by_descriptor(item("CREATE", "a", file))};
  };
  is_confirmed(Effect::watched, {directory("NORMAL", "/root/.kube", 11)});
  EXPECT_TRUE(is_confirmed(Effect::created, created_in_it(60)));
  is_confirmed(Effect::created, {directory("PARENT", "/", 10), item("CREATE", "/x", 61)});
  is_confirmed(Effect::renamed,
               {directory("PARENT", "/srv/", 62), directory("PARENT", "/", 2),
                directory("DELETE", "/root", 10), directory("CREATE", "/srv/r", 10)});
  EXPECT_FALSE(is_confirmed(Effect::created, created_in_it(63)));
}

TEST_F(FileIdentitiesTest, WhatADirectoryOfUnknownNeighboursTakesAlongComesBack) {
  files_.put("/etc/kubernetes", 21, true);
  files_.put("/etc/kubernetes/manifests", 22, true);
  files_.put("/etc/kubernetes/manifests/etcd.yaml", 23);
  known_.look();
  files_.clear();
  rename(directory("PARENT", "/opt/", 90), directory("PARENT", "/etc/", 91),
         directory("DELETE", "/etc/kubernetes", 21), directory("CREATE", "/opt/k", 21));
  EXPECT_EQ(known(23), "/opt/k/manifests/etcd.yaml");
  rename(directory("PARENT", "/etc/", 91), directory("PARENT", "/opt/", 90),
         directory("DELETE", "/opt/k", 21), directory("CREATE", "/etc/kubernetes", 21));
  EXPECT_EQ(moved_, Moved{"/opt/k/manifests/etcd.yaml -> /etc/kubernetes/manifests/etcd.yaml"});
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
}

TEST_F(FileIdentitiesTest, ANameThatLeadsBackIsNotBelievedAgainstWhatIsThere) {
  look();
  // /etc/kubernetes/link leads to /opt/a
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/etc/kubernetes/link/../", 60),
                   item("CREATE", "/etc/kubernetes/link/../admin.conf", 61)}}),
            "?");
  EXPECT_EQ(open("/root/link/../.kube/config", 62), "?");
  EXPECT_EQ(open("/root/link/../.kube/config", 12), "/root/.kube/config");
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/opt/link/../manifests/", 22),
                   item("CREATE", "/opt/link/../manifests/a.yaml", 63)}}),
            "/etc/kubernetes/manifests/a.yaml");
  // where nothing is known it is taken as given, and not learned
  EXPECT_EQ(
      path({Effect::created,
            {directory("PARENT", "/srv/link/../", 64), item("CREATE", "/srv/link/../f", 65)}}),
      "/srv/f");
  EXPECT_EQ(known(65), "?");
}

TEST_F(FileIdentitiesTest, ARenameWithoutTheOldNamesRecordIsNoReasonToKeepThatName) {
  look();
  path({Effect::renamed,
        {directory("PARENT", "/etc/kubernetes/manifests/", 22),
         item("CREATE", "/etc/kubernetes/manifests/new.yaml", 23)}});
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/new.yaml");
  path({Effect::renamed, {by_descriptor(item("CREATE", "x", 23))}});
  EXPECT_EQ(known(23), "?");
}

PathItem unnamed_directory(std::uint64_t inode) {
  return directory("PARENT", "(null)", inode);
}

PathItem unnamed(std::string nametype, std::uint64_t inode) {
  return item(std::move(nametype), "(null)", inode);
}

// As io_uring's threads tell what they do. It may have another name there, that nobody knows.
TEST_F(FileIdentitiesTest, AFileThatGoesWithoutANameIsKnownByItsNumberInThatDirectory) {
  look();
  open("/home/a/.kube/config", 61);
  open("/srv/d/f", 62);
  path({Effect::created, {directory("PARENT", "/srv/", 63), item("CREATE", "/srv/x", 64)}});
  const PathItem named = directory("PARENT", "/opt/", 16);
  const struct {
    const char* what;
    std::vector<PathItem> items;
    std::string path;
  } cases[] = {
      {"which is known",
       {unnamed_directory(22), unnamed("DELETE", 23)},
       "/etc/kubernetes/manifests/etcd.yaml"},
      {"which is another known one", {unnamed_directory(11), unnamed("DELETE", 23)}, "?"},
      {"which is not known, nor that of the name",
       {unnamed_directory(60), unnamed("DELETE", 61)},
       "/home/a/.kube/config"},
      {"which is not known, while that of the name is",
       {unnamed_directory(60), unnamed("DELETE", 64)},
       "?"},
      {"a directory that has a file's number by now",
       {unnamed_directory(22), directory("DELETE", "(null)", 23)},
       "?"},
      {"beside names, a file system's own work on its layers",
       {named, unnamed_directory(22), unnamed("DELETE", 23)},
       "?"},
  };
  for (const auto& c : cases) {
    const Act act{Effect::failed, c.items};
    EXPECT_EQ(path(act), c.path) << c.what;
    EXPECT_FALSE(known_.resolve(act.view()).items.back().confirmed) << c.what;
  }
  const Act lacking{Effect::failed, cases[0].items, "/srv", "h", false, 0, false, false};
  EXPECT_EQ(path(lacking), "?");
}

TEST_F(FileIdentitiesTest, AFileWithOtherNamesThatGoesWithoutOneIsUnconfirmedOrUnknown) {
  look();
  const auto link = [&](const std::string& name) {
    path({Effect::linked,
          {item("NORMAL", "/etc/kubernetes/manifests/etcd.yaml", 23),
           directory("PARENT", "/etc/kubernetes/manifests/", 22), item("CREATE", name, 23)}});
  };
  const Act gone{Effect::failed, {unnamed_directory(22), unnamed("DELETE", 23)}};
  link("/opt/other");
  EXPECT_EQ(path(gone), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_FALSE(known_.resolve(gone.view()).items.back().confirmed);
  link("/etc/kubernetes/manifests/another.yaml");
  EXPECT_EQ(path(gone), "?");
  EXPECT_EQ(directory_, "/etc/kubernetes/manifests");
}

TEST_F(FileIdentitiesTest, AFileThatIsRenamedWithoutANameHasThatOfTheOneItReplaces) {
  const struct {
    const char* what;
    std::vector<PathItem> items;
    std::string path, directory;
    std::string moved;  // by what its file is known afterwards
    std::string there;  // the same of the file that had the name
  } cases[] = {
      {"from elsewhere",
       {unnamed_directory(60), unnamed("DELETE", 61), unnamed_directory(11), unnamed("DELETE", 12),
        unnamed_directory(11), unnamed("CREATE", 61)},
       "/root/.kube/config",
       "/root/.kube",
       "/root/.kube/config",
       "?"},
      {"in one directory",
       {unnamed_directory(11), unnamed("DELETE", 61), unnamed_directory(11), unnamed("DELETE", 12),
        unnamed_directory(11), unnamed("CREATE", 61)},
       "/root/.kube/config",
       "/root/.kube",
       "/root/.kube/config",
       "?"},
      {"in an exchange; the last is the other",
       {unnamed_directory(60), unnamed("DELETE", 61), unnamed_directory(11), unnamed("DELETE", 12),
        unnamed_directory(11), unnamed("CREATE", 61), unnamed_directory(60), unnamed("CREATE", 12)},
       "?",
       "",
       "/root/.kube/config",
       "?"},
      {"to a name that was free",
       {unnamed_directory(60), unnamed("DELETE", 61), unnamed_directory(11), unnamed("CREATE", 61)},
       "?",
       "/root/.kube",
       "?",
       "/root/.kube/config"},
  };
  for (const auto& c : cases) {
    look();
    EXPECT_EQ(path({Effect::renamed, c.items}), c.path) << c.what;
    EXPECT_EQ(directory_, c.directory) << c.what;
    EXPECT_EQ(known(61), c.moved) << c.what;
    EXPECT_EQ(known(12), c.there) << c.what;
  }
}

TEST_F(FileIdentitiesTest, WhatIsLinkedDoesNotLieInTheDirectoryOfItsNewName) {
  look();
  Act act{Effect::failed,
          {directory("PARENT", "/proc/self/cwd/", 11), item("NORMAL", "/proc/9/fd/config", 90)}};
  EXPECT_EQ(path(act), "/root/.kube/config");  // an open's
  act.links = true;
  EXPECT_EQ(path(act), "?");
}

TEST_F(FileIdentitiesTest, AFileRemovedUnderNoNameIsForgotten) {
  look();
  path({Effect::removed, {directory("PARENT", "(null)", 22), item("DELETE", "(null)", 23)}});
  EXPECT_EQ(known(23), "?");
  // by a descriptor in another directory it was another of its names
  path({Effect::removed,
        {by_descriptor(directory("PARENT", "/srv", 99)),
         by_descriptor(item("DELETE", "config", 12))}});
  EXPECT_EQ(known(12), "/root/.kube/config");
}

TEST_F(FileIdentitiesTest, TwoDirectoriesOfOneNameAreToldApartOrNotAtAll) {
  look();
  const auto move = [&](std::uint64_t a, std::uint64_t b) {
    return path({Effect::renamed,
                 {by_descriptor(directory("PARENT", "/root", a)),
                  by_descriptor(directory("PARENT", "/root", b)), item("DELETE", "stolen", 80),
                  by_descriptor(item("CREATE", "x.yaml", 80))},
                 "/root"});
  };
  EXPECT_EQ(move(22, 10), "/etc/kubernetes/manifests/x.yaml");
  EXPECT_EQ(move(10, 22), "/etc/kubernetes/manifests/x.yaml");
  EXPECT_EQ(move(22, 99), "/etc/kubernetes/manifests/x.yaml");
  EXPECT_EQ(move(10, 98), "?");  // 10 is the old name's, so the new name's is 98
}

TEST_F(FileIdentitiesTest, TwoDescriptorsAreToldApartByTheOrderOfTheRecords) {
  look();
  const auto move = [&](std::uint64_t a, std::uint64_t b) {
    return path(
        {Effect::renamed,
         {by_descriptor(directory("PARENT", "/", a)), by_descriptor(directory("PARENT", "/", b)),
          by_descriptor(item("DELETE", "stolen", 80)), by_descriptor(item("CREATE", "x.yaml", 80))},
         "/"});
  };
  EXPECT_EQ(move(22, 99), "/etc/kubernetes/manifests/x.yaml");
  EXPECT_EQ(move(99, 22), "?");
  // A kernel that takes the names the other way round.
  path({Effect::renamed,
        {directory("PARENT", "/b/", 71), directory("PARENT", "/c/", 70), item("DELETE", "/b/f", 73),
         item("CREATE", "/c/f", 73)}});
  EXPECT_EQ(move(99, 22), "/etc/kubernetes/manifests/x.yaml");
}

TEST_F(FileIdentitiesTest, ARenamedDirectoryCarriesItsContent) {
  look();
  files_.clear();  // as if it could not be looked at: by knowledge alone
  EXPECT_EQ(rename(directory("PARENT", "/root/", 10), directory("PARENT", "/root/", 10),
                   directory("DELETE", "/root/.kube", 11), directory("CREATE", "/root/kept", 11)),
            "/root/kept");
  EXPECT_EQ(moved_, Moved{"/root/.kube/config -> /root/kept/config"});
  EXPECT_EQ(known(12), "/root/kept/config");
  rename(directory("PARENT", "/root/", 10), directory("PARENT", "/root/", 10),
         directory("DELETE", "/root/kept", 11), directory("CREATE", "/root/.kube", 11));
  EXPECT_EQ(moved_, Moved{"/root/kept/config -> /root/.kube/config"});
  rename(directory("PARENT", "/opt/", 95), directory("PARENT", "/opt/", 95),
         directory("DELETE", "/opt/a", 96), directory("CREATE", "/opt/b", 96));
  EXPECT_EQ(moved_, Moved{});
}

TEST_F(FileIdentitiesTest, LiveADirectoryThatAppearsIsLookedAt) {
  files_.put("/", 2, true);
  files_.put("/root", 10, true);
  known_.look();
  files_.put("/root/.kube", 11, true);
  files_.put("/root/.kube/config", 12);
  rename(directory("PARENT", "/opt/", 60), directory("PARENT", "/root/", 10),
         directory("DELETE", "/opt/kube", 11), directory("CREATE", "/root/.kube", 11));
  EXPECT_EQ(moved_, Moved{"/opt/kube/config -> /root/.kube/config"});
  EXPECT_EQ(known(12), "/root/.kube/config");
}

// A look shows what is in the directory a moment later.
TEST_F(FileIdentitiesTest, LiveAFileThatMayHaveComeLaterThanItsDirectoryIsUnconfirmed) {
  constexpr TimeMs kRename = 5000;
  const struct {
    const char* what;
    TimeMs changed;
    TimeMs born;
    std::vector<bool> confirmed;  // of each file told
  } cases[] = {
      {"there before", 4999, 4000, {true}},
      {"changed since, or moved there", 5001, 4000, {false}},
      {"of the same tick of the clock", 5000, 4000, {false}},
      {"made within the tick", 5010, 5010, {false}},
      {"made since", 5011, 5011, {}},
      {"on a file system that does not tell when", 0, 0, {false}},
  };
  for (const auto& c : cases) {
    FileIdentities known(counters_, &files_);
    known.watch(WatchedFiles::of_kubernetes());
    files_.clear();
    files_.put("/", 2, true);
    files_.put("/root", 10, true);
    known.look();
    files_.put("/root/.kube", 11, true);
    files_.put("/root/.kube/config", 12);
    files_.date("/root/.kube/config", c.changed, c.born);
    Act act{Effect::renamed,
            {directory("PARENT", "/opt/", 60), directory("PARENT", "/root/", 10),
             directory("DELETE", "/opt/kube", 11), directory("CREATE", "/root/.kube", 11)}};
    act.time = kRename;
    std::vector<bool> confirmed;
    for (const auto& file : known.resolve(act.view()).moved) confirmed.push_back(file.confirmed);
    EXPECT_EQ(confirmed, c.confirmed) << c.what;
  }
}

// Other files that are watched already: a link to one, and a hard link of one.
TEST_F(FileIdentitiesTest, LiveLinksOfWatchedFilesInAMovedDirectoryAreTold) {
  look();
  files_.put("/etc/kubernetes/manifests/z", 91, true);
  files_.put("/etc/kubernetes/manifests/z/by-link.yaml", 12, false, true);
  files_.put("/etc/kubernetes/manifests/z/linked.yaml", 23);
  rename(directory("PARENT", "/opt/", 90), directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/opt/d", 91), directory("CREATE", "/etc/kubernetes/manifests/z", 91));
  EXPECT_EQ(moved_, (Moved{"/opt/d/by-link.yaml -> /etc/kubernetes/manifests/z/by-link.yaml",
                           "/opt/d/linked.yaml -> /etc/kubernetes/manifests/z/linked.yaml"}));
  EXPECT_EQ(known(12), "/root/.kube/config");
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
}

TEST_F(FileIdentitiesTest, LiveWhatCameWithASubdirectoryOrIsGoneIsUnconfirmed) {
  look();
  path({Effect::created,
        {by_descriptor(directory("PARENT", "/srv", 22)),
         by_descriptor(directory("CREATE", "d", 91))}});
  create_in(91, "gone.yaml", 92);
  Act move{Effect::renamed,
           {directory("PARENT", "/etc/kubernetes/manifests/", 22),
            directory("PARENT", "/etc/kubernetes/manifests/", 22),
            directory("DELETE", "/etc/kubernetes/manifests/d", 91),
            directory("CREATE", "/etc/kubernetes/manifests/z", 91)}};
  move.time = 5000;
  const std::string z = "/etc/kubernetes/manifests/z";
  files_.put(z, 91, true);
  files_.put(z + "/sub", 93, true);
  files_.put(z + "/sub/old.yaml", 94);
  files_.date(z + "/sub", 5001, 4000);  // it came, or something did in it
  files_.date(z + "/sub/old.yaml", 4000, 4000);
  std::vector<std::string> told;
  for (const auto& file : known_.resolve(move.view()).moved) {
    told.push_back(file.original + (file.original_confirmed ? " -> " : "? -> ") + file.path +
                   (file.confirmed ? "" : "?"));
  }
  const std::string d = "/etc/kubernetes/manifests/d";
  EXPECT_EQ(told, (Moved{d + "/gone.yaml? -> " + z + "/gone.yaml?",
                         d + "/sub/old.yaml? -> " + z + "/sub/old.yaml?"}));
}

// However young the file looks: records showed it there before.
TEST_F(FileIdentitiesTest, LiveWhatRecordsShowedInADirectoryIsToldWhenItMoves) {
  look();
  create_in(22, "evil.yaml", 92);
  const std::string m2 = "/etc/kubernetes/m2";
  files_.put(m2, 22, true);
  files_.put(m2 + "/evil.yaml", 92);
  files_.date(m2 + "/evil.yaml", 9000, 9000);
  Act move{
      Effect::renamed,
      {directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/etc/kubernetes/", 21),
       directory("DELETE", "/etc/kubernetes/manifests", 22), directory("CREATE", m2, 22)}};
  move.time = 5000;
  std::vector<std::string> told;
  for (const auto& file : known_.resolve(move.view()).moved) told.push_back(file.path);
  EXPECT_EQ(told, (Moved{m2 + "/etcd.yaml", m2 + "/evil.yaml"}));
}

// Its number was that of a file that was removed, as no rule reported.
TEST_F(FileIdentitiesTest, LiveAFileIsToldThatHasTheNumberOfOneThatWasInItsDirectory) {
  look();
  const std::string m2 = "/etc/kubernetes/m2";
  files_.put(m2, 22, true);
  files_.put(m2 + "/other.yaml", 23);
  rename(directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/etc/kubernetes/", 21),
         directory("DELETE", "/etc/kubernetes/manifests", 22), directory("CREATE", m2, 22));
  const std::string old = "/etc/kubernetes/manifests";
  EXPECT_EQ(moved_, (Moved{old + "/etcd.yaml -> " + m2 + "/etcd.yaml",
                           old + "/other.yaml -> " + m2 + "/other.yaml"}));
}

TEST_F(FileIdentitiesTest, ADirectoryOfWhichNobodyKnowsWhatItHoldsSaysSo) {
  Act act{Effect::renamed,
          {directory("PARENT", "/root/", 10), directory("PARENT", "/root/", 10),
           directory("DELETE", "/root/prep", 60), directory("CREATE", "/root/.kube", 60)}};
  act.time = 5000;
  const auto unseen = [&](FileIdentities& known) {
    return known.resolve(act.view()).unseen_directories;
  };
  const std::vector<std::string> kube{"/root/.kube"};
  look();
  files_.remove("/root/.kube/config");
  files_.put("/root/.kube", 60, true);
  EXPECT_TRUE(unseen(known_).empty()) << "it was looked at";
  files_.modify("/root/.kube", 5001);
  EXPECT_EQ(unseen(known_), kube) << "it was emptied since";
  files_.modify("/root/.kube", 4000);
  files_.date("/root/.kube", 5011, 5011);
  EXPECT_EQ(unseen(known_), kube) << "it has the number of the one that was moved";
  files_.put("/root/.kube", 61, true);
  EXPECT_EQ(unseen(known_), kube) << "another is there by now";
  files_.put("/root/.kube", 60, true);
  files_.date("/root/.kube", 4000, 4000);
  files_.put("/root/.kube/config", 62);
  files_.give_up_at("/root/.kube/config");
  EXPECT_EQ(unseen(known_), kube) << "nobody could look at its one file";
  files_.give_up_at({});
  files_.date("/root/.kube/config", 5100, 5100);
  EXPECT_EQ(unseen(known_), kube) << "its one file is younger than the record, not than the move";
  files_.remove("/root/.kube/config");
  FileIdentities in_replay(counters_, nullptr);
  in_replay.watch(WatchedFiles::of_kubernetes());
  EXPECT_EQ(unseen(in_replay), kube);
  in_replay.resolve(
      Act{Effect::created,
          {directory("PARENT", "/root/.kube/", 60), item("CREATE", "/root/.kube/config", 62)}}
          .view());
  EXPECT_TRUE(unseen(in_replay).empty()) << "records told";
}

// The directory was moved since, and looked at before the record of what was written came.
TEST_F(FileIdentitiesTest, LiveALookDoesNotSpeakForEventsOfBefore) {
  look();
  files_.put("/etc/kubernetes/manifests", 99, true);
  files_.put("/etc/kubernetes/old", 22, true);
  files_.put("/etc/kubernetes/old/etcd.yaml", 23);
  Act act{Effect::created,
          {directory("PARENT", "/etc/kubernetes/manifests/", 22),
           item("CREATE", "/etc/kubernetes/manifests/evil.yaml", 95)}};
  act.time = 5000;
  const test::StoppedClock clock(5001);
  known_.look(&clock);
  const ResolvedPaths before = known_.resolve(act.view());
  EXPECT_EQ(before.items.back().path, "/etc/kubernetes/manifests/evil.yaml");
  EXPECT_FALSE(before.items.back().confirmed);
  act.time = 5002;  // in a chroot, perhaps
  EXPECT_EQ(known_.resolve(act.view()).items.back().path, "/etc/kubernetes/old/evil.yaml");
}

// A mount or a rename that no rule reports can make another name look like a watched directory's.
TEST_F(FileIdentitiesTest, LiveAWatchedDirectoryIsNotTakenForOneThatIsNot) {
  look();
  files_.put("/etc/kubernetes/manifests", 99, true);
  files_.put("/mnt", 22, true);
  const Act act{Effect::created,
                {directory("PARENT", "/mnt/", 22), item("CREATE", "/mnt/evil.yaml", 95)}};
  const ResolvedPaths resolved = known_.resolve(act.view());
  EXPECT_EQ(resolved.items.back().path, "/etc/kubernetes/manifests/evil.yaml");
  EXPECT_FALSE(resolved.items.back().confirmed);
  EXPECT_EQ(create_in(22, "x.yaml", 96), "/etc/kubernetes/manifests/x.yaml");
}

// Its number was another directory's, which was removed, as no rule reported.
TEST_F(FileIdentitiesTest, LiveADirectoryIsWhereItIsSeenRatherThanWhereItWasKnown) {
  look();
  rename(directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/etc/", 20),
         directory("DELETE", "/etc/kubernetes/manifests", 22), directory("CREATE", "/etc/old", 22));
  files_.remove("/etc/kubernetes/manifests");
  files_.remove("/etc/kubernetes/manifests/etcd.yaml");
  files_.put("/etc/new", 22, true);
  const Act act{Effect::renamed,
                {directory("PARENT", "/etc/new/", 22), directory("PARENT", "/etc/kubernetes/", 21),
                 item("DELETE", "/etc/new/admin.conf", 95),
                 item("CREATE", "/etc/kubernetes/admin.conf", 95)}};
  const ResolvedPaths resolved = known_.resolve(act.view());
  EXPECT_EQ(resolved.items[2].path, "/etc/new/admin.conf");
  EXPECT_TRUE(resolved.items[2].confirmed);
}

// By a second mount of it that no rule reports, a name that matters to nobody.
TEST_F(FileIdentitiesTest, LiveAWatchedDirectoryStaysWatchedWhateverElseIsSeenInItElsewhere) {
  look();
  files_.put("/root/.kube", 99, true);
  files_.put("/mnt", 11, true);
  EXPECT_EQ(
      path({Effect::created, {directory("PARENT", "/mnt/", 11), item("CREATE", "/mnt/notes", 95)}}),
      "/mnt/notes");
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/mnt/", 11), item("CREATE", "/mnt/config", 96)}}),
            "/root/.kube/config");
}

// To a name that only the program tells, which a chroot may have.
TEST_F(FileIdentitiesTest, WhatIsMovedByANameAloneIsUnconfirmedFromThenOn) {
  look();
  files_.clear();
  files_.put("/opt/kept", 22, true);
  files_.put("/opt/kept/etcd.yaml", 23);
  const auto is_confirmed = [&](const Act& act) {
    return known_.resolve(act.view()).items.back().confirmed;
  };
  rename(directory("PARENT", "/etc/kubernetes/", 21), directory("PARENT", "/opt/", 90),
         directory("DELETE", "/etc/kubernetes/manifests", 22),
         directory("CREATE", "/opt/kept", 22));
  EXPECT_EQ(known(23), "/opt/kept/etcd.yaml");
  EXPECT_FALSE(is_confirmed({Effect::none, {item("NORMAL", "(null)", 23)}}));
  // Until a rule is added, for which the kernel looks the name up.
  path({Effect::watched, {directory("NORMAL", "/opt/kept", 22)}});
  EXPECT_TRUE(is_confirmed({Effect::none, {item("NORMAL", "(null)", 23)}}));
  // With the directory that it was moved into, too.
  rename(directory("PARENT", "/", 2), directory("PARENT", "/", 2), directory("DELETE", "/opt", 90),
         directory("CREATE", "/old", 90));
  EXPECT_EQ(known(23), "/old/kept/etcd.yaml");
}

TEST_F(FileIdentitiesTest, LiveACertainPathThatIsAnotherFilesByNowIsUnconfirmed) {
  look();
  const auto is_confirmed = [&](const Act& act) {
    return known_.resolve(act.view()).items.back().confirmed;
  };
  const Act write{Effect::none, {item("NORMAL", "(null)", 12)}};
  const Act create{
      Effect::created,
      {directory("PARENT", "/root/.kube/", 11), item("CREATE", "/root/.kube/cache", 13)}};
  EXPECT_TRUE(is_confirmed(write));
  files_.put("/root/.kube/config", 99);  // a rename that no rule reported
  EXPECT_FALSE(is_confirmed(write));
  EXPECT_TRUE(is_confirmed(create));
  files_.put("/root/.kube", 98, true);  // a mount
  EXPECT_FALSE(is_confirmed(create));
}

// A rule's name may be a link's, or another namespace's.
TEST(FileIdentitiesInReplay, ACertainPathThatTheRecordNamesOtherwiseIsUnconfirmed) {
  Counters counters;
  FileIdentities known(counters, nullptr);
  known.watch(WatchedFiles::of_kubernetes());
  const Act rule{Effect::watched, {directory("PARENT", "/bin/", 50)}};
  known.resolve(rule.view());
  const auto create = [&](const std::string& name) {
    const Act act{Effect::created,
                  {directory("PARENT", std::string(directory_name(name)) + "/", 50),
                   item("CREATE", name, 51)}};
    return known.resolve(act.view()).items.back();
  };
  EXPECT_TRUE(create("/bin/kubectl").confirmed);
  EXPECT_FALSE(create("/usr/bin/kubectl").confirmed);
}

TEST(FileIdentitiesInReplay, ADirectoryThatHoldsACertainOneTakesItAlong) {
  Counters counters;
  FileIdentities known(counters, nullptr);
  known.watch(WatchedFiles::of_kubernetes());
  known.resolve(Act{Effect::watched, {directory("NORMAL", "/etc/kubernetes/pki", 13)}}.view());
  known.resolve(Act{
      Effect::created,
      {directory("PARENT", "/etc/kubernetes/", 10),
       item("CREATE", "/etc/kubernetes/admin.conf",
            11)}}.view());
  known.resolve(Act{
      Effect::renamed,
      {directory("PARENT", "/etc/", 9), directory("PARENT", "/etc/", 9),
       directory("DELETE", "/etc/kubernetes", 10), directory("CREATE", "/etc/kubernetes.old", 10)}}
                    .view());
  const Act create{Effect::created,
                   {by_descriptor(directory("PARENT", "/srv", 13)),
                    by_descriptor(item("CREATE", "ca.key", 20))}};
  const auto told = known.resolve(create.view()).items.back();
  EXPECT_EQ(told.path, "/etc/kubernetes.old/pki/ca.key");
  EXPECT_FALSE(told.confirmed);
}

// A chroot's /root has the host's name.
TEST(FileIdentitiesInReplay, AnotherDirectoryOfTheNameDoesNotTakeWhatIsCertainAlong) {
  Counters counters;
  FileIdentities known(counters, nullptr);
  known.watch(WatchedFiles::of_kubernetes());
  known.resolve(Act{Effect::watched, {directory("NORMAL", "/root/.kube", 13)}}.view());
  for (const std::uint64_t root : {10, 70}) {
    known.resolve(Act{Effect::created,
                      {directory("PARENT", "/root/", root),
                       item("CREATE", "/root/" + std::to_string(root), root + 1)}}
                      .view());
  }
  known.resolve(Act{Effect::renamed,
                    {directory("PARENT", "/", 72), directory("PARENT", "/", 72),
                     directory("DELETE", "/root", 70), directory("CREATE", "/moved", 70)}}
                    .view());
  const Act create{Effect::created,
                   {by_descriptor(directory("PARENT", "/srv", 13)),
                    by_descriptor(item("CREATE", "config", 20))}};
  const auto told = known.resolve(create.view()).items.back();
  EXPECT_EQ(told.path, "/root/.kube/config");
  EXPECT_FALSE(told.confirmed) << "it may have been that directory";
}

// It was looked at after a later rename.
TEST_F(FileIdentitiesTest, ANewNameIsNotTheOldOneToo) {
  look();
  files_.put("/etc/kubernetes/manifests/z", 91, true);
  files_.put("/etc/kubernetes/manifests/z/s", 93, true);
  rename(directory("PARENT", "/opt/", 90), directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("DELETE", "/opt/d", 91), directory("CREATE", "/etc/kubernetes/manifests/z", 91));
  const Act later{
      Effect::renamed,
      {directory("PARENT", "/opt/q/", 97), directory("PARENT", "/etc/kubernetes/manifests/z/", 91),
       directory("DELETE", "/opt/q/s", 93),
       directory("CREATE", "/etc/kubernetes/manifests/z/s", 93)}};
  const ResolvedPaths resolved = known_.resolve(later.view());
  EXPECT_EQ(resolved.items[2].path, "/opt/q/s");
  EXPECT_FALSE(resolved.items[2].confirmed);
  EXPECT_EQ(resolved.items[3].path, "/etc/kubernetes/manifests/z/s");
}

TEST_F(FileIdentitiesTest, APathIsConfirmedByWhatIsCertainAlone) {
  look();
  const auto is_confirmed = [&](const Act& act) {
    return known_.resolve(act.view()).items.back().confirmed;
  };
  EXPECT_TRUE(is_confirmed({Effect::none, {item("NORMAL", "/root/.kube/config", 12)}}));
  EXPECT_TRUE(is_confirmed({Effect::none, {item("NORMAL", "(null)", 12)}}));
  EXPECT_TRUE(is_confirmed(
      {Effect::created,
       {directory("PARENT", "/root/.kube/", 11), item("CREATE", "/root/.kube/cache", 13)}}));
  // In a chroot, perhaps, or by a link.
  EXPECT_FALSE(is_confirmed({Effect::none, {item("NORMAL", "/opt/x", 90)}}));
  EXPECT_FALSE(is_confirmed({Effect::none, {item("NORMAL", "(null)", 90)}}));
  EXPECT_FALSE(is_confirmed({Effect::none, {item("NORMAL", "/opt/a/../b", 91)}}));
}

TEST_F(FileIdentitiesTest, ALinksTargetCountsUnderTheLinksNameUnlessItHasAWatchedOne) {
  files_.put("/", 2, true);
  files_.put("/root", 10, true);
  files_.put("/root/.kube", 11, true);
  files_.put("/root/.kube/config", 21, false, true);  // to admin.conf
  files_.put("/etc", 20, true);
  files_.put("/etc/kubernetes", 30, true, true);  // to /srv/kubernetes
  files_.put("/etc/kubernetes/admin.conf", 21);
  known_.look();
  EXPECT_EQ(known(21), "/etc/kubernetes/admin.conf");
  EXPECT_EQ(open("/srv/kubernetes/admin.conf", 21), "/etc/kubernetes/admin.conf");
  EXPECT_EQ(create_in(30, "kubelet.conf", 31), "/etc/kubernetes/kubelet.conf");
}

// An overlay or a tmpfs has the numbers of the one before it.
TEST_F(FileIdentitiesTest, WhatWasHeardOnAPassingDeviceOverridesNoName) {
  const auto create_on = [&](const std::string& device, const std::string& directory_name) {
    Act act{Effect::created,
            {directory("PARENT", directory_name, 3), item("CREATE", directory_name + "x", 9)}};
    for (PathItem& each : act.items) each.device = device;
    return path(act);
  };
  const auto read_on = [&](const std::string& device, std::uint64_t inode) {
    Act act{Effect::none, {by_descriptor(item("NORMAL", "x", inode))}};
    act.items[0].device = device;
    return path(act);
  };
  EXPECT_EQ(create_on("00:28", "/etc/kubernetes/pki/"), "/etc/kubernetes/pki/x");
  EXPECT_EQ(read_on("00:28", 9), "/etc/kubernetes/pki/x");
  EXPECT_EQ(create_on("00:28", "/mnt/"), "/mnt/x");
  EXPECT_EQ(create_on("fe:01", "/etc/kubernetes/pki/"), "/etc/kubernetes/pki/x");
  EXPECT_EQ(create_on("fe:01", "/mnt/"), "/etc/kubernetes/pki/x");
  // A rule tells that the device holds what is watched: it stays.
  Act rule{Effect::watched, {directory("PARENT", "/etc/kubernetes/", 4)}};
  rule.items[0].device = "00:30";
  path(rule);
  EXPECT_EQ(create_on("00:30", "/etc/kubernetes/pki/"), "/etc/kubernetes/pki/x");
  EXPECT_EQ(create_on("00:30", "/mnt/"), "/etc/kubernetes/pki/x");
}

TEST_F(FileIdentitiesTest, LookingAgainTakesInWhatChanged) {
  look();
  files_.put("/root/.kube/config", 99);
  known_.look();
  EXPECT_EQ(known(99), "/root/.kube/config");
}

// An unmount is not reported, and what lay below is there again.
TEST_F(FileIdentitiesTest, LiveWhatALookFindsLaidOverADirectoryDoesNotEraseIt) {
  look();
  files_.put("/etc/kubernetes/manifests", 99, true);
  known_.look();
  EXPECT_EQ(create_in(99, "a.yaml", 41), "/etc/kubernetes/manifests/a.yaml");
  EXPECT_EQ(create_in(22, "b.yaml", 42), "/etc/kubernetes/manifests/b.yaml");
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/mnt/r/", 22), item("CREATE", "/mnt/r/c.yaml", 43)}}),
            "/etc/kubernetes/manifests/c.yaml");
  const Act removal{Effect::removed,
                    {by_descriptor(directory("PARENT", "/srv", 21)),
                     by_descriptor(directory("DELETE", "manifests", 22))}};
  path(removal);
  EXPECT_EQ(create_in(22, "d.yaml", 44), "?") << "the number may be another's from then on";
}

// openat(directory, name, O_CREAT) of one that is there: its directory's record tells it, unless
// the name is a link.
TEST_F(FileIdentitiesTest, AnUnknownFileOpenedInAKnownDirectoryIsTakenForThatName) {
  look();
  const auto open_in = [&](std::uint64_t parent, const std::string& name, std::uint64_t inode) {
    return path({Effect::none,
                 {by_descriptor(directory("PARENT", "/srv", parent)),
                  by_descriptor(item("NORMAL", name, inode))}});
  };
  EXPECT_EQ(open_in(22, "new.yaml", 41), "/etc/kubernetes/manifests/new.yaml");
  EXPECT_EQ(known(41), "?") << "nothing is learned";
  open("/opt/y", 42);
  EXPECT_EQ(open_in(22, "y.yaml", 42), "/etc/kubernetes/manifests/y.yaml");
  EXPECT_EQ(open_in(22, "link", 12), "/root/.kube/config");
  EXPECT_EQ(open_in(77, "f", 43), "?");
}

TEST_F(FileIdentitiesTest, AFileThatWasThereWhenItWasOpenedTeachesItsDirectory) {
  path({Effect::created, {directory("PARENT", "/opt/d/", 50), item("NORMAL", "/opt/d/f", 51)}});
  EXPECT_EQ(create_in(50, "g", 52), "/opt/d/g");
  path({Effect::created, {directory("PARENT", "/opt/e/", 60), item("NORMAL", "/opt/e/../f", 61)}});
  EXPECT_EQ(create_in(60, "g", 62), "?");
}

// Mounted elsewhere, too, by nobody's rule: where a detection sees it counts.
TEST_F(FileIdentitiesTest, LiveADirectoryOfTwoPlacesIsWhereItMatters) {
  for (const bool is_known_before : {true, false}) {
    FileIdentities known(counters_, &files_);
    known.watch(WatchedFiles({"/etc/kubernetes/*.conf", "/root/.kube/config"}));
    files_.clear();
    look();
    if (is_known_before) known.look();
    files_.put("/etc/kubernetes/a", 11, true);
    known.look();
    const auto created = [&](const std::string& name) {
      const Act act{Effect::created,
                    {by_descriptor(directory("PARENT", "/srv", 11)),
                     by_descriptor(item("CREATE", name, 40))}};
      return known.resolve(act.view()).items.back().path;
    };
    EXPECT_EQ(created("config"), "/root/.kube/config") << is_known_before;
    EXPECT_EQ(created("x.conf"), "/etc/kubernetes/a/x.conf") << is_known_before;
    if (!is_known_before) continue;
    files_.remove("/etc/kubernetes/a");
    known.look();
    EXPECT_EQ(created("x.conf"), "/root/.kube/x.conf");
  }
}

TEST_F(FileIdentitiesTest, LiveAFileIsStillKnownWhenALookFindsItsDirectoryCovered) {
  look();
  files_.put("/root/.kube/config", 99);
  known_.look();
  EXPECT_EQ(known(12), "?") << "it was replaced, and its number is free";
  files_.put("/root/.kube", 97, true);
  files_.remove("/root/.kube/config");
  known_.look();
  files_.put("/root/.kube/config", 98);
  known_.look();
  EXPECT_EQ(known(99), "/root/.kube/config");
  create_in(77, "f", 99);
  EXPECT_EQ(known(99), "?") << "the number is another's by now";
}

// A file that has the name of a watched directory, which no detection is about, and another.
TEST_F(FileIdentitiesTest, AFileIsNotCountedUnderTheNameOfAWatchedDirectory) {
  known_.watch(WatchedFiles({"/root/.kube/config", "/home/*/.kube", "/home/*/.kube/config"}));
  look();
  files_.put("/home", 30, true);
  files_.put("/home/a", 31, true);
  files_.put("/home/a/.kube", 32);
  known_.look();
  path({Effect::linked,
        {item("NORMAL", "/home/a/.kube", 32), directory("PARENT", "/root/.kube/", 11),
         item("CREATE", "/root/.kube/config", 32)}});
  EXPECT_EQ(open("/root/.kube/config", 32), "/root/.kube/config");
  EXPECT_EQ(open("/home/a/.kube", 32), "/root/.kube/config");
  create_in(11, "config", 40);
  EXPECT_EQ(open("/home/a/b/.kube", 41), "/home/a/b/.kube");
  EXPECT_EQ(path({Effect::linked,
                  {item("NORMAL", "/home/a/b/.kube", 41), directory("PARENT", "/root/.kube/", 11),
                   item("CREATE", "/root/.kube/config", 41)}}),
            "/root/.kube/config");
  EXPECT_EQ(open("/home/a/b/.kube", 41), "/root/.kube/config");
}

// `cd /host; mv new.yaml manifests/` where /host is a mount of /etc/kubernetes: both directories
// bear the working directory's name, and that is neither's.
TEST_F(FileIdentitiesTest, NamesOfAnotherMountDoNotHideWhichDirectoryIsWhose) {
  look();
  create_in(21, "new.yaml", 41);
  const Act move{Effect::renamed,
                 {directory("PARENT", "/host", 22), directory("PARENT", "/host", 21),
                  item("DELETE", "new.yaml", 41), by_descriptor(item("CREATE", "new.yaml", 41))},
                 "/host"};
  EXPECT_EQ(path(move), "/etc/kubernetes/manifests/new.yaml");
}

// renameat2(fd of /opt/x, "manifests", fd of /etc/kubernetes, "manifests", RENAME_EXCHANGE), of
// which the order of the records is not known yet.
TEST_F(FileIdentitiesTest, WhatMayTakeAWatchedDirectorysPlaceIsTold) {
  look();
  const Act exchange{Effect::renamed,
                     {by_descriptor(directory("PARENT", "/srv", 21)),
                      by_descriptor(directory("PARENT", "/srv", 90)),
                      by_descriptor(directory("DELETE", "manifests", 22)),
                      by_descriptor(directory("CREATE", "manifests", 22))}};
  files_.put("/etc/kubernetes/manifests", 91, true);
  const ResolvedPaths resolved = known_.resolve(exchange.view());
  EXPECT_EQ(resolved.items.back().path, "/etc/kubernetes/manifests");
  EXPECT_FALSE(resolved.items.back().confirmed);
  EXPECT_EQ(resolved.rename, Rename::unclear);
  EXPECT_EQ(create_in(22, "a.yaml", 95), "?") << "it may be elsewhere now";
  known_.look();
  EXPECT_EQ(create_in(91, "a.yaml", 95), "/etc/kubernetes/manifests/a.yaml");
}

TEST_F(FileIdentitiesTest, AnUnknownNewNameIsSoughtInItsOwnDirectoryAlone) {
  look();
  create_in(21, "foo", 41);
  path({Effect::renamed,
        {by_descriptor(directory("PARENT", "/srv", 90)),
         by_descriptor(directory("PARENT", "/srv", 21)), by_descriptor(item("DELETE", "foo", 41)),
         by_descriptor(item("CREATE", "manifests", 41))}});
  EXPECT_EQ(create_in(22, "evil.yaml", 42), "/etc/kubernetes/manifests/evil.yaml");
}

TEST_F(FileIdentitiesTest, FilesOfAMovedDirectoryBeyondTheCapAreCounted) {
  for (const bool is_beyond : {false, true}) {
    Counters counters;
    FileIdentities known(counters, nullptr);
    known.watch(WatchedFiles::of_kubernetes());
    const std::size_t files = limits::kMaxMovedFiles + (is_beyond ? 1 : 0);
    known.resolve(
        Act{Effect::created, {directory("PARENT", "/opt/", 4), directory("CREATE", "/opt/d", 5)}}
            .view());
    for (std::size_t i = 0; i < files; ++i) {
      known.resolve(Act{Effect::created,
                        {directory("PARENT", "/opt/d/", 5),
                         item("CREATE", "/opt/d/" + std::to_string(i), 1000 + i)}}
                        .view());
    }
    const auto resolved = known.resolve(Act{
        Effect::renamed,
        {directory("PARENT", "/opt/", 4), directory("PARENT", "/etc/kubernetes/", 6),
         directory("DELETE", "/opt/d", 5),
         directory("CREATE", "/etc/kubernetes/pki",
                   5)}}.view());
    EXPECT_EQ(resolved.moved.size(), limits::kMaxMovedFiles);
    EXPECT_EQ(counters.untold_files, is_beyond ? 1U : 0U);
  }
}

// A directory /opt/d with `names` in it that becomes /etc/kubernetes/pki.
class MovedDirectoryOf {
 public:
  explicit MovedDirectoryOf(const std::vector<PathItem>& names) {
    known_.watch(WatchedFiles::of_kubernetes());
    create("/opt/", 4, directory("CREATE", "/opt/d", 5));
    for (const PathItem& name : names) create("/opt/d/", 5, name);
  }

  ResolvedPaths move() {
    return known_.resolve(Act{
        Effect::renamed,
        {directory("PARENT", "/opt/", 4), directory("PARENT", "/etc/kubernetes/", 6),
         directory("DELETE", "/opt/d", 5),
         directory("CREATE", "/etc/kubernetes/pki",
                   5)}}.view());
  }

  Counters counters_;

 private:
  void create(const std::string& parent, std::uint64_t inode, const PathItem& name) {
    known_.resolve(Act{Effect::created, {directory("PARENT", parent, inode), name}}.view());
  }

  FileIdentities known_{counters_, nullptr};
};

TEST(MovedDirectories, CostNoMoreForTheNamesBeyondTheCap) {
  const auto cost_of = [](std::size_t files) {
    std::vector<PathItem> names;
    for (std::size_t i = 0; i < files; ++i) {
      names.push_back(item("CREATE", "/opt/d/" + std::to_string(i), 1000 + i));
    }
    MovedDirectoryOf moved(names);
    const std::size_t before = test::requested_bytes();
    moved.move();
    return test::requested_bytes() - before;
  };
  const std::size_t at_the_cap = cost_of(limits::kMaxMovedFiles);
  EXPECT_LT(cost_of(20 * limits::kMaxMovedFiles), at_the_cap + at_the_cap / 10);
}

TEST(MovedDirectories, AreSearchedForFilesUpToTheCapOfNames) {
  for (const bool is_beyond : {false, true}) {
    std::vector<PathItem> names{item("CREATE", "/opt/d/last", 999)};  // in the alphabet's order
    for (std::size_t i = is_beyond ? 0 : 1; i < limits::kMaxMovedNames; ++i) {
      names.push_back(directory("CREATE", "/opt/d/" + std::to_string(i), 1000 + i));
    }
    MovedDirectoryOf moved(names);
    const ResolvedPaths resolved = moved.move();
    EXPECT_EQ(resolved.moved.size(), is_beyond ? 0U : 1U);
    EXPECT_EQ(resolved.unseen_directories.size(), is_beyond ? 1U : 0U);
    EXPECT_EQ(moved.counters_.untold_files, is_beyond ? 1U : 0U);
  }
}

TEST_F(FileIdentitiesTest, ItemsBeyondTheCapAreNotResolved) {
  Act act{Effect::none, {}};
  for (std::size_t i = 0; i <= limits::kMaxResolvedItems; ++i) {
    act.items.push_back(item("NORMAL", "/f" + std::to_string(i), 100 + i));
  }
  const ResolvedPaths resolved = known_.resolve(act.view());
  EXPECT_EQ(resolved.items[limits::kMaxResolvedItems - 1].path, "/f63");
  EXPECT_EQ(resolved.items[limits::kMaxResolvedItems].path, "");
}

// As many directories as children: each name is put together a fixed number of times, not once for
// every other.
TEST_F(FileIdentitiesTest, CostOfAnEventIsLinearInItsItems) {
  std::string cwd;
  while (cwd.size() < 2000) cwd += "/a";
  const auto cost_of = [&](std::size_t items) {
    Act act{Effect::renamed, {}, cwd};
    for (std::size_t i = 0; i < items; i += 2) {
      const std::string name = "d" + std::to_string(i);
      act.items.push_back(directory("PARENT", name + "/", 100 + i));
      act.items.push_back(item(i % 4 == 0 ? "DELETE" : "CREATE", name + "/f", 500 + i));
    }
    const std::size_t before = test::requested_bytes();
    known_.resolve(act.view());
    return test::requested_bytes() - before;
  };
  EXPECT_LT(cost_of(limits::kMaxResolvedItems), 10 * cost_of(limits::kMaxResolvedItems / 8));
}

TEST_F(FileIdentitiesTest, OddIdentitiesAreNone) {
  PathItem odd = item("NORMAL", "/a", 5);
  for (const auto& [device, inode, mode] :
       std::vector<std::array<std::string, 3>>{{"", "5", "0100644"},
                                               {"fe", "5", "0100644"},
                                               {"fe:zz", "5", "0100644"},
                                               {"fe:00", "", "0100644"},
                                               {"fe:00", "-5", "0100644"},
                                               {"fe:00", "5", ""},
                                               {"fe:00", "0", "0100644"},
                                               {"fe:00", "99999999999999999999", "0100644"}}) {
    odd.device = device;
    odd.inode = inode;
    odd.mode = mode;
    EXPECT_EQ(path({Effect::none, {odd}}), "/a");
    EXPECT_EQ(known_.size(), 0U) << device << " " << inode << " " << mode;
  }
}

// k3s's: ~/.kube/config leads to /etc/rancher/k3s/k3s.yaml, which is replaced.
TEST_F(FileIdentitiesTest, LiveWhatAWatchedLinkLeadsToIsToldByTheLinksName) {
  look();
  link_to_k3s();
  known_.look();
  EXPECT_EQ(open("/etc/rancher/k3s.yaml", 31), "/root/.kube/config");
  EXPECT_EQ(
      path({Effect::renamed,
            {directory("PARENT", "/etc/rancher/", 30), directory("PARENT", "/etc/rancher/", 30),
             item("DELETE", "/etc/rancher/.new", 40), item("DELETE", "/etc/rancher/k3s.yaml", 31),
             item("CREATE", "/etc/rancher/k3s.yaml", 40)}}),
      "/root/.kube/config");
  EXPECT_EQ(known(40), "/root/.kube/config");
  EXPECT_EQ(remove("/etc/rancher/", 30, "/etc/rancher/k3s.yaml", 40), "/root/.kube/config");
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/etc/rancher/", 30),
                   item("CREATE", "/etc/rancher/k3s.yaml", 41)}}),
            "/root/.kube/config");
  EXPECT_EQ(known(41), "/root/.kube/config");
  // The link is replaced.
  path({Effect::removed,
        {directory("PARENT", "/root/.kube/", 11),
         item("DELETE", "/root/.kube/config", 50, "0120777")}});
  EXPECT_TRUE(known_.take_outdated());
  files_.put("/root/.kube/config", 51);
  known_.look();
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/etc/rancher/", 30),
                   item("CREATE", "/etc/rancher/k3s.yaml", 42)}}),
            "/etc/rancher/k3s.yaml");
}

TEST_F(FileIdentitiesTest, LiveALinkThatCouldNotBeLookedAtIsKnownYet) {
  look();
  link_to_k3s();
  known_.look();
  const Act replaced{
      Effect::created,
      {directory("PARENT", "/etc/rancher/", 30), item("CREATE", "/etc/rancher/k3s.yaml", 33)}};
  files_.remove("/root/.kube/config");
  files_.give_up();
  known_.look();
  EXPECT_EQ(path(replaced), "/root/.kube/config");
  known_.look();
  EXPECT_EQ(path(replaced), "/etc/rancher/k3s.yaml");
}

TEST_F(FileIdentitiesTest, LiveWhatAWatchedLinkLeadsToIsToldAlsoByDescriptor) {
  look();
  files_.put("/opt/k3s", 30, true);
  files_.link("/root/.kube/config", "/opt/k3s/k3s.yaml", 31);
  known_.look();
  EXPECT_EQ(create_in(30, "k3s.yaml", 41), "/root/.kube/config");
  EXPECT_EQ(create_in(30, "other", 42), "/opt/k3s/other");
}

TEST_F(FileIdentitiesTest, LiveALinkToSomebodyElsesFileDoesNotNameIt) {
  look();
  files_.put("/etc/sudoers", 31);
  files_.link("/root/.kube/config", "/etc/sudoers", 31, true);
  known_.look();
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/etc/", 20), item("CREATE", "/etc/sudoers", 41)}}),
            "/etc/sudoers");
}

// Nor a directory, of which all that matters would be told by the link's name.
TEST_F(FileIdentitiesTest, LiveALinkToSomebodyElsesDirectoryDoesNotNameIt) {
  for (const char* path : {"/", "/etc", "/etc/kubernetes", "/home", "/home/bob"}) {
    files_.put(path, 20 + std::string(path).size(), true);
  }
  files_.put("/home/bob/.ssh", 35, true, true);
  files_.others("/home/bob/.ssh");
  known_.watch(WatchedFiles({"/etc/kubernetes/*.conf", "/home/*/.ssh/*"}));
  known_.look();
  EXPECT_EQ(create_in(35, "admin.conf", 41), "/etc/kubernetes/admin.conf");
}

// While k3s is not installed, say.
TEST_F(FileIdentitiesTest, LiveALinkNamesTheFileThatComesToWhereItLeads) {
  const auto create = [&](std::uint64_t inode) {
    return path({Effect::created,
                 {directory("PARENT", "/etc/rancher/", 30),
                  item("CREATE", "/etc/rancher/k3s.yaml", inode)}});
  };
  look();
  files_.put("/etc/rancher", 30, true);
  files_.leave_dangling("/root/.kube/config", "/etc/rancher/k3s.yaml");
  known_.look();
  EXPECT_EQ(create(41), "/root/.kube/config");
  known_.look();  // it is gone again
  EXPECT_EQ(create(42), "/root/.kube/config");
  EXPECT_EQ(create_in(30, "k3s.yaml", 43), "/root/.kube/config");
}

// Then that name is the one that counts.
TEST_F(FileIdentitiesTest, LiveALinkIntoALinkedWatchedDirectoryNamesNothingThere) {
  for (const char* path : {"/", "/etc", "/root", "/mnt"}) files_.put(path, 2, true);
  files_.put("/etc/kubernetes", 70, true, true);
  files_.put("/mnt/k8s", 70, true);
  files_.put("/etc/kubernetes/admin.conf", 71);
  files_.put("/root/.kube", 11, true);
  files_.link("/root/.kube/config", "/mnt/k8s/admin.conf", 71);
  known_.look();
  EXPECT_EQ(create_in(70, "admin.conf", 72), "/etc/kubernetes/admin.conf");
}

// Since the target was found, its directory was exchanged with a link to another.
TEST_F(FileIdentitiesTest, LiveADirectoryByWayOfAnothersLinkIsNotLearned) {
  look();
  files_.put("/srv/e", 21, true);
  files_.others("/srv/e");
  files_.leave_dangling("/root/.kube/config", "/srv/e/admin.conf");
  known_.look();
  EXPECT_EQ(create_in(21, "admin.conf", 72), "/etc/kubernetes/admin.conf");
}

// After a restart: what the state tells of files stands.
TEST_F(FileIdentitiesTest, LiveWhereLinksLeadIsLookedAtByItself) {
  look();
  link_to_k3s();
  files_.put("/etc/kubernetes/manifests/etcd.yaml", 99);
  known_.look_at_links();
  EXPECT_EQ(create_in(30, "k3s.yaml", 41), "/root/.kube/config");
  EXPECT_EQ(known(23), "/etc/kubernetes/manifests/etcd.yaml");
  EXPECT_EQ(known(99), "?");
  files_.put("/etc/rancher", 33, true);  // made anew, of which a record tells yet
  known_.look_at_links();
  EXPECT_EQ(create_in(30, "k3s.yaml", 42), "/root/.kube/config");
}

// ~/.kube is a link to /opt/app, and the kubeconfig in it one to another file there.
TEST_F(FileIdentitiesTest, LiveALinkInALinkedDirectoryIsFollowed) {
  look();
  files_.put("/opt/app", 30, true);
  files_.put("/root/.kube", 30, true, true);
  files_.put("/opt/app/real", 31);
  files_.link("/root/.kube/config", "/opt/app/real", 31);
  known_.look();
  EXPECT_EQ(path({Effect::created,
                  {directory("PARENT", "/opt/app/", 30), item("CREATE", "/opt/app/real", 41)}}),
            "/root/.kube/config");
  EXPECT_EQ(create_in(30, "real", 42), "/root/.kube/config");
}

TEST_F(FileIdentitiesTest, LiveADirectoryThatGoesWithALinkAsksForALook) {
  look();
  link_to_k3s();
  known_.look();
  rename(directory("PARENT", "/root/", 10), directory("PARENT", "/root/", 10),
         directory("DELETE", "/root/.kube", 11), directory("CREATE", "/root/.kube.bak", 11));
  EXPECT_TRUE(known_.take_outdated());
  rename(directory("PARENT", "/home/bob/", 80), directory("PARENT", "/home/bob/", 80),
         directory("DELETE", "/home/bob/a", 81), directory("CREATE", "/home/bob/b", 81));
  EXPECT_FALSE(known_.take_outdated());
}

TEST_F(FileIdentitiesTest, LiveAWatchedLinkThatComesAsksForALook) {
  look();
  const auto link = [&](const std::string& name) {
    path({Effect::created,
          {directory("PARENT", "/root/.kube/", 11), item("CREATE", name, 60, "0120777")}});
    return known_.take_outdated();
  };
  EXPECT_FALSE(link("/root/.kube/other"));
  EXPECT_TRUE(link("/root/.kube/config"));
  EXPECT_FALSE(known_.take_outdated());
}

// A rule without perm= reports each look at its file, and what is reported is looked at.
TEST_F(FileIdentitiesTest, LiveForTheLooksOfThisProcessNothingIsLookedAt) {
  look();
  Act act{Effect::none, {by_descriptor(item("NORMAL", "config", 12))}};
  const int before = files_.looks();
  act.is_own = true;
  EXPECT_EQ(path(act), "/root/.kube/config");
  EXPECT_EQ(files_.looks(), before);
  act.is_own = false;
  path(act);
  EXPECT_GT(files_.looks(), before);
}

// By descriptors to directories of which nothing is known.
TEST_F(FileIdentitiesTest, TheRenameOfAnUnknownHardLinkLeavesTheKnownName) {
  for (const char* const link : {"x", "config"}) {
    look();
    path({Effect::linked,
          {by_descriptor(item("NORMAL", "config", 12)),
           by_descriptor(directory("PARENT", "/srv", 70)),
           by_descriptor(item("CREATE", link, 12))}});
    path({Effect::renamed,
          {by_descriptor(directory("PARENT", "/srv", 71)),
           by_descriptor(directory("PARENT", "/srv", 70)), by_descriptor(item("DELETE", link, 12)),
           by_descriptor(item("CREATE", "yy", 12))}});
    EXPECT_EQ(known(12), "/root/.kube/config") << link;
  }
}

// A watched file's other link goes: in a chroot, where it has the same name, or by descriptors to
// directories of which nothing is known.
TEST_F(FileIdentitiesTest, WhatBecomesOfAnotherLinkLeavesTheKnownName) {
  const std::string kube = "/root/.kube/";
  const PathItem in_chroot = directory("PARENT", kube, 70);
  const PathItem gone = item("DELETE", "/root/.kube/config", 12);
  const struct {
    const char* what;
    Act act;
  } cases[] = {
      {"removed in a chroot", {Effect::removed, {in_chroot, gone}}},
      {"renamed in a chroot",
       {Effect::renamed, {in_chroot, in_chroot, gone, item("CREATE", "/root/.kube/other", 12)}}},
      {"replaced in a chroot",
       {Effect::renamed,
        {in_chroot, in_chroot, item("DELETE", "/root/.kube/other", 71), gone,
         item("CREATE", "/root/.kube/config", 71)}}},
      {"replaced by a name that looks alike",
       {Effect::renamed,
        {by_descriptor(directory("PARENT", "/srv", 70)),
         by_descriptor(directory("PARENT", "/srv", 72)),
         by_descriptor(item("DELETE", "config", 12)),
         by_descriptor(item("CREATE", "config", 71))}}},
  };
  for (const auto& c : cases) {
    look();
    path({Effect::linked,
          {directory("PARENT", "/", 70), item("NORMAL", "/root/.kube/config", 12),
           by_descriptor(item("CREATE", "config", 12))}});
    path(c.act);
    EXPECT_EQ(known(12), "/root/.kube/config") << c.what;
  }
}

// The name that goes is that by which the file is found; no record tells of it.
TEST_F(FileIdentitiesTest, AFileThatAHiddenExchangeMovesGoesByItsOtherWatchedName) {
  files_.put("/etc/kubernetes/manifests/b.yaml", 12);
  look();
  ASSERT_EQ(known(12), "/root/.kube/config");
  const Act act{
      Effect::renamed,
      {directory("PARENT", "/srv22/.kub/", 62), directory("PARENT", "/root/.kube/", 11),
       item("DELETE", "/root/.kube/config", 80), item("CREATE", "/srv22/.kub/config", 80)}};
  EXPECT_EQ(known_.resolve(act.view()).rename, Rename::exchange);
  EXPECT_EQ(known(12), "/etc/kubernetes/manifests/b.yaml");
}

// A mount made the daemon look before it read the record of the rename.
TEST_F(FileIdentitiesTest, LiveAFileThatALookFoundAtItsNewNameStaysThere) {
  look();
  create_in(22, ".new", 40);
  files_.put("/etc/kubernetes/manifests/etcd.yaml", 40);
  known_.look();
  rename(directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("PARENT", "/etc/kubernetes/manifests/", 22),
         item("DELETE", "/etc/kubernetes/manifests/.new", 40),
         item("CREATE", "/etc/kubernetes/manifests/etcd.yaml", 40));
  EXPECT_EQ(known(40), "/etc/kubernetes/manifests/etcd.yaml");
  path({Effect::renamed,
        {directory("PARENT", "/etc/kubernetes/manifests/", 22),
         directory("PARENT", "/etc/kubernetes/manifests/", 22),
         item("DELETE", "/etc/kubernetes/manifests/.new", 40),
         item("DELETE", "/etc/kubernetes/manifests/etcd.yaml", 23),
         item("CREATE", "/etc/kubernetes/manifests/etcd.yaml", 40)}});
  EXPECT_EQ(known(40), "/etc/kubernetes/manifests/etcd.yaml");
}

// What was heard of a directory is of before a rename that no rule reported.
TEST_F(FileIdentitiesTest, AStaleNameDoesNotHideWhatTakesAWatchedDirectorysPlace) {
  look();
  path({Effect::renamed,
        {directory("PARENT", "/srv/", 81), directory("PARENT", "/srv/a/", 80),
         item("DELETE", "/srv/a/q", 82), item("CREATE", "/srv/q", 82)}});
  path({Effect::renamed,
        {directory("PARENT", "/srv/", 81), directory("PARENT", "/srv/zz/b/", 83),
         item("DELETE", "/srv/zz/b/q", 84), item("CREATE", "/srv/q3", 84)}});
  EXPECT_EQ(path({Effect::renamed,
                  {by_descriptor(directory("PARENT", "/srv", 21)),
                   by_descriptor(directory("PARENT", "/srv", 80)),
                   by_descriptor(directory("DELETE", "b", 83)),
                   by_descriptor(directory("CREATE", "manifests", 83))}}),
            "/etc/kubernetes/manifests");
}

}  // namespace
}  // namespace ak
