#include "lineage/mount_table.h"

#include <gtest/gtest.h>

#include <string>

namespace ak {
namespace {

// Of a node: systemd's automounts, a disk on /home, a home by NFS, pods, a user's program.
constexpr std::string_view kNode =
    "22 28 0:21 / /sys rw,nosuid shared:7 - sysfs sysfs rw\n"
    "23 28 0:22 / /proc rw,nosuid shared:14 - proc proc rw\n"
    "28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro\n"
    "31 23 0:28 / /proc/sys/fs/binfmt_misc rw shared:16 - autofs systemd-1 rw,fd=29,direct\n"
    "60 28 8:17 / /home rw,relatime shared:30 - xfs /dev/sdb1 rw,attr2\n"
    "61 60 0:50 / /home/nina rw shared:31 - nfs4 10.0.0.7:/export/nina rw,vers=4.2,hard\n"
    "62 61 0:51 / /home/nina/tmp rw shared:32 - tmpfs tmpfs rw\n"
    "63 60 0:52 / /home/u/my\\040files\\134 rw master:1 propagate_from:2 - fuse.sshfs u@h:/ rw\n"
    "70 28 0:60 / /var/lib/kubelet/pods/1/volumes/a rw shared:40 - overlay overlay rw\n"
    "71 28 0:61 / /mnt/disk rw - fuseblk /dev/sdc1 rw\n";

// Goes as a reader does, and returns the type of the mount that may hang, or that it ends on.
std::string end_of(const MountTable& table, const std::string& path) {
  const Mount* mount = table.root();
  for (std::size_t end = 0; end != std::string::npos && !mount->may_hang;) {
    end = path.find('/', end + 1);
    mount = &table.onto(*mount, path.substr(0, end));
  }
  return (mount->may_hang ? "!" : "") + mount->type;
}

TEST(MountTable, TellsWhatAPathLiesOn) {
  const MountTable table(kNode);
  ASSERT_NE(table.root(), nullptr);
  EXPECT_EQ(table.root()->id, 28U);
  for (const auto& [path, end] : {std::pair<const char*, const char*>{"/etc/passwd", "ext4"},
                                  {"/home", "xfs"},
                                  {"/home/ninah/x", "xfs"},
                                  {"/home/nina", "!nfs4"},
                                  {"/home/nina/tmp/x", "!nfs4"},
                                  {"/home/u/my", "xfs"},
                                  {"/home/u/my files\\/.kube", "!fuse.sshfs"},
                                  {"/var/lib/kubelet/pods/1/volumes/a/b", "overlay"},
                                  {"/proc/sys/fs/binfmt_misc", "!proc"},
                                  {"/mnt/disk/x", "fuseblk"}}) {
    EXPECT_EQ(end_of(table, path), end) << path;
  }
}

TEST(MountTable, KnowsWhichFileSystemsWaitForOthers) {
  for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "ceph", "afs", "lustre", "9p", "autofs",
                           "fuse", "fuse.sshfs", "fuse.glusterfs", "proc"}) {
    EXPECT_TRUE(may_never_answer(type)) << type;
  }
  for (const char* type :
       {"", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "fuseblk", "fusectl", "nfsd", "cgroup2"}) {
    EXPECT_FALSE(may_never_answer(type)) << type;
  }
}

TEST(MountTable, WhatIsMountedLastIsOnTop) {
  const std::string node(kNode);
  EXPECT_EQ(end_of(MountTable(node + "80 61 0:9 / /home/nina rw - tmpfs t rw\n"), "/home/nina/x"),
            "tmpfs");
  EXPECT_EQ(
      end_of(MountTable(node + "80 70 0:9 / /var/lib/kubelet/pods/1/volumes/a rw - fuse f rw\n"),
             "/var/lib/kubelet/pods/1/volumes/a"),
      "!fuse");
  // What it hides is not on the way.
  EXPECT_EQ(end_of(MountTable(node + "80 60 0:9 / /home rw - tmpfs t rw\n"), "/home/nina/x"),
            "tmpfs");
}

TEST(MountTable, TrustsTheRootAndWhatHoldsKubernetes) {
  const MountTable table(
      "1 0 0:1 / / rw - nfs server:/root rw\n"
      "2 1 0:2 / /etc rw - 9p share rw\n"
      "3 2 0:3 / /etc/kubernetes rw - fuse.x x rw\n"
      "4 3 0:4 / /etc/kubernetes/pki rw - nfs server:/pki rw\n"
      "5 1 0:5 / /home rw - nfs server:/home rw\n");
  EXPECT_EQ(end_of(table, "/var"), "nfs");
  EXPECT_EQ(end_of(table, "/etc/kubernetes/admin.conf"), "fuse.x");
  EXPECT_EQ(end_of(table, "/etc/kubernetes/pki"), "!nfs");
  EXPECT_EQ(end_of(table, "/home"), "!nfs");
}

// A user's process can keep whoever looks below /proc/PID/map_files waiting.
TEST(MountTable, DoesNotTrustProc) {
  const MountTable table(
      "1 0 0:1 / / rw - ext4 a rw\n"
      "2 1 0:2 / /proc rw - proc proc rw\n");
  EXPECT_EQ(end_of(table, "/proc/42/map_files"), "!proc");
}

TEST(MountTable, KnowsTheRootThatIsNoMount) {
  const MountTable table(
      "90 40 0:22 / /proc rw - proc proc rw\n"
      "91 40 0:23 / /home rw - nfs server:/ rw\n");
  ASSERT_NE(table.root(), nullptr);
  EXPECT_EQ(table.root()->id, 40U);
  EXPECT_EQ(end_of(table, "/home"), "!nfs");
}

TEST(MountTable, KnowsNothingOfWhatIsNoList) {
  for (const char* text :
       {"", "\n", "x", "1 2 3", "1 2 0:1 / / rw shared:1", "a b 0:1 / / rw - e"}) {
    EXPECT_EQ(MountTable(text).root(), nullptr) << text;
  }
  // Read while it changed: a ring.
  const MountTable ring(
      "1 0 0:1 / / rw - e e rw\n2 3 0:1 / /a rw - e e rw\n3 2 0:1 / /a rw - e e rw\n");
  EXPECT_EQ(ring.onto({2, "x", false}, "/a").type, "e");
}

}  // namespace
}  // namespace ak
