// A daemon that is started by who knows whom: with signals blocked or ignored, descriptors closed,
// limits tight, disks full.
#include <fcntl.h>

#include "app/daemon_fixture.h"

namespace ak::test {
namespace {

struct Start {
  const char* name;
  std::string shell;
};

void PrintTo(const Start& start, std::ostream* out) {
  *out << start.name;
}

const Start kStarts[] = {
    {"signals ignored", R"(trap "" HUP INT TERM USR1 PIPE; exec "$0" "$@")"},
    {"output closed", R"(exec "$0" "$@" >&-)"},
    {"error closed", R"(exec "$0" "$@" 2>&-)"},
    {"both closed", R"(exec "$0" "$@" >&- 2>&-)"},
    {"output full", R"(exec "$0" "$@" >/dev/full 2>/dev/full)"},
    {"umask that denies all", R"(umask 777; exec "$0" "$@")"},
    {"umask that denies nothing", R"(umask 0; exec "$0" "$@")"},
    {"few descriptors", R"(ulimit -n 24; exec "$0" "$@")"},
    {"no core file", R"(ulimit -c 0; exec "$0" "$@")"},
    {"no environment", R"(exec env -i "$0" "$@")"},
    {"foreign locale", R"(LC_ALL=tr_TR.UTF-8 LANG=xx exec "$0" "$@")"},
    {"large environment",
     R"(A=$(head -c 100000 /dev/zero | tr '\0' x); export A; B=$A C=$A D=$A exec "$0" "$@")"},
    {"odd time zone", R"(TZ=:/no/such/zone exec "$0" "$@")"},
    {"lowest priority", R"(exec nice -n 19 "$0" "$@")"},
    {"elsewhere", R"(cd /proc && exec "$0" "$@")"},
};

class OddStart : public Daemon, public testing::WithParamInterface<Start> {
 protected:
  void start_by(const std::string& shell) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    auditd_ = UniqueFd(ends[0]);
    const UniqueFd plugin(ends[1]);
    process_ = std::make_unique<Process>(directory_, arguments(), plugin.get(), -1, shell);
    ASSERT_TRUE(syslog_says("started with 3 detections")) << process_->err();
  }

