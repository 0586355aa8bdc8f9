// Exceptions, suppression and rate limits in the whole program: over recordings, by the
// configuration, and in what check, detections and the daemon say of them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/config.h"
#include "app/program.h"

namespace ak::test {
namespace {

// A recording a minute's tenth later and later, with serials of its own: the same acts again by the
// same processes.
std::string repeated(const std::string& name, int times, int step_ms) {
  const std::string log = read_text(recording_path(name));
  std::string all;
  for (int i = 0; i < times; ++i) {
    std::size_t at = 0;
    for (std::size_t found = 0; (found = log.find("msg=audit(", at)) != std::string::npos;) {
      const std::size_t stamp = found + 10;
      all += log.substr(at, stamp - at);
      const std::int64_t seconds = std::stoll(log.substr(stamp, 10));
      const std::int64_t milliseconds = std::stoll(log.substr(stamp + 11, 3));
      const std::int64_t serial = std::stoll(log.substr(stamp + 15));
      const std::int64_t time = seconds * 1000 + milliseconds + std::int64_t{i} * step_ms;
      all += fmt::format("{}.{:03}:{}", time / 1000, time % 1000, serial + i * 1000);
      at = log.find(')', stamp);
    }
    all += log.substr(at);
  }
  return all;
}

class Noise : public testing::Test {
 protected:
  // Replays with this configuration; `more` are arguments.
  Outcome replay(const std::string& config, const std::string& log,
                 std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"replay", "--config",
                                          directory_.write("config.toml", config), "--detections",
                                          AK_SOURCE_DIR "/plugin/detections"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments, log);
  }

  static std::size_t alerts(const Outcome& outcome) { return split_lines(outcome.out).size(); }

  static std::string told_of_noise(const Outcome& outcome) {
    if (outcome.err.find("alerts held back") == std::string::npos) return "";
    return outcome.err.substr(outcome.err.rfind("audisp-kube: "));  // the last line
  }

  static std::string exception(const std::string& condition, const std::string& more = "") {
    return "[[exception]]\ndetection = \"kubeconfig-file-activity\"\ncondition = '" + condition +
           "'\nreason = \"ours\"\nauthor = \"Ada\"\n" + more;
  }

