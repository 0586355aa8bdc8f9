#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "sink/sockets.h"
#include "sink/syslog_sink.h"

namespace ak::sink {
namespace {

using test::bind_socket;
using test::receive;

constexpr TimeMs kNow = 1795354251123;  // 2026-11-22T13:30:51.123Z

class Syslog : public testing::Test {
 protected:
  Syslog() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    options_.path = directory_.file("log");
  }

  SyslogSink sink() {
    return {options_,
            {counters_, [this](const std::string& line) { reports_.push_back(line); },
             [this] { return now_; }}};
  }

  static Message message(const std::string& json) {
    Message made;
    made.json = json;
    made.severity = detect::RuleSeverity::medium;
    made.created = kNow;
    return made;
  }

  // What arrives for the message, without the header's pid.
  static std::string packet(const std::string& json, const std::string& priority = "84") {
    return "<" + priority + ">Nov 22 13:30:51 audisp-kube[" + std::to_string(::getpid()) +
           "]: @cee: " + json;
  }

  test::TempDir directory_;
  SyslogOptions options_;
  Counters counters_;
  std::vector<std::string> reports_;
  SteadyTime now_;
};

TEST_F(Syslog, SendsOneDatagramWithTheCookie) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message(R"({"a":1})")), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet(R"({"a":1})"));
  EXPECT_TRUE(reports_.empty());
}

TEST_F(Syslog, SendsTheFormatAskedForWithTheCookieIfItIsJson) {
  struct Case {
    alert::AlertFormat format;
    std::string begin;
  };
  const std::vector<Case> cases = {{alert::AlertFormat::ecs, "@cee: {"},
                                   {alert::AlertFormat::ocsf, "@cee: {"},
                                   {alert::AlertFormat::cef, "CEF:0|"}};
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  for (const Case& c : cases) {
    options_.format = c.format;
    SyslogSink syslog = sink();
    EXPECT_EQ(syslog.deliver(message(R"({"event":{"kind":"alert"},"rule":{"id":"r"}})")),
              Sink::Delivery::taken);
    const std::string got = receive(daemon.get());
    EXPECT_NE(got.find("]: " + c.begin), std::string::npos) << got;
  }
}

TEST_F(Syslog, MapsTheSeverityAndTheFacilityAsConfigured) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  options_.facility = syslog_facility("local3");
  options_.severities = {7, 6, 1, 0};
  SyslogSink syslog = sink();
  const std::vector<std::pair<detect::RuleSeverity, std::string>> cases = {
      {detect::RuleSeverity::low, "159"},
      {detect::RuleSeverity::medium, "158"},
      {detect::RuleSeverity::high, "153"},
      {detect::RuleSeverity::critical, "152"}};
  for (const auto& [severity, priority] : cases) {
    Message alert = message("{}");
    alert.severity = severity;
    EXPECT_EQ(syslog.deliver(alert), Sink::Delivery::taken);
    EXPECT_EQ(receive(daemon.get()), packet("{}", priority));
  }
}

TEST_F(Syslog, SpeaksToAStreamSocketWithNulsBetween) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_STREAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::taken);
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::taken);
  const UniqueFd connection(::accept(daemon.get(), nullptr, nullptr));
  const std::string expected = packet("{}") + '\0' + packet("{}") + '\0';
  std::string got;
  while (got.size() < expected.size()) {
    const std::string more = receive(connection.get());
    ASSERT_FALSE(more.empty());
    got += more;
  }
  EXPECT_EQ(got, expected);
}

