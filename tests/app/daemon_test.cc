// The daemon as auditd runs it: a socketpair as standard input, signals, real receivers.
#include <gtest/gtest.h>
#include <sys/un.h>

#include <cstring>
#include <memory>

#include "app/program.h"

namespace ak::test {
namespace {

class Daemon : public testing::Test {
 protected:
  Daemon() {
    directory_.write("config.toml", config());
    std::filesystem::create_directory(directory_.file("d"));
    for (const auto& entry :
         std::filesystem::directory_iterator(AK_SOURCE_DIR "/plugin/detections")) {
      std::filesystem::copy(entry.path(), directory_.file("d"));
    }
    syslog_ = listen_as_syslog();
  }

  [[nodiscard]] std::string config(const std::string& more = "") const {
    return "[syslog]\npath = \"" + directory_.file("log") + "\"\n[socket]\npath = \"" +
           directory_.file("alerts.sock") + "\"\n" + more;
  }

  void start(std::vector<std::string> arguments = {}) {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    auditd_ = UniqueFd(ends[0]);
    const UniqueFd plugin(ends[1]);
    if (arguments.empty()) {
      arguments = {"daemon", "--config", directory_.file("config.toml"), "--detections",
                   directory_.file("d")};
    }
    process_ = std::make_unique<Process>(directory_, arguments, plugin.get());
    ASSERT_TRUE(says("started with")) << process_->err();
  }

  [[nodiscard]] UniqueFd listen_as_syslog() const {
    UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_of("log");
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    return fd;
  }

  [[nodiscard]] UniqueFd connect() const {
    UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_of("alerts.sock");
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      fd.reset();
    }
    return fd;
  }

  [[nodiscard]] sockaddr_un address_of(const std::string& name) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = directory_.file(name);
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
  }

  void send(const std::string& bytes) const {
    std::string_view rest = bytes;
    while (!rest.empty()) {
      const ssize_t sent = ::send(auditd_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
      ASSERT_GT(sent, 0) << std::strerror(errno);
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  [[nodiscard]] bool says(const std::string& text) const {
    return eventually([&] { return process_->err().find(text) != std::string::npos; });
  }

  // What syslog has been sent by now, one packet a line.
  std::string syslog() {
    std::string packet(70000, '\0');
    for (ssize_t got = 0;
         (got = ::recv(syslog_.get(), packet.data(), packet.size(), MSG_DONTWAIT)) > 0;) {
      received_ += packet.substr(0, static_cast<std::size_t>(got)) + "\n";
    }
    return received_;
  }

  std::size_t syslog_alerts() {
    std::size_t alerts = 0;
    for (const std::string& line : split_lines(syslog())) {
      if (line.find("]: @cee: {") != std::string::npos) ++alerts;
    }
    return alerts;
  }

  Directory directory_;
  UniqueFd syslog_;
  UniqueFd auditd_;
  std::unique_ptr<Process> process_;
  std::string received_;
  const std::string story_ = read_text(recording_path("attack-story"));
  static constexpr std::size_t kStoryAlerts = 9;
};

TEST_F(Daemon, DeliversAlertsAndFinishesWhenItsInputEnds) {
  start();
  UniqueFd client;
  ASSERT_TRUE(eventually([&] { return bool(client = connect()); }));
  send(story_);
  ASSERT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  std::string lines;
  while (std::count(lines.begin(), lines.end(), '\n') < static_cast<int>(kStoryAlerts)) {
    std::string piece(65536, '\0');
    const ssize_t got = ::recv(client.get(), piece.data(), piece.size(), 0);
    ASSERT_GT(got, 0);
    lines += piece.substr(0, static_cast<std::size_t>(got));
  }
  EXPECT_EQ(lines.rfind("{\"@timestamp\":", 0), 0U);
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_NE(process_->err().find("alerts=9"), std::string::npos) << process_->err();
  EXPECT_NE(::access(directory_.file("alerts.sock").c_str(), F_OK), 0);
}

TEST_F(Daemon, CompletesTheLastEventWhenItsInputEnds) {
  start();
  send(story_.substr(0, story_.rfind("type=EOE")));
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_EQ(syslog_alerts(), kStoryAlerts);
}

TEST_F(Daemon, DoesNotLetAnEventWaitForeverOnAQuietHost) {
  start();
  std::string log;
  for (const std::string& line : split_lines(read_text(recording_path("kubeconfig-absolute")))) {
    if (line.find("type=EOE ") == std::string::npos &&
        line.find("type=PROCTITLE ") == std::string::npos) {
      log += line + "\n";
    }
  }
  send(log);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == 1; })) << syslog();
}

TEST_F(Daemon, OnSigtermReadsWhatWasSentAndEnds) {
  start();
  send(story_);
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_EQ(syslog_alerts(), kStoryAlerts);
}

