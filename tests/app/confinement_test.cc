// What is refused once the program has given up what it does not need. Each case runs in a process
// of its own, which cannot take it back.
#include "app/confinement.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <thread>

#include "app/program.h"
#include "app/read_only_view.h"
#include "app/write_limits.h"

namespace ak::app {
namespace {

constexpr SyscallNeeds kDaemon = {.write_files = true, .unix_sockets = true, .audit_netlink = true};
constexpr SyscallNeeds kLogReader = {};

// Ends a child with what `call` leaves in errno; 0: it did what it should.
void end_with(const SyscallNeeds& needs, const std::function<bool()>& call) {
  if (!filter_syscalls(needs).empty()) ::_exit(99);
  errno = 0;
  ::_exit(call() ? 0 : errno);
}

struct Case {
  const char* name;
  std::function<bool()> call;
  int error = 0;
};

long number(long call, long a = 0, long b = 0, long c = 0) {
  return ::syscall(call, a, b, c, 0, 0);
}

#ifndef AK_SANITIZED  // the sanitizers need some of these
TEST(SyscallFilter, EndsTheProcessThatTriesWhatAnIntruderWould) {
  const std::vector<Case> cases = {
      {"execve", [] { return ::execl("/bin/true", "true", nullptr) == 0; }},
      {"execveat", [] { return number(SYS_execveat, AT_FDCWD) == 0; }},
      {"fork", [] { return number(SYS_clone, SIGCHLD) >= 0; }},
      {"ptrace", [] { return number(SYS_ptrace) >= 0; }},
      {"process_vm_writev", [] { return number(SYS_process_vm_writev, 1) >= 0; }},
      {"mount", [] { return number(SYS_mount) >= 0; }},
      {"open_tree", [] { return number(SYS_open_tree, AT_FDCWD, 0, OPEN_TREE_CLONE) >= 0; }},
      {"unshare", [] { return number(SYS_unshare) >= 0; }},
      {"setns", [] { return number(SYS_setns) >= 0; }},
      {"bpf", [] { return number(SYS_bpf) >= 0; }},
      {"finit_module", [] { return number(SYS_finit_module) >= 0; }},
      {"io_uring_setup", [] { return number(SYS_io_uring_setup) >= 0; }},
      {"open_by_handle_at", [] { return number(SYS_open_by_handle_at) >= 0; }},
      {"setuid", [] { return number(SYS_setuid) >= 0; }},
      {"keyctl", [] { return number(SYS_keyctl) >= 0; }},
  };
  for (const SyscallNeeds& needs : {kDaemon, kLogReader}) {
    for (const Case& c : cases) {
      EXPECT_EXIT(end_with(needs, c.call), testing::KilledBySignal(SIGSYS), "") << c.name;
    }
  }
}

TEST(SyscallFilter, LetsNoMemoryBecomeAProgram) {
  const auto map = [](int protection) {
    return ::mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  };
  const std::vector<Case> cases = {
      {"written and executed", [&] { return map(PROT_WRITE | PROT_EXEC) != MAP_FAILED; }, ENOSYS},
      {"executed later",
       [&] { return ::mprotect(map(PROT_READ | PROT_WRITE), 4096, PROT_EXEC) == 0; }, ENOSYS},
      {"written", [&] { return map(PROT_READ | PROT_WRITE) != MAP_FAILED; }},
      {"read only later",
       [&] { return ::mprotect(map(PROT_READ | PROT_WRITE), 4096, PROT_READ) == 0; }},
  };
  for (const Case& c : cases) {
    EXPECT_EXIT(end_with(kDaemon, c.call), testing::ExitedWithCode(c.error), "") << c.name;
  }
}
#endif

TEST(SyscallFilter, HasSocketsOfTheFamiliesThatTheRoleNeeds) {
  struct Socket {
    int family, type, protocol;
    bool daemon, log_reader;
  };
  const std::vector<Socket> sockets = {
      {AF_UNIX, SOCK_STREAM, 0, true, false},
      {AF_UNIX, SOCK_DGRAM, 0, true, false},
      {AF_NETLINK, SOCK_RAW, NETLINK_AUDIT, true, false},
      {AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, false, false},
      {AF_INET, SOCK_STREAM, 0, false, false},
      {AF_INET, SOCK_DGRAM, 0, false, false},
      {AF_INET6, SOCK_STREAM, 0, false, false},
      {AF_PACKET, SOCK_RAW, 0, false, false},
      {AF_VSOCK, SOCK_STREAM, 0, false, false},
  };
  for (const Socket& s : sockets) {
    const auto call = [&] { return ::socket(s.family, s.type | SOCK_CLOEXEC, s.protocol) >= 0; };
    EXPECT_EXIT(end_with(kDaemon, call), testing::ExitedWithCode(s.daemon ? 0 : ENOSYS), "")
        << s.family << " " << s.protocol;
    EXPECT_EXIT(end_with(kLogReader, call), testing::ExitedWithCode(s.log_reader ? 0 : ENOSYS), "")
        << s.family << " " << s.protocol;
  }
}

TEST(SyscallFilter, LetsALogReaderReadAndNotWrite) {
  const test::Directory directory;
  const std::string path = directory.write("log", "text");
  const auto open = [&](int flags) {
    return [=] { return ::open(path.c_str(), flags | O_CLOEXEC, 0600) >= 0; };
  };
  const std::vector<Case> cases = {
      {"read", open(O_RDONLY)},
      {"write", open(O_WRONLY), ENOSYS},
      {"append", open(O_RDWR | O_APPEND), ENOSYS},
      {"truncate", open(O_RDONLY | O_TRUNC), ENOSYS},
      {"make", [&] { return ::open((path + "2").c_str(), O_RDONLY | O_CREAT, 0600) >= 0; }, ENOSYS},
      {"remove", [&] { return ::unlink(path.c_str()) == 0; }, ENOSYS},
      {"place of a file",
       [&] { return number(SYS_open_tree, AT_FDCWD, reinterpret_cast<long>(path.c_str())) >= 0; },
       ENOSYS},
      {"rename", [&] { return ::rename(path.c_str(), (path + "2").c_str()) == 0; }, ENOSYS},
      {"chmod", [&] { return ::chmod(path.c_str(), 0644) == 0; }, ENOSYS},
  };
  for (const Case& c : cases) {
    EXPECT_EXIT(end_with(kLogReader, c.call), testing::ExitedWithCode(c.error), "") << c.name;
  }
  EXPECT_EQ(test::read_text(path), "text");
}

TEST(SyscallFilter, LetsTheDaemonWriteAndMakeNothingSetuid) {
  const test::Directory directory;
  const std::string path = directory.write("file", "text");
  const std::vector<Case> cases = {
      {"append", [&] { return ::open(path.c_str(), O_WRONLY | O_APPEND) >= 0; }},
      {"mode", [&] { return ::chmod(path.c_str(), 0640) == 0; }},
      {"setuid", [&] { return ::chmod(path.c_str(), 04755) == 0; }, ENOSYS},
      {"setgid", [&] { return ::fchmod(::open(path.c_str(), O_RDONLY), 02755) == 0; }, ENOSYS},
      {"thread",
       [] {
         bool ran = false;
         std::thread([&] { ran = true; }).join();
         return ran;
       }},
      {"place of a file",
       [&] { return number(SYS_open_tree, AT_FDCWD, reinterpret_cast<long>(path.c_str())) >= 0; }},
      {"file in memory", [] { return number(SYS_memfd_create) >= 0; }, ENOSYS},
  };
  for (const Case& c : cases) {
    EXPECT_EXIT(end_with(kDaemon, c.call), testing::ExitedWithCode(c.error), "") << c.name;
  }
}

TEST(WriteLimits, AdmitOnlyTheDirectoriesGiven) {
  if (number(SYS_landlock_create_ruleset, 0, 0, 1) < 1) GTEST_SKIP() << "no Landlock here";
  const test::Directory inside;
  const test::Directory outside;
  const std::string foreign = outside.write("file", "text");
  inside.write("file", "text");
  const auto make = [](const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
  };
  const std::vector<Case> cases = {
      {"make", [&] { return make(inside.file("new")); }},
      {"replace",
       [&] { return ::rename(inside.file("new").c_str(), inside.file("file").c_str()) == 0; }},
      {"directory", [&] { return ::mkdir(inside.file("d").c_str(), 0700) == 0; }},
      {"remove", [&] { return ::unlink(inside.file("file").c_str()) == 0; }},
      {"truncate outside",
       [&] { return ::open(foreign.c_str(), O_RDWR | O_TRUNC | O_CLOEXEC) >= 0; }, EACCES},
      {"make outside", [&] { return make(outside.file("new")); }, EACCES},
      {"remove outside", [&] { return ::unlink(foreign.c_str()) == 0; }, EACCES},
      {"read outside", [&] { return ::open(foreign.c_str(), O_RDONLY | O_CLOEXEC) >= 0; }},
      {"execute", [] { return ::execl("/bin/true", "true", nullptr) == 0; }, EACCES},
  };
  for (const Case& c : cases) {
    const auto run = [&] {
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
      if (!write_only_below({inside.file("")}).empty()) ::_exit(99);
      errno = 0;
      ::_exit(c.call() ? 0 : errno);
    };
    EXPECT_EXIT(run(), testing::ExitedWithCode(c.error), "") << c.name;
  }
  EXPECT_EQ(test::read_text(foreign), "text");
}

TEST(ReadOnlyView, LetsOnlyTheDirectoriesGivenBeWritten) {
  if (std::system("unshare -m true >/dev/null 2>&1") != 0) GTEST_SKIP() << "cannot mount here";
  const test::Directory inside;
  const test::Directory outside;
  const std::string foreign = outside.write("file", "text");
  inside.write("file", "text");
  inside.write("below/file", "text");
  const auto make = [](const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
  };
  const std::string self = "/proc/" + std::to_string(::getpid()) + "/exe";
  char target[4096];
  const std::vector<Case> cases = {
      {"make", [&] { return make(inside.file("new")); }},
      {"replace",
       [&] { return ::rename(inside.file("new").c_str(), inside.file("file").c_str()) == 0; }},
      {"directory", [&] { return ::mkdir(inside.file("d").c_str(), 0700) == 0; }},
      {"remove", [&] { return ::unlink(inside.file("file").c_str()) == 0; }},
      {"make below", [&] { return make(inside.file("below/new")); }},
      {"truncate outside",
       [&] { return ::open(foreign.c_str(), O_RDWR | O_TRUNC | O_CLOEXEC) >= 0; }, EROFS},
      {"make outside", [&] { return make(outside.file("new")); }, EROFS},
      {"make in /", [&] { return make("/new"); }, EROFS},
      {"write to /proc", [&] { return make("/proc/sys/kernel/core_pattern"); }, EROFS},
      {"remove outside", [&] { return ::unlink(foreign.c_str()) == 0; }, EROFS},
      {"read outside", [&] { return ::open(foreign.c_str(), O_RDONLY | O_CLOEXEC) >= 0; }},
      {"what others run", [&] { return ::readlink(self.c_str(), target, sizeof target) > 0; }},
  };
  for (const Case& c : cases) {
    const auto run = [&] {
      if (!see_read_only_but({inside.file("below"), inside.file("")}).empty()) ::_exit(99);
      errno = 0;
      ::_exit(c.call() ? 0 : errno);
    };
    EXPECT_EXIT(run(), testing::ExitedWithCode(c.error), "") << c.name;
  }
  EXPECT_EQ(test::read_text(foreign), "text");
  EXPECT_EQ(test::read_text(inside.file("file")), "") << "the host sees what was written";
}

// The listener of the socket that there is by default.
sink::UnixListener::Options& listener(Config& config) {
  return std::get<sink::SocketOptions>(config.sinks.at(1).options).listener;
}

TEST(Capabilities, KeepWhatConfiguredOwnersNeed) {
  Config config;
  EXPECT_FALSE(daemon_needs(config).capabilities.change_owners);
  listener(config).group = 4;
  EXPECT_FALSE(daemon_needs(config).capabilities.change_owners);
  EXPECT_EQ(daemon_needs(config).capabilities.groups, std::vector<gid_t>{4});
  listener(config).owner = 1000;
  EXPECT_TRUE(daemon_needs(config).capabilities.change_owners);
}

TEST(Capabilities, KeepWhatSinksNeed) {
  Config config;
  EXPECT_FALSE(daemon_needs(config).capabilities.write_everywhere);
  config.sinks = {{"agent", false, {}, sink::ConnectOptions{}}};
  EXPECT_FALSE(daemon_needs(config).capabilities.write_everywhere);
  config.sinks[0].enabled = true;
  EXPECT_TRUE(daemon_needs(config).capabilities.write_everywhere);

  sink::FileOptions file;
  file.path = "/var/log/kube/alerts.json";
  config.sinks = {{"file", true, {}, file}};
  const Needs needs = daemon_needs(config);
  EXPECT_FALSE(needs.capabilities.write_everywhere);
  EXPECT_EQ(needs.directories.back().path, "/var/log/kube");
  file.owner = 1000;
  config.sinks = {{"file", true, {}, file}};
  EXPECT_TRUE(daemon_needs(config).capabilities.write_everywhere);
  EXPECT_TRUE(daemon_needs(config).capabilities.change_owners);
}

// A file of root's is given to a group of the configuration without a capability for it, and to no
// other.
TEST(Capabilities, GiveFilesToConfiguredGroupsOnly) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root";
  const test::Directory directory;
  const std::string path = directory.write("file", "text");
  const auto give = [&](gid_t group) {
    if (!keep_only({.groups = {4}}).empty()) ::_exit(99);
    ::_exit(::chown(path.c_str(), static_cast<uid_t>(-1), group) == 0 ? 0 : errno);
  };
  EXPECT_EXIT(give(4), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(give(5), testing::ExitedWithCode(EPERM), "");
}

// Whose child a process is, and what it runs, shows in /proc alone when its start was not seen.
TEST(Confinement, LetsTheDaemonSeeWhatOthersRun) {
  const test::Directory directory;
  Config config;
  config.run_directory = directory.file("run");
  config.store.directory = directory.file("store");
  config.sinks.clear();
  config.health.socket_path.clear();
  const std::string link = "/proc/" + std::to_string(::getpid()) + "/exe";
  const auto look = [&] {
    if (!confine(daemon_needs(config)).empty()) ::_exit(99);
    char target[4096];
    ::_exit(::readlink(link.c_str(), target, sizeof target) > 0 ? 0 : errno);
  };
  EXPECT_EXIT(look(), testing::ExitedWithCode(0), "");
}

TEST(Confinement, SaysWhatAReloadCannotHave) {
  Config config;
  const Needs kept = daemon_needs(config);
  EXPECT_TRUE(beyond(kept, kept).empty());
  listener(config).path = "/run/audisp-kube-2/alerts.sock";
  EXPECT_TRUE(beyond(kept, daemon_needs(config)).empty());
  listener(config).group = 4;
  const std::vector<std::string> expected = {
      "files can be given to another owner or group after the next start only"};
  EXPECT_EQ(beyond(kept, daemon_needs(config)), expected);
}

}  // namespace
}  // namespace ak::app
