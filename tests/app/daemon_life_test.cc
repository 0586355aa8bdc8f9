// How a daemon begins and ends, whoever started it and in whatever order it is told to stop.
#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "app/daemon_fixture.h"

namespace ak::test {
namespace {

class DaemonLife : public Daemon {
 protected:
  void hold_lock() {
    std::filesystem::create_directory(directory_.file("run"));
    lock_.reset(::open(directory_.write("run/daemon.lock", "4242\n").c_str(), O_RDWR | O_CLOEXEC));
    ASSERT_EQ(::flock(lock_.get(), LOCK_EX | LOCK_NB), 0);
  }

  // Starts it without waiting for it to be there. `shell`: as of Process.
  void start_unready(const std::string& shell = "") {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    auditd_ = UniqueFd(ends[0]);
    const UniqueFd plugin(ends[1]);
    process_ = std::make_unique<Process>(directory_, arguments(), plugin.get(), -1, shell);
  }

  bool syslog_says(const std::string& text) {
    return eventually([&] { return syslog().find(text) != std::string::npos; });
  }

  UniqueFd lock_;
};

TEST_F(DaemonLife, DoesNotStartBesideAnother) {
  hold_lock();
  start_unready();
  EXPECT_EQ(process_->wait(), 3);
  EXPECT_NE(process_->err().find("another audisp-kube runs, process 4242 has "), std::string::npos)
      << process_->err();
  EXPECT_NE(syslog().find("another audisp-kube runs"), std::string::npos);
}

TEST_F(DaemonLife, TakesOverFromOneThatEndsAndHasWhatCameMeanwhile) {
  hold_lock();
  start_unready();
  send(story_);
  // All of it was read, though the lock is held.
  ASSERT_TRUE(eventually([&] {
    int unread = 1;
    return ::ioctl(auditd_.get(), SIOCOUTQ, &unread) == 0 && unread == 0;
  }));
  EXPECT_EQ(syslog_alerts(), 0U);
  lock_.reset();
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

TEST_F(DaemonLife, ObeysSigtermWhileItWaits) {
  hold_lock();
  start_unready();
  send("x\n");
  ASSERT_TRUE(eventually([&] {
    int unread = 1;
    return ::ioctl(auditd_.get(), SIOCOUTQ, &unread) == 0 && unread == 0;
  }));
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_TRUE(says("stopped while another")) << process_->err();
}

TEST_F(DaemonLife, ForgetsALockWhoseHolderWasKilled) {
  start();
  process_->signal(SIGKILL);
  EXPECT_EQ(process_->wait(), -1);
  start();
}

TEST_F(DaemonLife, StartsWithoutALockWhenItCannotHaveOne) {
  directory_.write("run", "not a directory");
  start();
  EXPECT_TRUE(says("run/daemon.lock: Not a directory; a second")) << process_->err();
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

// The value of a line of /proc/PID/status.
std::string status_of(pid_t pid, const std::string& name) {
  for (const std::string& line :
       split_lines(read_text("/proc/" + std::to_string(pid) + "/status"))) {
    if (line.rfind(name + ":\t", 0) == 0) return line.substr(name.size() + 2);
  }
  return "no " + name;
}

TEST_F(DaemonLife, GivesUpAllThatItDoesNotNeed) {
  start();
  const pid_t pid = process_->pid();
  EXPECT_EQ(status_of(pid, "NoNewPrivs"), "1");
  EXPECT_EQ(status_of(pid, "Seccomp"), "2");
  EXPECT_EQ(status_of(pid, "CapInh"), "0000000000000000");
  EXPECT_EQ(status_of(pid, "CapAmb"), "0000000000000000");
  // AUDIT_CONTROL, SYS_PTRACE, DAC_READ_SEARCH, and of others only what it was started with.
  const std::uint64_t kept = std::stoull(status_of(pid, "CapEff"), nullptr, 16);
  EXPECT_EQ(kept & ~((1ULL << 30) | (1ULL << 19) | (1ULL << 2)), 0U);
  EXPECT_EQ(status_of(pid, "CapPrm"), status_of(pid, "CapEff"));
  const std::string empty = ::geteuid() == 0 ? "0000000000000000" : status_of(pid, "CapBnd");
  EXPECT_EQ(status_of(pid, "CapBnd"), empty);
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST_F(DaemonLife, MakesItsFilesForTheirOwnerWhateverTheUmask) {
  for (const mode_t mask : {0000, 0077, 0777}) {
    std::filesystem::remove_all(directory_.file("run"));
    const mode_t old = ::umask(mask);
    start();
    ::umask(old);
    ASSERT_TRUE(eventually([&] { return bool(connect()); }));
    EXPECT_EQ(mode_of(directory_.file("run")), 0755U);
    EXPECT_EQ(mode_of(directory_.file("run/daemon.lock")), 0600U);
    EXPECT_EQ(mode_of(directory_.file("alerts.sock")), 0600U);
    auditd_.reset();
    EXPECT_EQ(process_->wait(), 0);
  }
}

}  // namespace
}  // namespace ak::test