  bool syslog_says(const std::string& text) {
    return eventually([&] { return syslog().find(text) != std::string::npos; });
  }
};

TEST_P(OddStart, IsAStartLikeAnyOther) {
  start_by(GetParam().shell);
  process_->signal(SIGHUP);
  ASSERT_TRUE(syslog_says("reloaded with 3 detections")) << process_->err();
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  EXPECT_TRUE(eventually([&] { return bool(connect()); }));
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(Daemon, OddStart, testing::ValuesIn(kStarts));

using OddDaemon = OddStart;

// Else the first socket would be standard error, and get every complaint.
TEST_F(OddDaemon, HasNothingOfItsOwnWhereADescriptorWasClosed) {
  start_by(R"(exec "$0" "$@" >&- 2>&-)");
  const std::string fds = "/proc/" + std::to_string(process_->pid()) + "/fd/";
  for (const char* fd : {"1", "2"}) {
    EXPECT_EQ(std::filesystem::read_symlink(fds + fd), "/dev/null") << fd;
  }
}

TEST_F(OddDaemon, EndsAtOnceWithoutInput) {
  for (const char* shell :
       {R"(exec "$0" "$@" <&-)", R"(exec "$0" "$@" </dev/null)", R"(: | exec "$0" "$@")"}) {
    start_by(shell);
    EXPECT_EQ(process_->wait(), 0) << shell;
  }
}

TEST_F(OddDaemon, SaysThatItCannotReadWhatIsNotToBeRead) {
  start_by(R"(exec "$0" "$@" </)");
  EXPECT_EQ(process_->wait(), 3);
  EXPECT_TRUE(syslog_says("cannot read standard input: Is a directory")) << syslog();
}

TEST_F(OddDaemon, ReadsAFileOrAPipeToItsEnd) {
  const std::string path = directory_.write("story", story_);
  for (const std::string& shell :
       {"exec \"$0\" \"$@\" <" + path, "cat " + path + " | \"$0\" \"$@\""}) {
    // Nothing is known of the run before, which has seen the same records.
    std::filesystem::remove_all(directory_.file("store"));
    received_.clear();
    start_by(shell);
    EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << shell << syslog();
    EXPECT_EQ(process_->wait(), 0) << shell;
  }
}

// Nobody but root may mount, and not everywhere.
bool may_mount() {
  return std::system("unshare -m mount -t tmpfs tmpfs /mnt >/dev/null 2>&1") == 0;
}

class OddDisk : public OddStart {
 protected:
  void SetUp() override {
    if (!may_mount()) GTEST_SKIP() << "cannot mount here";
  }

  // With a file system of its own on `run`, prepared by `script`.
  [[nodiscard]] std::string with_run(const std::string& script) const {
    const std::string run = directory_.file("run");
    return "exec unshare -m sh -c 'mkdir -p " + run + " && cd " + run + " && { " + script +
           "; } && exec \"$0\" \"$@\"' \"$0\" \"$@\"";
  }
};

TEST_F(OddDisk, AFullOneKeepsNoAlertFromSyslog) {
  start_by(
      with_run("mount -t tmpfs -o size=64k tmpfs . && cd . && "
               "{ head -c 1000000 /dev/zero >" +
               directory_.file("run") + "/filler; true; }"));
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
}

TEST_F(OddDisk, AReadOnlyRootKeepsNoAlertFromSyslog) {
  start_by(
      with_run("mount -t tmpfs tmpfs /var/empty 2>/dev/null; mount --make-rprivate / && "
               "mount -o remount,bind,ro /"));
  EXPECT_TRUE(syslog_says("Read-only file system")) << syslog();
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
}

// Only event time decides: nothing is lost or held back when the clock is set.
TEST_F(OddDaemon, AlertsWhenTheClockIsSetBackAndForward) {
  start();
  std::size_t expected = 0;
  for (const char* stamp : {"1810", "1790", "1830", "1829"}) {
    std::string log = story_;
    for (std::size_t at = 0; (at = log.find("msg=audit(", at)) != std::string::npos; ++at) {
      log.replace(at + 10, 4, stamp);
    }
    send(log);
    expected += kStoryAlerts;
    EXPECT_TRUE(eventually([&] { return syslog_alerts() == expected; })) << stamp << syslog();
  }
}

// As many as come: none keeps the reader from reading, all memory is given back.
TEST_F(OddDaemon, ReloadsFiftyTimesUnderLoad) {
  start();
  const auto count_fds = [&] {
    const std::string fds = "/proc/" + std::to_string(process_->pid()) + "/fd";
    return std::distance(std::filesystem::directory_iterator(fds), {});
  };
  std::size_t reloads = 0;
  std::ptrdiff_t fds = 0;
  for (int i = 0; i < 50; ++i) {
    process_->signal(SIGHUP);
    std::string log = story_;
    for (std::size_t at = 0; (at = log.find("msg=audit(", at)) != std::string::npos; ++at) {
      log.replace(at + 10, 4, std::to_string(1800 + i));
    }
    send(log);
    const std::size_t expected = kStoryAlerts * (static_cast<std::size_t>(i) + 1);
    ASSERT_TRUE(eventually([&] { return syslog_alerts() == expected; })) << i << process_->err();
    ++reloads;
    ASSERT_TRUE(eventually([&] {
      std::size_t told = 0;
      for (const std::string& line : split_lines(process_->err())) {
        told += line.find("reloaded with 3 detections") != std::string::npos ? 1 : 0;
      }
      return told == reloads;
    }));
    if (i == 0) fds = count_fds();
  }
  // One more is open for a moment while the watched files are looked at.
  EXPECT_TRUE(eventually([&] { return count_fds() <= fds; }));
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
  const std::string err = process_->err();
  std::printf("%s\n", err.substr(err.find("never away")).c_str());
}

}  // namespace
}  // namespace ak::test
