// The daemon as auditd runs it: a socketpair as standard input, signals, real receivers.
#include "app/daemon_fixture.h"

namespace ak::test {
namespace {

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
  EXPECT_TRUE(says("\"sinks.socket.max_clients\" must be from 1 to 64"));
  EXPECT_TRUE(says("broken.toml:"));
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

TEST_F(Daemon, WarnsOfExpiredExceptionsAtItsStartAndOnReload) {
  const std::string exception =
      "[[exception]]\ndetection = \"kubectl-impersonation\"\ncondition = \"true\"\n"
      "reason = \"r\"\nauthor = \"a\"\nexpires = ";
  directory_.write("config.toml", config() + exception + "2020-01-31\n");
  start();
  EXPECT_TRUE(says("the exception expired after 2020-01-31"));
  directory_.write("config.toml", config());
  directory_.write("exceptions.d/a.toml", exception + "2020-02-01\n");
  process_->signal(SIGHUP);
  EXPECT_TRUE(says("the exception expired after 2020-02-01"));
  ASSERT_TRUE(says("reloaded"));
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
}

TEST_F(Daemon, TakesExceptionsOverOnReload) {
  start();
  directory_.write("exceptions.d/a.toml",
                   "[[exception]]\ndetection = \"kubeconfig-file-activity\"\n"
                   "condition = \"true\"\nreason = \"r\"\nauthor = \"a\"\n");
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded")) << process_->err();
  send(story_);
  auditd_.reset();
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_EQ(syslog_alerts(), 6U);
  EXPECT_NE(process_->err().find("excepted_alerts=3"), std::string::npos) << process_->err();
}

TEST_F(Daemon, DoesNotWaitForASyslogThatDoesNotRead) {
  start();
  constexpr std::size_t kTimes = 100;  // more than a socket holds
  for (std::size_t i = 0; i < kTimes; ++i) send(played_again(static_cast<int>(i)));
  auditd_.reset();  // nobody has read syslog_
  EXPECT_EQ(process_->wait(), 0);
  EXPECT_EQ(process_->err().find("dropped_alerts="), std::string::npos) << process_->err();

  start();  // what was not delivered is delivered now
  EXPECT_TRUE(eventually([&] { return syslog_alerts() >= kTimes * kStoryAlerts; }))
      << syslog_alerts() << process_->err();
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
