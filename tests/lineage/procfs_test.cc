#include "lineage/procfs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/limits.h"

namespace ak {
namespace {

namespace fs = std::filesystem;

// A procfs of our own making.
class FakeProc : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "ak-proc-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    write("stat", "cpu 1 2 3\nbtime 1000\n");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& content) {
    fs::create_directories((fs::path(root_) / name).parent_path());
    std::ofstream(fs::path(root_) / name, std::ios::binary) << content;
  }

  void add(const std::string& pid, const std::string& comm, const std::string& exe,
           const std::string& cmdline) {
    write(pid + "/stat",
          pid + " (" + comm + ") S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 250 6 7 8 9\n");
    write(pid + "/cmdline", cmdline);
    if (!exe.empty()) fs::create_symlink(exe, fs::path(root_) / pid / "exe");
  }

  std::string root_;
  Counters counters_;
};

using namespace std::string_literals;

TEST_F(FakeProc, ReadsAProcess) {
  add("42", "deploy.sh", "/usr/bin/bash", "bash\0/opt/deploy.sh\0"s);
  write("42/status", "Name:\tdeploy.sh\nUid:\t1000\t0\t0\t0\nGid:\t100\t5\t5\t5\n");
  const auto snapshot = ProcFs("h", counters_, root_).read(42);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->ppid, 7);
  EXPECT_EQ(snapshot->user, 0);
  EXPECT_EQ(snapshot->group, 5);
  EXPECT_EQ(snapshot->start, 1000000 + 250 * 1000 / sysconf(_SC_CLK_TCK));
  EXPECT_EQ(snapshot->name, "deploy.sh");
  EXPECT_EQ(snapshot->executable, "/usr/bin/bash");
  EXPECT_EQ(snapshot->args, (std::vector<std::string>{"bash", "/opt/deploy.sh"}));
}

TEST_F(FakeProc, TellsThreadsFromProcesses) {
  write("42/status", "Name:\tx\nTgid:\t42\nPid:\t42\n");
  write("43/status", "Name:\tx\nTgid:\t42\nPid:\t43\n");
  EXPECT_EQ(ProcFs("h", counters_, root_).process_of(42), 42);
  EXPECT_EQ(ProcFs("h", counters_, root_).process_of(43), 42);
  EXPECT_EQ(ProcFs("h", counters_, root_).process_of(44), std::nullopt);
}

TEST_F(FakeProc, NamesAreUncutAndDeletedProgramsKeepTheirPath) {
  add("42", "a-script-with-a", "/usr/bin/bash", "bash\0/opt/a-script-with-a-long-name.sh\0"s);
  EXPECT_EQ(ProcFs("h", counters_, root_).read(42)->name, "a-script-with-a-long-name.sh");
  add("43", "x", "/tmp/x (deleted)", "x\0"s);
  EXPECT_EQ(ProcFs("h", counters_, root_).read(43)->executable, "/tmp/x");
}

TEST_F(FakeProc, KernelThreadsHaveNeitherExecutableNorArguments) {
  add("2", "kthreadd", "", "");
  const auto snapshot = ProcFs("h", counters_, root_).read(2);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->name, "kthreadd");
  EXPECT_EQ(snapshot->executable, "");
  EXPECT_TRUE(snapshot->args.empty());
}

TEST_F(FakeProc, WhoIsEndingIsNotNamedAsItCalledItself) {
  write("42/stat", "42 (kubeadm) Z 7 42 42 0 -1 4228108 1 2 3 4 5 6 7 8 20 0 1 0 250 6 7 8 9\n");
  const auto snapshot = ProcFs("h", counters_, root_).read(42);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->ppid, 7);
  EXPECT_EQ(snapshot->name, "");
  EXPECT_EQ(snapshot->executable, "");
}

TEST_F(FakeProc, ManyGroupsDoNotHideAPidNamespace) {
  std::string groups;
  for (int i = 0; i < 65536; ++i) groups += " 4294967294";
  write("42/status", "Name:\tsh\nGroups:\t" + groups + "\nNSpid:\t42\t7\n");
  EXPECT_TRUE(ProcFs("h", counters_, root_).is_in_pid_namespace(42));
}