TEST_F(Daemon, ObeysSigtermThatAuditdHadBlocked) {
  sigset_t blocked;
  sigset_t old;
  sigfillset(&blocked);
  ASSERT_EQ(::sigprocmask(SIG_SETMASK, &blocked, &old), 0);
  start();
  ::sigprocmask(SIG_SETMASK, &old, nullptr);
  process_->signal(SIGTERM);
  EXPECT_EQ(process_->wait(), 0);
}

TEST_F(Daemon, GoesOnAfterBadRecords) {
  start();
  send("not a record\n" + std::string(200000, 'x') + "\ntype=SYSCALL msg=audit(garbage): a=b\n" +
       std::string("type=PATH msg=audit(1.1:1):\0\xff\n", 31) + story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  process_->signal(SIGUSR1);
  EXPECT_TRUE(says("long_lines=1")) << process_->err();
  EXPECT_TRUE(says("skipped_lines=")) << process_->err();
}

TEST_F(Daemon, ReloadsOnSighup) {
  start();
  directory_.write("config.toml",
                   config("[detections]\ndisabled = [\"kubeconfig-file-activity\"]\n"));
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded with 2 detections")) << process_->err();
  send(story_);
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_EQ(syslog_alerts(), 6U);
  EXPECT_EQ(syslog().find("kubeconfig-file-activity"), std::string::npos);
}

TEST_F(Daemon, KeepsWhatItHasWhenTheNewIsMistaken) {
  start();
  directory_.write("config.toml",
                   config("[detections]\ndisabled = [\"kubeconfig-file-activity\"]\nx = 1\n"));
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("nothing was changed")) << process_->err();
  EXPECT_NE(process_->err().find("unknown key \"detections.x\""), std::string::npos);
  EXPECT_NE(syslog().find("nothing was changed"), std::string::npos);

  directory_.write("config.toml", config());
  directory_.write("d/kubeconfig-file-activity.toml", "[rule]\nquery = 'process whree'\n");
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("kubeconfig-file-activity.toml:")) << process_->err();
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

TEST_F(Daemon, KnowsAfterAReloadTheParentsItSawBefore) {
  start();
  const std::size_t half = story_.find("type=SYSCALL", story_.size() / 2);
  send(story_.substr(0, half));
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded")) << process_->err();
  send(story_.substr(half));
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  EXPECT_NE(syslog().find("parent python3"), std::string::npos);
}

TEST_F(Daemon, KeepsItsClientsWhenTheSocketStaysAsItIs) {
  start();
  UniqueFd client;
  ASSERT_TRUE(eventually([&] { return bool(client = connect()); }));
  directory_.write("config.toml", config("max_clients = 64\n[alerts]\nredact = false\n"));
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded"));
  send(story_);
  char byte = 0;
  EXPECT_EQ(::recv(client.get(), &byte, 1, 0), 1);
}

TEST_F(Daemon, MovesTheSocketOnReload) {
  start();
  ASSERT_TRUE(eventually([&] { return bool(connect()); }));
  std::string moved = config();
  moved.replace(moved.find("alerts.sock"), 11, "others.sock");
  directory_.write("config.toml", moved);
  process_->signal(SIGHUP);
  EXPECT_TRUE(
      eventually([&] { return ::access(directory_.file("others.sock").c_str(), F_OK) == 0; }));
  EXPECT_FALSE(connect());
}

TEST_F(Daemon, StartsInSpiteOfMistakesAndSaysSo) {
  directory_.write("config.toml", config("max_clients = 0\n"));
  directory_.write("d/broken.toml", "[rule\n");
  start();
  EXPECT_TRUE(says("\"socket.max_clients\" must be from 1 to 64"));
  EXPECT_TRUE(says("broken.toml:"));
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

// The story at a later time: the same ids again would be late records.
std::string played_again(int times) {
  std::string log = read_text(recording_path("attack-story"));
  const std::string stamp = "msg=audit(" + std::to_string(1800 + times);
  for (std::size_t at = 0; (at = log.find("msg=audit(", at)) != std::string::npos; ++at) {
    log.replace(at, stamp.size(), stamp);
  }
  return log;
}

TEST_F(Daemon, DoesNotWaitForASyslogThatDoesNotRead) {
  start();
  for (int i = 0; i < 300; ++i) send(played_again(i));  // nobody reads syslog_
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_NE(process_->err().find("dropped_alerts="), std::string::npos) << process_->err();
}

TEST_F(Daemon, SendsALongAlertShortened) {
  start();
  send(read_text(recording_path("kubectl-long-argument")));
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_NE(process_->err().find("shortened_alerts="), std::string::npos) << process_->err();
  EXPECT_GE(syslog_alerts(), 1U);
  EXPECT_NE(syslog().find("\"shortened\":\"true\""), std::string::npos) << syslog();
}

}  // namespace
}  // namespace ak::test
