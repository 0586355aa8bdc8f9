// The program over logs: where its input may come from, and what becomes of bad input.
#include <gtest/gtest.h>
#include <pwd.h>
#include <zlib.h>

#include <cstdlib>

#include "app/program.h"

namespace ak::test {
namespace {

class Replay : public testing::Test {
 protected:
  Outcome replay(std::vector<std::string> arguments, const std::string& input = "") {
    return run(with_defaults(directory_, std::move(arguments)), input);
  }

  Directory directory_;
  const std::string story_ = recording_path("attack-story");
};

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

void write_gzip(const std::string& path, const std::string& text) {
  const gzFile file = ::gzopen(path.c_str(), "wb");
  ::gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  ::gzclose(file);
}

TEST_F(Replay, GivesTheSameFromAFileAsFromStandardInput) {
  for (const Recording& recording : recordings()) {
    const Outcome file = replay({recording.path});
    const Outcome input = replay({}, recording.log);
    EXPECT_EQ(file.exit_code, 0) << recording.name << file.err;
    EXPECT_EQ(input.exit_code, 0) << recording.name << input.err;
    EXPECT_GE(count_lines(file.out), recording.expected.size()) << recording.name;
    EXPECT_EQ(file.out, input.out) << recording.name;
  }
}

// This host would have names for the ids of a log that has none: it has a root, as every host.
TEST_F(Replay, NamesNobodyAfterThisHostsAccounts) {
  ASSERT_NE(::getpwuid(0), nullptr);
  const std::string raw = recording_path("kubectl-as-raw");
  const std::string enriched = recording_path("kubectl-as");
  for (const std::string& out : {replay({raw}).out, run({"events", raw}).out}) {
    EXPECT_NE(out.find(R"("user":{"id":"0")"), std::string::npos);
    EXPECT_EQ(out.find(R"("name":"root")"), std::string::npos);
  }
  for (const std::string& out : {replay({enriched}).out, run({"events", enriched}).out}) {
    EXPECT_NE(out.find(R"("name":"root")"), std::string::npos);
  }
}

// Of a shell and the kubectl that it started, the second comes after a boot: the pid of that shell
// is another process's by then.
TEST_F(Replay, TakesNobodyForTheParentOfAProcessOfAnotherBoot) {
  std::string log = read_text(recording_path("kubectl-shell-bash"));
  EXPECT_NE(
      replay({}, log).out.find(R"("name":"bash","executable":"/usr/bin/bash","args":["bash","-c")"),
      std::string::npos);
  const std::string before = "1795355816.797:26101";
  for (auto at = log.find(before); at != std::string::npos; at = log.find(before)) {
    log.replace(at, before.size(), "1795359999.797:42");
  }
  const std::string out = replay({}, log).out;
  EXPECT_NE(out.find(R"("parent":{"pid":32386})"), std::string::npos) << out;
}

// The same where the serials happen to go on: systemd says it, once auditd has started.
TEST_F(Replay, TakesNobodyForTheParentOfAProcessOfABootThatSystemdTells) {
  std::string log = read_text(recording_path("kubectl-shell-bash"));
  for (auto at = log.find(":26"); at != std::string::npos; at = log.find(":26"))
    log.erase(at + 1, 1);
  const std::size_t kubectl = log.find("type=", log.find("1795355816.797:6101") - 40);
  const auto at_boot = [&](const std::string& records) {
    return replay({}, log.substr(0, kubectl) + records + log.substr(kubectl)).out;
  };
  const std::string start = "type=DAEMON_START msg=audit(1795355816.797:7): op=start res=success\n";
  const std::string boot =
      "type=SYSTEM_BOOT msg=audit(1795355816.797:6100): pid=4 uid=0 auid=4294967295 "
      "ses=4294967295 msg=' comm=\"systemd-update-utmp\" exe=\"/usr/lib/systemd/"
      "systemd-update-utmp\" hostname=? addr=? terminal=? res=success'\n";
  constexpr const char* kNobody = R"("parent":{"pid":32386})";
  EXPECT_NE(at_boot(start + boot).find(kNobody), std::string::npos);
  EXPECT_EQ(at_boot(start).find(kNobody), std::string::npos);
  EXPECT_EQ(at_boot(boot).find(kNobody), std::string::npos);
}

TEST_F(Replay, IsTheDefaultCommand) {
  EXPECT_EQ(replay({"replay", story_}).out, replay({story_}).out);
}

TEST_F(Replay, ReadsGzip) {
  write_gzip(directory_.file("story.gz"), read_text(story_));
  EXPECT_EQ(replay({directory_.file("story.gz")}).out, replay({story_}).out);
}

TEST_F(Replay, ReadsARotatedSetOldestFirst) {
  const std::string log = read_text(story_);
  const std::size_t half = log.find('\n', log.size() / 2) + 1;
  directory_.write("logs/audit.log.1", log.substr(0, half));
  directory_.write("logs/audit.log", log.substr(half));
  EXPECT_EQ(replay({directory_.file("logs")}).out, replay({story_}).out);
  EXPECT_EQ(replay({directory_.file("logs/audit.log")}).out, replay({story_}).out);
}

TEST_F(Replay, PrintsTextWhenAskedTo) {
  const Outcome text = replay({"--format", "text", story_});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_NE(text.out.find("MEDIUM"), std::string::npos);
  EXPECT_EQ(text.out.find("{\"@timestamp\""), std::string::npos);
}

TEST_F(Replay, TellsAllCountersWhenAskedTo) {
  EXPECT_EQ(replay({story_}).err.find("events="), std::string::npos);
  for (const std::string& err :
       {replay({"--counters", story_}).err, run({"events", "--counters", story_}).err}) {
    EXPECT_NE(err.find("events="), std::string::npos) << err;
    EXPECT_NE(err.find("unconfirmed_paths="), std::string::npos) << err;
  }
}

TEST_F(Replay, PrintsNothingForAnEmptyLog) {
  const Outcome empty = replay({}, "");
  EXPECT_EQ(empty.exit_code, 0);
  EXPECT_EQ(empty.out + empty.err, "");
}

TEST_F(Replay, ReportsAtTheEndWhatItSkipped) {
  const std::string garbage("\x01\x02\xff\xfe garbage\nanother line\n");
  const Outcome mixed = replay({}, garbage + read_text(story_));
  EXPECT_EQ(mixed.exit_code, 0);
  EXPECT_EQ(mixed.out, replay({story_}).out);
  EXPECT_EQ(mixed.err, "audisp-kube: 2 lines that are not audit records (skipped_lines)\n");
}

TEST_F(Replay, ReportsThatAlertsHaveValuesCutToSize) {
  const Outcome result = replay({recording_path("kubectl-many-long-arguments")});
  EXPECT_NE(result.err.find("1 alerts with a value cut to size (truncated_alerts)"),
            std::string::npos)
      << result.err;
}

TEST_F(Replay, FindsTheRecordsAmongBinaryGarbage) {
  std::string garbage;
  std::uint32_t random = 1;
  for (int i = 0; i < 300000; ++i) {
    random = random * 1664525 + 1013904223;
    garbage += static_cast<char>(random >> 24);
  }
  const Outcome mixed = replay({}, garbage + "\n" + read_text(story_) + garbage);
  EXPECT_EQ(mixed.exit_code, 0);
  EXPECT_EQ(count_lines(mixed.out), count_lines(replay({story_}).out));
  EXPECT_NE(mixed.err.find("(skipped_lines)"), std::string::npos);
}

struct BadInput {
  std::vector<std::string> arguments;
  std::string input;
  int exit_code;
  std::string error;
};

TEST_F(Replay, SaysInOneLineWhatIsWrong) {
  directory_.write("text.log", "Dear diary,\ntoday was fine.\n");
  std::filesystem::create_directory(directory_.file("nothing"));
  const std::string text = directory_.file("text.log");
  const std::string nothing = directory_.file("nothing");
  const std::vector<BadInput> cases = {
      {{"--frobnicate"},
       "",
       2,
       "The following argument was not expected: --frobnicate (see audisp-kube --help)"},
      {{"--format", "xml"},
       "",
       2,
       "--format: xml not in {cef,ndjson,ocsf,text} (see audisp-kube --help)"},
      {{"/nonexistent.log"}, "", 3, "cannot read /nonexistent.log: No such file or directory"},
      {{nothing}, "", 3, "no audit logs in " + nothing + " (audit.log, audit.log.1, …)"},
      {{text}, "", 3, text + " is not an audit log: no audit record in it"},
      {{},
       std::string("\x7f"
                   "ELF\x00\x01\x02",
                   7),
       3,
       "standard input is not an audit log: no audit record in it"},
  };
  for (const BadInput& bad : cases) {
    const Outcome result = replay(bad.arguments, bad.input);
    EXPECT_EQ(result.exit_code, bad.exit_code) << bad.error;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(result.err.substr(0, result.err.find('\n')), "audisp-kube: " + bad.error);
  }
}

TEST_F(Replay, ReadsTheOthersWhenOneLogIsBad) {
  directory_.write("text.log", "Dear diary\n");
  const Outcome result = replay({directory_.file("text.log"), story_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, replay({story_}).out);
}

TEST_F(Replay, DeliversWhatATruncatedGzipStillHolds) {
  write_gzip(directory_.file("whole.gz"), read_text(recording_path("busy-node")));
  const std::string whole = read_text(directory_.file("whole.gz"));
  directory_.write("cut.gz", whole.substr(0, whole.size() / 2));
  const Outcome result = replay({directory_.file("cut.gz")});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find("cut.gz"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("not an audit log"), std::string::npos) << result.err;
}

TEST_F(Replay, RefusesAMistakenConfigurationAndShowsThePlace) {
  const std::string config = directory_.write("bad.toml", "[alerts]\nredat = true\n");
  const Outcome result =
      run({"--config", config, "--detections", AK_SOURCE_DIR "/plugin/detections", story_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, config +
                            ":2:1: error[E106]: unknown key \"alerts.redat\"\n"
                            "    2 | redat = true\n"
                            "      | ^^^^^\n"
                            "      = hint: did you mean \"redact\"?\n");
}

TEST_F(Replay, RefusesAConfigurationThatIsNotThere) {
  const Outcome result = run({"--config", "/nonexistent.toml", story_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.err, "audisp-kube: cannot read /nonexistent.toml: No such file or directory\n");
}

TEST_F(Replay, RefusesAMistakenDetectionAndShowsThePlace) {
  const std::string rule = directory_.write("d/x.toml",
                                            "[rule]\nname = \"x\"\ntype = \"eql\"\n"
                                            "query = 'process where process.nme == \"x\"'\n");
  const Outcome result =
      run({"--config", directory_.write("c.toml", ""), "--detections", rule, story_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_NE(result.err.find(rule + ":4:24: error["), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("did you mean \"process.name\"?"), std::string::npos) << result.err;
}

TEST_F(Replay, RefusesToRunWithoutDetections) {
  std::filesystem::create_directory(directory_.file("none"));
  const Outcome result = run({"--config", directory_.write("c.toml", ""), "--detections",
                              directory_.file("none"), story_});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.err, "audisp-kube: there is no detection to run (see audisp-kube detections)\n");
}

TEST_F(Replay, SaysThatTheDiskIsFull) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  const UniqueFd empty(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Process process(directory_, with_defaults(directory_, {story_}), empty.get(), full.get());
  EXPECT_EQ(process.wait(), 3);
  EXPECT_EQ(process.err(),
            "audisp-kube: cannot write to standard output: No space left on device\n");
}

TEST_F(Replay, EndsQuietlyWhenItsReaderIsGone) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ::close(ends[0]);
  const UniqueFd broken(ends[1]);
  const UniqueFd empty(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Process process(directory_, with_defaults(directory_, {story_}), empty.get(), broken.get());
  EXPECT_EQ(process.wait(), 0);
  EXPECT_EQ(process.err(), "");
}

TEST_F(Replay, RefusesToWaitForRecordsFromATerminal) {
  const UniqueFd controller(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_EQ(::grantpt(controller.get()), 0);
  ASSERT_EQ(::unlockpt(controller.get()), 0);
  const UniqueFd terminal(::open(::ptsname(controller.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(terminal);
  Process process(directory_, with_defaults(directory_, {}), terminal.get());
  EXPECT_EQ(process.wait(), 2);
  EXPECT_EQ(process.err(),
            "audisp-kube: no FILE, and standard input is a terminal (see audisp-kube --help)\n");
}

TEST_F(Replay, ShowsAlertsOfAStreamBeforeItEnds) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  UniqueFd writer(ends[1]);
  const UniqueFd reader(ends[0]);
  Process process(directory_, with_defaults(directory_, {}), reader.get());
  const std::string log = read_text(story_);
  ASSERT_EQ(::write(writer.get(), log.data(), log.size()), static_cast<ssize_t>(log.size()));
  EXPECT_TRUE(
      eventually([&] { return process.out().find("\"kind\":\"alert\"") != std::string::npos; }));
  writer.reset();
  EXPECT_EQ(process.wait(), 0);
}

TEST_F(Replay, UsesTheHostNameThatIsConfigured) {
  const std::string config = directory_.write("host.toml", "[host]\nname = \"node-7\"\n");
  const Outcome result =
      run({"--config", config, "--detections", AK_SOURCE_DIR "/plugin/detections", story_});
  EXPECT_NE(result.out.find("\"host\":{\"name\":\"node-7\""), std::string::npos);
}

TEST_F(Replay, ShowsCredentialsOnlyWhenAskedTo) {
  const std::string config = directory_.write("open.toml", "[alerts]\nredact = false\n");
  const Outcome hidden = replay({story_});
  const Outcome shown =
      run({"--config", config, "--detections", AK_SOURCE_DIR "/plugin/detections", story_});
  EXPECT_NE(hidden.out.find("[redacted:"), std::string::npos);
  EXPECT_EQ(shown.out.find("[redacted:"), std::string::npos);
  EXPECT_NE(shown.out.find("--token="), std::string::npos);
}

TEST_F(Replay, ShowsTheRecordsOnlyWhenAskedTo) {
  const std::string config =
      directory_.write("open.toml", "[alerts]\nredact = false\noriginal = true\n");
  const Outcome shown =
      run({"--config", config, "--detections", AK_SOURCE_DIR "/plugin/detections", story_});
  EXPECT_NE(shown.out.find("\"original\":\"type=SYSCALL msg=audit("), std::string::npos);
  EXPECT_NE(shown.out.find("\\ntype=PATH msg=audit("), std::string::npos);
  EXPECT_EQ(replay({story_}).out.find("type=SYSCALL"), std::string::npos);
}

TEST(Events, ShowsEachEventAsOneJsonLine) {
  const Directory directory;
  const Outcome result =
      run({"events", "--config", directory.write("c.toml", ""), recording_path("attack-story")});
  EXPECT_EQ(result.exit_code, 0);
  const Lines lines = split_lines(result.out);
  EXPECT_GT(lines.size(), 10U);
  for (const std::string& line : lines) {
    EXPECT_EQ(line.rfind("{\"@timestamp\":", 0), 0U) << line;
    EXPECT_EQ(line.back(), '}');
  }
}

}  // namespace
}  // namespace ak::test
