// A real rsyslogd behind the syslog sink, under a configuration of the test's own.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <iostream>
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

  void stop(int signal = SIGTERM) {
    ::kill(daemon_, signal);
    ::waitpid(daemon_, nullptr, 0);
    daemon_ = -1;
  }

  std::string output() {
    std::ostringstream all;
    all << std::ifstream(directory_.file("out")).rdbuf();
    return all.str();
  }

  // Those of the alerts "n-0" to "n-COUNT" that have not arrived.
  std::vector<std::string> missing(int count) {
    std::vector<std::string> ids;
    const std::string arrived = output();
    for (int i = 0; i < count; ++i) {
      const std::string id = "\"n-" + std::to_string(i) + "\"";
      if (arrived.find(id) == std::string::npos) ids.push_back(id);
    }
    return ids;
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

// Stopped in order and killed, each time with alerts on the way.
TEST_F(Rsyslog, GetsEveryAlertAtLeastOnceHoweverOftenItEnds) {
  Counters counters;
  SyslogOptions options;
  options.path = directory_.file("log");
  const auto ignore = [](const std::string&) {};
  Dispatcher::Sinks sinks;
  sinks.push_back({"syslog", {}, std::make_unique<SyslogSink>(options, Context{counters, ignore})});
  Dispatcher::Options delivery;
  delivery.store.directory = directory_.file("store");
  delivery.retry_interval = std::chrono::milliseconds(10);
  Dispatcher dispatcher(std::move(sinks), counters, delivery, ignore);

  int sent = 0;
  const auto send_some = [&] {
    for (int i = 0; i < 100; ++i) dispatcher.submit(alert("n-" + std::to_string(sent++)));
  };
  for (const int signal : {SIGTERM, SIGKILL, SIGKILL, SIGTERM, SIGKILL}) {
    send_some();
    ASSERT_TRUE(test::eventually([&] { return missing(sent).size() < 50; }));
    stop(signal);
    send_some();
    ASSERT_TRUE(start());
  }
  send_some();
  EXPECT_TRUE(test::eventually([&] { return missing(sent).empty(); }))
      << missing(sent).size() << " of " << sent << " are missing";
  EXPECT_EQ(counters.dropped_alerts, 0U);
  std::cout << sent << " alerts, " << counters.redelivered << " of them sent again\n";
}

}  // namespace
}  // namespace ak::sink