TEST_F(Syslog, NeverCutsAPacketOnAStreamThatIsFull) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_STREAM);
  options_.max_bytes = limits::kMaxSyslogBytes;
  SyslogSink syslog = sink();
  const std::string json = "\"" + std::string(40000, 'x') + "\"";
  std::size_t taken = 0;
  while (syslog.deliver(message(json)) == Sink::Delivery::taken) ASSERT_LT(++taken, 1000U);
  const UniqueFd connection(::accept(daemon.get(), nullptr, nullptr));
  std::string got;
  while (got.size() < taken * (packet(json).size() + 1)) {
    const std::string more = receive(connection.get());
    ASSERT_FALSE(more.empty());
    got += more;
    syslog.ready({});
  }
  std::string expected;
  for (std::size_t i = 0; i < taken; ++i) expected += packet(json) + '\0';
  EXPECT_TRUE(got == expected);
  EXPECT_FALSE(syslog.pending());
}

TEST_F(Syslog, KeepsAnAlertWhileNobodyListensAndSaysSoOnce) {
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::later);
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::later);
  EXPECT_TRUE(syslog.interest(true).retry);
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::taken);
  EXPECT_EQ(reports_,
            (std::vector<std::string>{"nobody listens on " + options_.path + ": alerts wait",
                                      "syslog is back on " + options_.path}));
}

TEST_F(Syslog, FindsARestartedDaemonAndAsksForWhatTheOldOneHadNotRead) {
  UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(syslog.unconfirmed(), 1U);
  daemon.reset();
  ASSERT_EQ(::unlink(options_.path.c_str()), 0);
  daemon = bind_socket(options_.path, SOCK_DGRAM);
  EXPECT_EQ(syslog.deliver(message("2")), Sink::Delivery::later);
  EXPECT_TRUE(syslog.take_loss());
  EXPECT_FALSE(syslog.take_loss());
  EXPECT_EQ(syslog.unconfirmed(), 0U);
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet("1"));
  EXPECT_TRUE(reports_.empty());  // it was never away
}

TEST_F(Syslog, FindsARestartedDaemonAtOnceWhenTheOldOneHadReadAll) {
  UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet("1"));
  syslog.conclude();
  daemon.reset();
  ASSERT_EQ(::unlink(options_.path.c_str()), 0);
  daemon = bind_socket(options_.path, SOCK_DGRAM);
  EXPECT_EQ(syslog.deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet("2"));
  EXPECT_TRUE(reports_.empty());
}

TEST_F(Syslog, ConfirmsWhatALivingDaemonReadAWhileAgo) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_TRUE(syslog.pending());
  syslog.ready({});
  now_ += options_.hold;
  syslog.ready({});
  EXPECT_EQ(syslog.unconfirmed(), 1U);  // however old: it was not read

  EXPECT_EQ(receive(daemon.get()), packet("1"));
  EXPECT_FALSE(syslog.pending());
  syslog.ready({});
  now_ += options_.hold - std::chrono::milliseconds(1);
  syslog.ready({});
  EXPECT_EQ(syslog.unconfirmed(), 1U);
  EXPECT_TRUE(syslog.interest(false).retry);
  now_ += std::chrono::milliseconds(1);
  syslog.ready({});
  EXPECT_EQ(syslog.unconfirmed(), 0U);
  EXPECT_FALSE(syslog.interest(false).retry);
  EXPECT_FALSE(syslog.take_loss());
}

// The kernel says "nothing unread" of a datagram that was thrown away with its reader.
TEST_F(Syslog, TakesNothingForReadThatWentWithADaemonThatWasKilled) {
  UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  daemon.reset();  // its file stays
  EXPECT_FALSE(syslog.pending());
  syslog.ready({});
  EXPECT_TRUE(syslog.take_loss());
}

TEST_F(Syslog, SendsAgainWhatADaemonReadJustBeforeItEnded) {
  UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet("1"));
  syslog.ready({});
  daemon.reset();
  ASSERT_EQ(::unlink(options_.path.c_str()), 0);
  daemon = bind_socket(options_.path, SOCK_DGRAM);
  syslog.ready({});
  EXPECT_TRUE(syslog.take_loss());
}