TEST_F(FakeProc, AChildInAGroupOfOthersMayBeAdopted) {
  const auto put = [&](const std::string& pid, const std::string& ids) {
    write(pid + "/stat", pid + " (x) S " + ids + " 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 250 6 7 8 9\n");
    write(pid + "/status", "Name:\tx\nNSpid:\t" + pid + "\n");
  };
  put("7", "1 7 7");
  put("8", "1 7 6");
  const struct {
    std::string ids;  // parent, group, session
    int parent;
    bool is_adopted;
  } cases[] = {
      {"7 7 7", 7, false}, {"7 42 7", 7, false}, {"7 42 42", 7, false}, {"7 9 7", 7, true},
      {"8 7 7", 8, true},  {"8 7 6", 8, false},  {"3 9 9", 3, false},
  };
  for (const auto& c : cases) {
    put("42", c.ids);
    EXPECT_EQ(ProcFs("h", counters_, root_).may_be_adopted(42, c.parent), c.is_adopted) << c.ids;
  }
  write("7/status", "Name:\tx\nNSpid:\t7\t1\n");
  put("42", "7 7 7");
  EXPECT_TRUE(ProcFs("h", counters_, root_).may_be_adopted(42, 7));
}

TEST_F(FakeProc, ArgumentsBeyondTheBoundAreLeftOutWhole) {
  const std::string at(limits::kMaxProcessArgsBytes - 3, 'x');
  add("42", "x", "/x", "a\0"s + at + "\0"s);
  EXPECT_EQ(ProcFs("h", counters_, root_).read(42)->args, (std::vector<std::string>{"a", at}));
  EXPECT_FALSE(ProcFs("h", counters_, root_).read(42)->lacks_args);
  add("43", "x", "/x", "a\0"s + at + "x\0"s);
  EXPECT_EQ(ProcFs("h", counters_, root_).read(43)->args, (std::vector<std::string>{"a"}));
  EXPECT_TRUE(ProcFs("h", counters_, root_).read(43)->lacks_args);
  add("44", "x", "/x", "a\0"s + at + "\0b\0"s);
  EXPECT_EQ(ProcFs("h", counters_, root_).read(44)->args, (std::vector<std::string>{"a", at}));
  EXPECT_TRUE(ProcFs("h", counters_, root_).read(44)->lacks_args);
}

TEST_F(FakeProc, NothingForWhatIsNotThere) {
  const ProcFs procfs("h", counters_, root_);
  EXPECT_FALSE(procfs.read(42));
  EXPECT_FALSE(procfs.read(0));
  EXPECT_FALSE(procfs.read(-1));
  write("44/stat", "garbage");
  EXPECT_FALSE(procfs.read(44));
  add("45", "x", "/x", "");
  EXPECT_FALSE(ProcFs("h", counters_, root_ + "/none").read(45));
  fs::remove(fs::path(root_) / "stat");
  EXPECT_FALSE(ProcFs("h", counters_, root_).read(45));
}

TEST_F(FakeProc, ListsProcessesOnly) {
  add("42", "x", "/x", "");
  add("7", "y", "/y", "");
  fs::create_directories(fs::path(root_) / "sys");
  auto pids = ProcFs("h", counters_, root_).pids();
  std::sort(pids.begin(), pids.end());
  EXPECT_EQ(pids, (std::vector<std::int64_t>{7, 42}));
  EXPECT_TRUE(ProcFs("h", counters_, root_ + "/none").pids().empty());
}

TEST(ProcFs, KnowsThisVeryProcess) {
  Counters counters;
  const ProcFs procfs("h", counters);
  const auto self = procfs.read(getpid());
  ASSERT_TRUE(self);
  EXPECT_EQ(self->ppid, getppid());
  EXPECT_EQ(self->executable, fs::read_symlink("/proc/self/exe").string());
  EXPECT_EQ(self->name, fs::path(self->executable).filename().string());
  EXPECT_FALSE(self->args.empty());
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  EXPECT_LE(self->start, now);
  EXPECT_GT(self->start, now - 3600 * 1000);
  const auto pids = procfs.pids();
  EXPECT_NE(std::find(pids.begin(), pids.end(), getpid()), pids.end());
}