  Directory directory_;
  const std::string append_ = read_text(recording_path("kubeconfig-append-python"));
};

TEST_F(Noise, OneAlertAMinuteForTheSameProcessAndFile) {
  const std::string log = repeated("kubeconfig-append-python", 8, 10'000);
  ASSERT_EQ(alerts(replay("[suppression]\nwindow = \"0\"\n", log)), 8U);
  const Outcome outcome = replay("", log);
  ASSERT_EQ(alerts(outcome), 2U) << outcome.out;
  const Lines lines = split_lines(outcome.out);
  EXPECT_EQ(lines[0].find("audisp_kube"), std::string::npos);
  EXPECT_NE(lines[1].find("\"audisp_kube\":{\"suppressed\":{\"count\":5,"), std::string::npos)
      << lines[1];
  EXPECT_NE(lines[1].find("; 5 repeats suppressed since "), std::string::npos);
  EXPECT_EQ(told_of_noise(outcome),
            "audisp-kube: 6 alerts held back (0 by exceptions, 6 as repeats, 0 over the rate "
            "limit); --all shows them\n");
  EXPECT_EQ(alerts(replay("[suppression]\nwindow = \"20s\"\n", log)), 4U);
}

TEST_F(Noise, TheRecordingsLoseNoAlertButWhatRepeatsOne) {
  for (const Recording& recording : recordings()) {
    const Outcome all =
        replay("[suppression]\nwindow = \"0\"\n[rate_limit]\nper_minute = 0\n", recording.log);
    const Outcome some = replay("", recording.log);
    if (recording.name == "manifest-vi-write") {
      EXPECT_LT(alerts(some), alerts(all));
    } else {
      EXPECT_EQ(some.out, all.out) << recording.name;
      EXPECT_EQ(some.err, all.err) << recording.name;
    }
  }
}

TEST_F(Noise, ExceptionsTakeAlertsAway) {
  ASSERT_EQ(alerts(replay("", append_)), 1U);
  Outcome outcome = replay(exception("process.name : \"python*\""), append_);
  EXPECT_EQ(alerts(outcome), 0U);
  EXPECT_EQ(outcome.err,
            "audisp-kube: 1 alerts held back (1 by exceptions, 0 as repeats, 0 over the rate "
            "limit); --all shows them\n");
  EXPECT_EQ(alerts(replay(exception("process.name == \"perl\""), append_)), 1U);
}

TEST_F(Noise, ExceptionsExpireByTheEventsTime) {  // which is 2026-11-22
  const std::string condition = "process.name : \"python*\"";
  EXPECT_EQ(alerts(replay(exception(condition, "expires = 2026-11-22\n"), append_)), 0U);
  EXPECT_EQ(alerts(replay(exception(condition, "expires = 2026-11-21\n"), append_)), 1U);
}

TEST_F(Noise, ExceptionsComeFromFilesBesideTheConfiguration) {
  directory_.write("exceptions.d/10-site.toml", exception("process.name : \"python*\""));
  directory_.write("exceptions.d/notes.txt", "no TOML");
  EXPECT_EQ(alerts(replay("", append_)), 0U);
  directory_.write("exceptions.d/10-site.toml", exception("process.nme == \"x\""));
  const Outcome outcome = replay("", append_);
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_NE(outcome.err.find("exceptions.d/10-site.toml:3:14: error[E041]"), std::string::npos)
      << outcome.err;
}

TEST_F(Noise, AllShowsWhatIsHeldBackAndWhy) {
  const std::string log = repeated("kubeconfig-append-python", 3, 1000);
  Outcome outcome = replay(exception("process.name : \"python*\""), log, {"--all"});
  ASSERT_EQ(alerts(outcome), 3U);
  EXPECT_EQ(told_of_noise(outcome), "");
  EXPECT_NE(outcome.out.find("\"held_back\":{\"by\":\"exception\",\"reason\":\"" +
                             directory_.file("config.toml") + ":2: ours (Ada)\"}"),
            std::string::npos)
      << outcome.out;
  outcome = replay("[rate_limit]\nper_minute = 1\nburst = 1\n", log, {"--all", "--format", "text"});
  EXPECT_NE(outcome.out.find("held back by suppression: repeats an alert within 1m\n"),
            std::string::npos)
      << outcome.out;
  outcome = replay("[suppression]\nwindow = \"0\"\n[rate_limit]\nper_minute = 1\nburst = 1\n", log,
                   {"--all", "--format", "text"});
  EXPECT_NE(outcome.out.find("held back by rate_limit: over the detection's rate limit\n"),
            std::string::npos)
      << outcome.out;
}

TEST_F(Noise, AFloodOfOneDetectionLeavesRoomForOthers) {
  const std::string flood = repeated("kubeconfig-append-python", 20, 100);
  const std::string story = read_text(recording_path("manifest-create"));
  const Outcome outcome = replay(
      "[suppression]\nwindow = \"0\"\n[rate_limit]\nper_minute = 60\nburst = 3\n", flood + story);
  std::size_t of_flood = 0;
  std::size_t others = 0;
  for (const std::string& line : split_lines(outcome.out)) {
    ++(line.find("\"id\":\"kubeconfig-file-activity\"") != std::string::npos ? of_flood : others);
  }
  EXPECT_EQ(of_flood, 4U) << outcome.out;  // three, and one for the second that it lasts
  EXPECT_GT(others, 0U);
  EXPECT_NE(outcome.out.find("\"rate_limited\":{\"count\":7,"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.err.find("16 alerts over a detection's rate limit (rate_limited_alerts)"),
            std::string::npos)
      << outcome.err;
}

TEST_F(Noise, GivesTheSameTwiceAndFromALiveStream) {
  const std::string log = repeated("attack-story", 20, 7000);
  const std::string config = "[rate_limit]\nper_minute = 5\nburst = 2\n";
  const Outcome once = replay(config, log);
  EXPECT_EQ(once.out, replay(config, log).out);
  EXPECT_EQ(once.err, replay(config, log).err);
}

TEST_F(Noise, CheckTellsMistakesAndExpiry) {
  directory_.write("exceptions.d/a.toml",
                   exception("process.name == \"x\"", "expires = 2020-01-01\n"));
  const auto check = [&](const std::string& config) {
    return run({"check", "--config", directory_.write("config.toml", config), "--detections",
                AK_SOURCE_DIR "/plugin/detections"});
  };
  Outcome outcome = check(exception("true", "expires = 2999-01-01\n"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("a.toml:6:11: warning[W140]: the exception expired after 2020-01-01"),
            std::string::npos)
      << outcome.err;
  EXPECT_EQ(outcome.out, "3 detections, 0 skipped, 2 exceptions, 0 errors, 1 warnings\n");

  outcome = check(
      "[[exception]]\ndetection = \"kubeconfig-file-activty\"\ncondition = \"true\"\n"
      "reason = \"r\"\nauthor = \"a\"\n[rate_limit.detections]\n"
      "kubectl-impersonatio = 5\n");
  EXPECT_NE(outcome.err.find("config.toml:2:13: warning[W142]: there is no detection "
                             "\"kubeconfig-file-activty\" to except from"),
            std::string::npos)
      << outcome.err;
  EXPECT_NE(outcome.err.find("did you mean \"kubeconfig-file-activity\"?"), std::string::npos);
  EXPECT_NE(outcome.err.find("warning[W143]: there is no detection \"kubectl-impersonatio\" to "
                             "limit"),
            std::string::npos)
      << outcome.err;
}

TEST_F(Noise, CheckReadsFilesOfExceptionsByThemselves) {
  const std::string file = directory_.write("exceptions.d/a.toml", exception("process.pid = 1"));
  for (const std::string& path :
       {file, directory_.file("exceptions.d"), directory_.file("exceptions.d/")}) {
    const Outcome outcome = run({"check", path});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_NE(outcome.err.find("a.toml:3:26: error["), std::string::npos) << path << outcome.err;
  }
}

TEST_F(Noise, DetectionsTellTheirExceptions) {
  const std::string config = directory_.write(
      "config.toml", exception("process.name == \"x\"", "expires = 2999-01-01\n") +
                         exception("process.name == \"old\"", "expires = 2020-01-01\n"));
  const std::vector<std::string> common = {"--config", config, "--detections",
                                           AK_SOURCE_DIR "/plugin/detections"};
  std::vector<std::string> list = {"detections"};
  list.insert(list.end(), common.begin(), common.end());
  const Outcome all = run(list);
  EXPECT_NE(all.out.find("active, 1 exception  "), std::string::npos) << all.out;
  EXPECT_EQ(all.out.find("2 exceptions"), std::string::npos);
  list.insert(list.begin() + 1, "kubeconfig-file-activity");
  const Outcome one = run(list);
  EXPECT_NE(one.out.find("Exceptions\n----------\n\nprocess.name == \"x\"\nreason:    ours\n"
                         "author:    Ada\nexpires:   2999-01-01\nfile:      " +
                         config + ":2\n"),
            std::string::npos)
      << one.out;
  EXPECT_EQ(one.out.find("\"old\""), std::string::npos);
}

TEST(NoiseConfig, HasTheDefaultsThatTheShippedFileTells) {
  const app::Config shipped = app::load_config(AK_SOURCE_DIR "/plugin/config.toml").value().config;
  const app::Config defaults;
  EXPECT_EQ(shipped.noise.suppression_window_ms, defaults.noise.suppression_window_ms);
  EXPECT_EQ(shipped.noise.rate_limit, defaults.noise.rate_limit);
  EXPECT_TRUE(shipped.noise.rate_limits.empty());
  EXPECT_TRUE(shipped.noise.exceptions.empty());
  EXPECT_EQ(shipped.redact_more, nullptr);
  const detect::NoisePolicy policy;
  EXPECT_EQ(defaults.noise.suppression_window_ms, policy.window_ms);
  EXPECT_EQ(defaults.noise.rate_limit, policy.rate_limit);
}

TEST(NoiseConfig, TakesEveryKey) {
  const app::ConfigResult result = app::parse_config(R"([alerts]
redact_options = ["--my-secret", "Pin"]
redact_patterns = ['(AKIA\w+)']
[suppression]
window = "5m"
[rate_limit]
per_minute = 10
burst = 50
[rate_limit.detections]
a = 2
b = 0
[[exception]]
detection = "x"
condition = "true"
reason = "r"
author = "a"
)",
                                                     "c.toml");
  ASSERT_TRUE(result.diagnostics.empty()) << render(result.diagnostics.front());
  ASSERT_NE(result.config.redact_more, nullptr);
  EXPECT_EQ(result.config.redact_more->options, (std::vector<std::string>{"my-secret", "pin"}));
  EXPECT_EQ(result.config.redact_more->patterns.size(), 1U);
  const app::NoiseConfig& noise = result.config.noise;
  EXPECT_EQ(noise.suppression_window_ms, 300'000);
  EXPECT_EQ(noise.rate_limit, (detect::RateLimit{10, 50}));
  EXPECT_EQ(noise.rate_limits.at("a"), (detect::RateLimit{2, 10}));
  EXPECT_EQ(noise.rate_limits.at("b").per_minute, 0);
  EXPECT_EQ(noise.exceptions.size(), 1U);
}

TEST(NoiseConfig, ShowsEachMistakeAtItsPlace) {
  const std::pair<std::string, std::string> cases[] = {
      {"[suppression]\nwindow = 60\n", "c.toml:2:10: error[E102]"},
      {"[suppression]\nwindow = \"31d\"\n", "c.toml:2:10: error["},
      {"[suppression]\nwindows = \"1m\"\n", "c.toml:2:1: error[E106]"},
      {"[rate_limit]\nper_minute = -1\n", "c.toml:2:14: error[E104]"},
      {"[rate_limit]\nburst = 0\n", "c.toml:2:9: error[E104]"},
      {"[rate_limit.detections]\nx = \"1\"\n", "c.toml:2:5: error[E102]"},
      {"[rate_limit.detections]\nx = -1\n", "c.toml:2:5: error[E104]"},
      {"[alerts]\nredact_options = [\"a b\"]\n", "c.toml:2:18: error[E145]: \"a b\" is not"},
      {"[alerts]\nredact_patterns = [\"abc\"]\n",
       "c.toml:2:19: error[E146]: the pattern \"abc\" has no group"},
      {"[alerts]\nredact_patterns = [\"(a\"]\n", "c.toml:2:19: error[E146]"},
  };
  for (const auto& [text, expected] : cases) {
    const app::ConfigResult result = app::parse_config(text, "c.toml");
    ASSERT_EQ(result.diagnostics.size(), 1U) << text;
    EXPECT_EQ(render(result.diagnostics[0]).substr(0, expected.size()), expected);
  }
}

TEST(NoiseConfig, HasCapsForRedaction) {
  const auto with = [](std::size_t options, std::size_t patterns) {
    std::string text = "[alerts]\nredact_options = [";
    for (std::size_t i = 0; i < options; ++i) text += "\"a\",";
    text += "]\nredact_patterns = [";
    for (std::size_t i = 0; i < patterns; ++i) text += "\"(a)\",";
    return app::parse_config(text + "]\n", "c.toml").diagnostics.size();
  };
  EXPECT_EQ(with(limits::kMaxRedactOptions, limits::kMaxRedactPatterns), 0U);
  EXPECT_EQ(with(limits::kMaxRedactOptions + 1, limits::kMaxRedactPatterns + 1), 2U);
}

}  // namespace
}  // namespace ak::test
