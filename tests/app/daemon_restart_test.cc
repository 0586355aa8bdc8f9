// The daemon is killed, and stopped and started: nothing is lost, and nothing told twice. The test
// plays auditd: what happens is in its log first, and then, perhaps, on the plugin's input.
#include <gtest/gtest.h>

#include <map>

#include "app/daemon_fixture.h"
#include "base/json_value.h"

namespace ak::test {
namespace {

class DaemonRestart : public Daemon {
 protected:
  DaemonRestart() { log("type=DAEMON_START msg=audit(1700000000.000:1): op=start res=success\n"); }

  // auditd writes no EOE into its log.
  void log(const std::string& records) const {
    std::ofstream file(directory_.file("audit.log"), std::ios::binary | std::ios::app);
    for (const std::string& line : split_lines(records)) {
      if (line.find("type=EOE ") == std::string::npos) file << line << '\n';
    }
  }

  void kill() {
    process_->signal(SIGKILL);
    process_->wait();
    auditd_.reset();
  }

  void stop() {
    auditd_.reset();
    EXPECT_EQ(process_->wait(), 0);
  }

  void start_again() {
    start();
    ASSERT_TRUE(says("went on from the saved state")) << process_->err();
  }

  // The numbers (event.sequence) under which each alert came, by its event.id and rule.id. One that
  // was sent when the daemon was killed is sent again under its number.
  std::map<std::string, std::vector<std::int64_t>> alerts() {
    std::map<std::string, std::vector<std::int64_t>> found;
    for (const std::string& line : split_lines(syslog())) {
      const std::size_t json = line.find("@cee: {");
      if (json == std::string::npos) continue;
      const Result<JsonValue> alert = parse_json(line.substr(json + 6));
      if (!alert || alert.value().number("event.sequence") == nullptr) continue;
      const std::string id = std::string(alert.value().string("event.id")) + " " +
                             std::string(alert.value().string("rule.id"));
      found[id].push_back(*alert.value().number("event.sequence"));
    }
    return found;
  }

  // So many different alerts come.
  [[nodiscard]] bool have(std::size_t count) {
    return eventually([&] { return alerts().size() >= count; });
  }
};

TEST_F(DaemonRestart, LosesNoAlertWheneverItIsKilled) {
  constexpr int kStories = 24;
  start();
  ASSERT_TRUE(eventually([&] { return std::filesystem::exists(directory_.file("store/state")); }));
  for (int i = 0; i < kStories; ++i) {
    const std::string story = played_again(i);
    const std::size_t part =
        story.find('\n', story.size() * static_cast<std::size_t>(i) / kStories);
    switch (i % 4) {
      case 0:  // it lay in the socket of a plugin that was dead
        kill();
        log(story);
        break;
      case 1:  // a part was read, perhaps
        log(story);
        send(story.substr(0, part + 1));
        kill();
        break;
      case 2:  // all was read, and perhaps alerted
        log(story);
        send(story);
        kill();
        break;
      default:  // all was alerted
        log(story);
        send(story);
        EXPECT_TRUE(have(static_cast<std::size_t>(i + 1) * kStoryAlerts)) << i;
        kill();
    }
    start_again();
  }
  EXPECT_TRUE(have(kStories * kStoryAlerts)) << alerts().size() << process_->err();
  stop();
  std::map<std::int64_t, std::string> by_number;
  for (const auto& [id, numbers] : alerts()) {
    for (const std::int64_t number : numbers) {
      const auto known = by_number.emplace(number, id).first;
      EXPECT_EQ(known->second, id) << "two alerts have the number " << number;
      EXPECT_EQ(number, numbers.front()) << id << " was raised twice";
    }
  }
  EXPECT_EQ(by_number.size(), kStories * kStoryAlerts);
  EXPECT_EQ(by_number.rbegin()->first, kStories * kStoryAlerts) << "a gap in the numbers";
}

TEST_F(DaemonRestart, TakesNothingTwiceThatAuditdHadQueued) {
  start();
  log(played_again(0));
  send(played_again(0));
  ASSERT_TRUE(have(kStoryAlerts));
  kill();
  log(played_again(1));
  start_again();
  send(played_again(0) + played_again(1) + played_again(2));
  EXPECT_TRUE(have(3 * kStoryAlerts));
  stop();
  EXPECT_NE(process_->err().find("caught_up_again="), std::string::npos) << process_->err();
  EXPECT_EQ(process_->err().find("late_records="), std::string::npos) << process_->err();
  for (const auto& [id, numbers] : alerts()) {
    for (const std::int64_t number : numbers) EXPECT_EQ(number, numbers.front()) << id;
  }
}

TEST_F(DaemonRestart, KnowsTheParentsItSawBeforeItWasStopped) {
  start();
  const std::size_t half = story_.find("type=SYSCALL", story_.size() / 2);
  log(story_.substr(0, half));
  send(story_.substr(0, half));
  stop();
  start_again();
  send(story_.substr(half));
  EXPECT_TRUE(have(kStoryAlerts)) << syslog();
  EXPECT_NE(syslog().find("parent python3"), std::string::npos);
}

TEST_F(DaemonRestart, SaysThatASavedStateIsDamagedAndGoesOn) {
  start();
  stop();
  directory_.write("store/state", "AKSTATE nonsense");
  start();
  EXPECT_TRUE(says("is of no use")) << process_->err();
  send(story_);
  EXPECT_TRUE(have(kStoryAlerts)) << process_->err();
}

TEST_F(DaemonRestart, KeepsNoStateWithoutAStore) {
  std::string text = config();
  const std::size_t at = text.find("directory = \"" + directory_.file("store"));
  text.replace(at, text.find('\n', at) - at, "directory = \"\"");
  directory_.write("config.toml", text);
  start();
  send(story_);
  EXPECT_TRUE(have(kStoryAlerts)) << process_->err();
  stop();
  EXPECT_FALSE(std::filesystem::exists(directory_.file("store/state")));
}

}  // namespace
}  // namespace ak::test