TEST_F(Syslog, ConfirmsAtTheEndWhatWasReadAndNothingElse) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message(std::string(2000, '1'))), Sink::Delivery::taken);
  EXPECT_EQ(syslog.deliver(message(std::string(4000, '2'))), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet(std::string(2000, '1')));
  syslog.conclude();
  EXPECT_LE(syslog.unconfirmed(), 2U);
  EXPECT_GE(syslog.unconfirmed(), 1U);
  EXPECT_EQ(receive(daemon.get()), packet(std::string(4000, '2')));
  syslog.conclude();
  EXPECT_EQ(syslog.unconfirmed(), 0U);
}

TEST_F(Syslog, DoesNotWaitForADaemonThatDoesNotRead) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  SyslogSink syslog = sink();
  std::size_t taken = 0;
  while (syslog.deliver(message("{}")) == Sink::Delivery::taken) ASSERT_LT(++taken, 100000U);
  const Interest interest = syslog.interest(true);
  ASSERT_EQ(interest.fds.size(), 1U);
  pollfd waiting = interest.fds[0];
  EXPECT_EQ(::poll(&waiting, 1, 0), 0);
  for (std::size_t i = 0; i < taken; ++i) receive(daemon.get());
  EXPECT_EQ(::poll(&waiting, 1, test::kPatienceMs), 1);
  EXPECT_EQ(syslog.deliver(message("{}")), Sink::Delivery::taken);
  EXPECT_TRUE(reports_.empty());  // full is not away
}

TEST_F(Syslog, ShortensWhatIsOverTheSizeLimit) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  const auto json_of = [](std::size_t bytes) {
    const std::string head = R"({"rule":{"id":"r"},"file":{"path":")";
    return head + std::string(bytes - head.size() - 3, 'x') + "\"}}";
  };
  constexpr std::size_t kRoom = limits::kMinRenderedBytes;
  options_.max_bytes = packet("").size() + kRoom;
  SyslogSink syslog = sink();
  EXPECT_EQ(syslog.deliver(message(json_of(kRoom))), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()), packet(json_of(kRoom)));
  EXPECT_EQ(counters_.shortened_alerts, 0U);
  EXPECT_EQ(syslog.deliver(message(json_of(kRoom + 1))), Sink::Delivery::taken);
  const std::string shortened = receive(daemon.get());
  EXPECT_LE(shortened.size(), options_.max_bytes);
  EXPECT_NE(shortened.find(R"("labels":{"shortened":"true"})"), std::string::npos) << shortened;
  EXPECT_EQ(counters_.shortened_alerts, 1U);
}

TEST_F(Syslog, GivesUpAnAlertThatDoesNotFitEvenShortened) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{20}}) {
    options_.max_bytes = packet("").size() + room;
    SyslogSink syslog = sink();
    EXPECT_EQ(syslog.deliver(message(R"({"event":{"kind":"alert"}})")), Sink::Delivery::never);
  }
}

TEST_F(Syslog, SendsADatagramOfTheLargestSizeThatCanBeConfigured) {
  const UniqueFd daemon = bind_socket(options_.path, SOCK_DGRAM);
  options_.max_bytes = limits::kMaxSyslogBytes;
  SyslogSink syslog = sink();
  const std::string json(limits::kMaxSyslogBytes - packet("").size(), 'x');
  EXPECT_EQ(syslog.deliver(message(json)), Sink::Delivery::taken);
  EXPECT_EQ(receive(daemon.get()).size(), limits::kMaxSyslogBytes);
}

TEST(SyslogNames, AreThoseOfSyslogConf) {
  EXPECT_EQ(syslog_facility("kern"), 0);
  EXPECT_EQ(syslog_facility("authpriv"), 10);
  EXPECT_EQ(syslog_facility("local7"), 23);
  EXPECT_EQ(syslog_facility(""), -1);
  EXPECT_EQ(syslog_facility("local8"), -1);
  EXPECT_EQ(syslog_severity("emerg"), 0);
  EXPECT_EQ(syslog_severity("debug"), 7);
  EXPECT_EQ(syslog_severity("Debug"), -1);
}

}  // namespace
}  // namespace ak::sink