// Of two processes that had a pid one after the other, the times must tell.
TEST(ProcFs, TellsAStartByTheClockAndNoLater) {
  const auto now = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const auto before = now();
  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  const auto after = now();
  Counters counters;
  const ProcFs procfs("h", counters);
  const auto start = procfs.start(child);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  ASSERT_TRUE(start);
  EXPECT_LE(*start, after);
  EXPECT_LE(before, *start + procfs.start_error() + 1);
  EXPECT_LE(procfs.start_error(), 20);
}

TEST_F(FakeProc, TellsTheStartTheSessionAndTheContainer) {
  add("42", "sh", "/bin/sh", "sh\0"s);
  write("42/sessionid", "17");
  write("42/cgroup", "0::/system.slice/docker-" + std::string(64, 'a') + ".scope\n");
  const ProcFs proc("h", counters_, root_);
  EXPECT_EQ(proc.start(42), proc.read(42)->start);
  EXPECT_EQ(proc.read(42)->session, 17);
  EXPECT_EQ(proc.container(42), std::string(64, 'a'));
  EXPECT_EQ(proc.parent(42), 7);
  EXPECT_EQ(proc.start(43), std::nullopt);
  EXPECT_EQ(proc.parent(43), std::nullopt);
  EXPECT_EQ(proc.container(43), "");
}

TEST_F(FakeProc, HugeCgroupFilesAreReadToTheCap) {
  add("42", "sh", "/bin/sh", "sh\0"s);
  const std::string known = "0::/docker/" + std::string(64, 'a') + "\n";
  write("42/cgroup", std::string(limits::kMaxCgroupBytes - known.size(), '\n') + known);
  EXPECT_NE(ProcFs("h", counters_, root_).container(42), "");
  write("42/cgroup", std::string(limits::kMaxCgroupBytes, '\n') + known);
  EXPECT_EQ(ProcFs("h", counters_, root_).container(42), "");
}

TEST(ProcFs, TellsAThreadOfThisProgramFromTheProgram) {
  Counters counters;
  const ProcFs real("h", counters);
  EXPECT_EQ(real.process_of(getpid()), getpid());
  std::thread([&] { EXPECT_EQ(real.process_of(gettid()), getpid()); }).join();
}

// A user can have whoever reads his process's memory wait: here it is a pipe that nobody writes to.
TEST_F(FakeProc, DoesNotWaitForArgumentsNorReadThatUsersAgain) {
  for (const char* const pid : {"42", "43", "44"}) {
    add(pid, "x", "/usr/bin/x", "x");
    const std::string user = pid == std::string_view("44") ? "0" : "1000";
    write(std::string(pid) + "/status", "Name:\tx\nUid:\t" + user + "\t" + user + "\t0\t0\n");
  }
  const std::string pipe = root_ + "/42/cmdline";
  fs::remove(pipe);
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const ProcFs proc("h", counters_, root_, std::chrono::milliseconds(50));
  const auto late = proc.read(42);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->executable, "/usr/bin/x");
  EXPECT_TRUE(late->args.empty() && late->lacks_args);
  EXPECT_EQ(counters_.unread_arguments, 1U);
  EXPECT_TRUE(proc.read(43)->lacks_args) << "it is of the same user";
  EXPECT_EQ(counters_.unread_arguments, 2U);
  EXPECT_EQ(proc.read(44)->args, std::vector<std::string>{"x"});
  std::ofstream(pipe) << "late";
}

// Root of a container is root here, too.
TEST_F(FakeProc, LetsRootsProcessesAloneByTheirCgroups) {
  for (const char* const pid : {"42", "43", "44"}) {
    add(pid, "x", "/usr/bin/x", "x");
    write(std::string(pid) + "/status", "Name:\tx\nUid:\t0\t0\t0\t0\n");
    write(std::string(pid) + "/cgroup", pid == std::string_view("44") ? "0::/a\n" : "0::/pod\n");
  }
  const std::string pipe = root_ + "/42/cmdline";
  fs::remove(pipe);
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const ProcFs proc("h", counters_, root_, std::chrono::milliseconds(50));
  EXPECT_TRUE(proc.read(42)->lacks_args);
  EXPECT_TRUE(proc.read(43)->lacks_args) << "it is in the same cgroup";
  EXPECT_EQ(proc.read(44)->args, std::vector<std::string>{"x"});
  EXPECT_EQ(counters_.unread_arguments, 2U);
  std::ofstream(pipe) << "late";
}

}  // namespace
}  // namespace ak
