// The daemon's sinks and its store: over restarts, kills and reloads.
#include "app/daemon_fixture.h"

namespace ak::test {
namespace {

class DaemonDelivery : public Daemon {
 protected:
  // The story's records at a later time: the same ids again would be late records.
  [[nodiscard]] std::string story_again(int times) const {
    std::string log = story_;
    const std::string stamp = "msg=audit(" + std::to_string(1800 + times);
    for (std::size_t at = 0; (at = log.find("msg=audit(", at)) != std::string::npos; ++at) {
      log.replace(at, stamp.size(), stamp);
    }
    return log;
  }

  void end() {
    auditd_.reset();
    EXPECT_EQ(process_->wait(), 0);
  }

  void kill() {
    process_->signal(SIGKILL);
    EXPECT_EQ(process_->wait(), -1);
    auditd_.reset();
  }

  [[nodiscard]] bool counts(const std::string& counter) {
    return eventually([&] {
      process_->signal(SIGUSR1);
      return process_->err().find(counter) != std::string::npos;
    });
  }

  // The sequence numbers that syslog has been sent.
  std::vector<int> sequences() {
    std::vector<int> numbers;
    const std::string key = "\"sequence\":";
    const std::string all = syslog();
    for (std::size_t at = 0; (at = all.find(key, at)) != std::string::npos; at += key.size()) {
      numbers.push_back(std::atoi(all.c_str() + at + key.size()));
    }
    return numbers;
  }

  static std::vector<int> from_to(int first, int last) {
    std::vector<int> numbers;
    for (int i = first; i <= last; ++i) numbers.push_back(i);
    return numbers;
  }

  [[nodiscard]] std::size_t lines_of(const std::string& file) const {
    return split_lines(read_text(directory_.file(file))).size();
  }
};

TEST_F(DaemonDelivery, CountsItsAlertsOnAfterARestart) {
  start();
  send(story_);
  ASSERT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; }));
  end();
  start();
  send(story_again(1));
  ASSERT_TRUE(eventually([&] { return syslog_alerts() == 2 * kStoryAlerts; })) << syslog();
  EXPECT_EQ(sequences(), from_to(1, 2 * kStoryAlerts));
}

TEST_F(DaemonDelivery, DeliversWhatWasStoredWhenItWasKilled) {
  syslog_.reset();  // nobody takes anything
  start();
  send(story_);
  ASSERT_TRUE(counts("stored=9")) << process_->err();
  kill();
  ASSERT_EQ(::unlink(directory_.file("log").c_str()), 0);
  syslog_ = listen_as_syslog();
  start();
  ASSERT_TRUE(eventually([&] { return syslog_alerts() >= kStoryAlerts; })) << process_->err();
  EXPECT_EQ(sequences(), from_to(1, kStoryAlerts));
}

TEST_F(DaemonDelivery, GoesOnWithoutAStoreThatCannotBeWritten) {
  directory_.write("store", "a file in the directory's place");
  start();
  EXPECT_TRUE(says("cannot store alerts in")) << process_->err();
  send(story_);
  EXPECT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; })) << syslog();
  end();
  EXPECT_NE(process_->err().find("store_failures="), std::string::npos) << process_->err();
  EXPECT_EQ(process_->err().find("dropped_alerts="), std::string::npos) << process_->err();
}

TEST_F(DaemonDelivery, ServesSinksOfEveryTypeEachWithItsFilter) {
  const UniqueFd agent(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = address_of("agent.sock");
  ASSERT_EQ(::bind(agent.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(agent.get(), 1), 0);
  directory_.write(
      "config.toml",
      config("[sinks.agent]\ntype = \"connect\"\npath = \"" + directory_.file("agent.sock") +
             "\"\n[sinks.file]\npath = \"" + directory_.file("out/alerts.json") +
             "\"\nmin_severity = \"medium\"\n[sinks.stdout]\n"
             "detections = [\"kubectl-impersonation\"]\n"));
  start();
  send(story_);
  const UniqueFd connection(::accept(agent.get(), nullptr, nullptr));
  std::string got;
  while (std::count(got.begin(), got.end(), '\n') < static_cast<int>(kStoryAlerts)) {
    std::string piece(65536, '\0');
    const ssize_t size = ::recv(connection.get(), piece.data(), piece.size(), 0);
    ASSERT_GT(size, 0);
    got += piece.substr(0, static_cast<std::size_t>(size));
  }
  end();
  const std::string impersonation = "\"id\":\"kubectl-impersonation\"";
  std::size_t low = 0;
  for (const std::string& line : split_lines(got)) {
    low += line.find(impersonation) == std::string::npos ? 0 : 1;
  }
  ASSERT_GT(low, 0U);
  ASSERT_LT(low, kStoryAlerts);
  EXPECT_EQ(lines_of("out/alerts.json"), kStoryAlerts - low);
  EXPECT_EQ(lines_of("stdout"), low);
}

TEST_F(DaemonDelivery, BeginsANewFileAfterTheOldOneWasMovedAwayAndOnSighup) {
  const std::string file = directory_.file("alerts.json");
  directory_.write("config.toml", config("[sinks.file]\npath = \"" + file + "\"\n"));
  start();
  send(story_);
  ASSERT_TRUE(eventually([&] { return lines_of("alerts.json") == kStoryAlerts; }));
  ASSERT_EQ(::rename(file.c_str(), directory_.file("alerts.json.1").c_str()), 0);
  send(story_again(1));
  ASSERT_TRUE(eventually([&] {
    return ::access(file.c_str(), F_OK) == 0 && lines_of("alerts.json") == kStoryAlerts;
  }));
  EXPECT_EQ(lines_of("alerts.json.1"), kStoryAlerts);
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded"));
  send(story_again(2));
  EXPECT_TRUE(eventually([&] { return lines_of("alerts.json") == 2 * kStoryAlerts; }));
}

TEST_F(DaemonDelivery, AddsAndRemovesSinksOnReload) {
  start();
  send(story_);
  ASSERT_TRUE(eventually([&] { return syslog_alerts() == kStoryAlerts; }));
  std::string other = config("[sinks.file]\npath = \"" + directory_.file("alerts.json") + "\"\n");
  const std::size_t at = other.find("[sinks.syslog]\n");
  other.insert(at + 15, "enabled = false\n");
  directory_.write("config.toml", other);
  process_->signal(SIGHUP);
  ASSERT_TRUE(says("reloaded"));
  send(story_again(1));
  // The new one begins at the present, the old one has got its last.
  EXPECT_TRUE(eventually([&] {
    return ::access(directory_.file("alerts.json").c_str(), F_OK) == 0 &&
           lines_of("alerts.json") == kStoryAlerts;
  }));
  EXPECT_EQ(syslog_alerts(), kStoryAlerts);
}

}  // namespace
}  // namespace ak::test
