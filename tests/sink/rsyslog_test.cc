// A real rsyslogd behind the syslog sink, under a configuration of the test's own.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "sink/dispatcher.h"
#include "sink/sockets.h"
#include "sink/syslog_sink.h"

extern char** environ;

namespace ak::sink {
namespace {

constexpr const char* kRsyslogd = "/usr/sbin/rsyslogd";

class Rsyslog : public testing::Test {
 protected:
  void SetUp() override {
    if (::access(kRsyslogd, X_OK) != 0) GTEST_SKIP() << "no " << kRsyslogd;
    std::ofstream(directory_.file("conf"))
        << "module(load=\"imuxsock\" SysSock.Use=\"off\")\n"
        << "input(type=\"imuxsock\" Socket=\"" << directory_.file("log") << "\")\n"
        << "template(name=\"t\" type=\"string\" string=\"%syslogfacility-text%."
        << "%syslogseverity-text% %programname%:%msg%\\n\")\n"
        << "action(type=\"omfile\" file=\"" << directory_.file("out") << "\" template=\"t\")\n";
    if (!start()) GTEST_SKIP() << "rsyslogd does not run here under a configuration of our own";
  }

  void TearDown() override {
    if (daemon_ > 0) stop();
  }

  bool start() {
    const std::vector<std::string> words = {
        kRsyslogd, "-n", "-f", directory_.file("conf"), "-i", directory_.file("pid")};
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    if (::posix_spawn(&daemon_, kRsyslogd, nullptr, nullptr, argv.data(), environ) != 0) {
      return false;
    }
    return test::eventually([&] {
      SyslogSocket probe(directory_.file("log"));
      return probe.send("<15>Nov 22 13:30:51 probe: x") == SyslogSocket::Send::sent;
    });
  }

  void stop() {
    ::kill(daemon_, SIGTERM);
    ::waitpid(daemon_, nullptr, 0);
    daemon_ = -1;
  }

  std::string output() {
    std::ostringstream all;
    all << std::ifstream(directory_.file("out")).rdbuf();
    return all.str();
  }

  // The alert has arrived as rsyslog must see it: parsed, and its JSON whole.
  bool shows(const std::string& id) {
    const std::string line =
        "authpriv.warning audisp-kube: @cee: {\"rule\":{\"id\":\"" + id + "\"}}\n";
    return test::eventually([&] { return output().find(line) != std::string::npos; });
  }

  test::TempDir directory_;
  pid_t daemon_ = -1;
};

Message alert(const std::string& id) {
  Message made;
  made.json = R"({"rule":{"id":")" + id + R"("}})";
  made.severity = detect::RuleSeverity::medium;
  made.created = 1795354251123;
  return made;
}

TEST_F(Rsyslog, TakesTheAlertWholeAlsoAfterARestart) {
  Counters counters;
  SyslogOptions options;
  options.path = directory_.file("log");
  Dispatcher::Sinks sinks;
  const auto ignore = [](const std::string&) {};
  sinks.push_back({"syslog", {}, std::make_unique<SyslogSink>(options, Context{counters, ignore})});
  Dispatcher::Options delivery;
  delivery.retry_interval = std::chrono::milliseconds(10);
  Dispatcher dispatcher(std::move(sinks), counters, delivery, ignore);

  dispatcher.submit(alert("first"));
  EXPECT_TRUE(shows("first")) << output();

  stop();
  dispatcher.submit(alert("while-away"));
  ASSERT_TRUE(start());
  dispatcher.submit(alert("after"));
  EXPECT_TRUE(shows("while-away")) << output();
  EXPECT_TRUE(shows("after")) << output();
  EXPECT_EQ(counters.dropped_alerts, 0U);
}

}  // namespace
}  // namespace ak::sink
