#include <gtest/gtest.h>

#include "sink/connect_sink.h"
#include "sink/sockets.h"

namespace ak::sink {
namespace {

using std::chrono::milliseconds;
using test::bind_socket;
using test::receive_lines;

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

class Connect : public testing::Test {
 protected:
  Connect() { options_.path = directory_.file("agent.sock"); }

  ConnectSink sink() {
    return {options_,
            Context{counters_, [this](const std::string& line) { reports_.push_back(line); },
                    [this] { return now_; }}};
  }
  static UniqueFd accept(const UniqueFd& listener) {
    return UniqueFd(::accept(listener.get(), nullptr, nullptr));
  }
  static void poll(ConnectSink& sink) {
    std::vector<pollfd> fds = sink.interest(false).fds;
    ::poll(fds.data(), fds.size(), test::kPatienceMs);
    sink.ready(fds);
  }
  UniqueFd restart_agent() {
    EXPECT_EQ(::unlink(options_.path.c_str()), 0);
    return bind_socket(options_.path, SOCK_STREAM);
  }

  test::TempDir directory_;
  ConnectOptions options_;
  Counters counters_;
  std::vector<std::string> reports_;
  SteadyTime now_;
};

TEST_F(Connect, SendsTheAgentALineForEachAlert) {
  const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  EXPECT_EQ(agent.deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(agent.deliver(message("2")), Sink::Delivery::taken);
  const UniqueFd connection = accept(listener);
  EXPECT_EQ(receive_lines(connection.get(), 2), "1\n2\n");
  EXPECT_TRUE(agent.state().up);
  EXPECT_TRUE(reports_.empty());
}

TEST_F(Connect, ConfirmsWhatWasReadAWhileAgo) {
  const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  EXPECT_EQ(agent.deliver(message("1")), Sink::Delivery::taken);
  const UniqueFd connection = accept(listener);
  agent.ready({});
  now_ += options_.hold;
  agent.ready({});
  EXPECT_TRUE(agent.pending());
  EXPECT_EQ(agent.unconfirmed(), 1U);
  EXPECT_EQ(receive_lines(connection.get(), 1), "1\n");
  EXPECT_FALSE(agent.pending());
  agent.ready({});
  EXPECT_EQ(agent.unconfirmed(), 1U);
  now_ += options_.hold;
  agent.ready({});
  EXPECT_EQ(agent.unconfirmed(), 0U);
}

TEST_F(Connect, SendsTheNextAgentWhatTheLastOneDidNotRead) {
  UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  EXPECT_EQ(agent.deliver(message("1")), Sink::Delivery::taken);
  accept(listener).reset();  // unread
  poll(agent);
  EXPECT_TRUE(agent.take_loss());
  EXPECT_FALSE(agent.state().up);
  listener = restart_agent();
  now_ += options_.first_pause;
  EXPECT_EQ(agent.deliver(message("1")), Sink::Delivery::taken);
  const UniqueFd connection = accept(listener);
  EXPECT_EQ(receive_lines(connection.get(), 1), "1\n");
  EXPECT_EQ(reports_,
            (std::vector<std::string>{"the connection to " + options_.path + " ended: alerts wait",
                                      "connected to " + options_.path + " again"}));
}

TEST_F(Connect, ConnectsWithPausesThatGrow) {
  options_.first_pause = milliseconds(1000);
  options_.longest_pause = milliseconds(3000);
  ConnectSink agent = sink();
  EXPECT_EQ(agent.deliver(message("1")), Sink::Delivery::later);
  EXPECT_TRUE(agent.interest(true).retry);
  std::vector<int> waited_ms;
  for (int tries = 0, waited = 0; tries < 4; ++waited) {
    // An agent that accepts and closes at once: each connection that is tried is seen.
    const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
    if (agent.deliver(message("1")) == Sink::Delivery::taken) {
      accept(listener).reset();
      poll(agent);
      EXPECT_TRUE(agent.take_loss());
      waited_ms.push_back(waited * 500);
      waited = 0;
      ++tries;
    }
    ASSERT_EQ(::unlink(options_.path.c_str()), 0);
    ASSERT_LT(waited, 100);
    now_ += milliseconds(500);
  }
  EXPECT_EQ(waited_ms, (std::vector<int>{1000, 2000, 3000, 3000}));
}

TEST_F(Connect, DoesNotWaitForAnAgentThatDoesNotRead) {
  options_.max_unread_bytes = 10000;
  const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  const std::string json(999, 'x');
  std::size_t taken = 0;
  while (agent.deliver(message(json)) == Sink::Delivery::taken) ASSERT_LT(++taken, 10000U);
  EXPECT_EQ(agent.unconfirmed(), taken);
  const UniqueFd connection = accept(listener);
  std::size_t got = 0;
  while (got < taken * 1000) {
    const std::string more = test::receive(connection.get());
    ASSERT_FALSE(more.empty());
    got += more.size();
    agent.ready({{agent.interest(false).fds.at(0).fd, POLLOUT, POLLOUT}});
  }
  EXPECT_EQ(agent.deliver(message(json)), Sink::Delivery::taken);
}

TEST_F(Connect, SendsALineLongerThanItsBuffer) {
  options_.max_unread_bytes = 100;
  const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  const std::string json(1 << 20, 'x');
  EXPECT_EQ(agent.deliver(message(json)), Sink::Delivery::taken);
  EXPECT_EQ(agent.deliver(message("2")), Sink::Delivery::later);
  const UniqueFd connection = accept(listener);
  std::size_t got = 0;
  while (got < json.size() + 1) {
    got += test::receive(connection.get()).size();
    agent.ready({{agent.interest(false).fds.at(0).fd, POLLOUT, POLLOUT}});
  }
  EXPECT_EQ(got, json.size() + 1);
}

TEST_F(Connect, ShortensALineToItsLimit) {
  options_.max_bytes = limits::kMinSyslogBytes;
  const UniqueFd listener = bind_socket(options_.path, SOCK_STREAM);
  ConnectSink agent = sink();
  const std::string path(3000, 'x');
  EXPECT_EQ(agent.deliver(message(R"({"rule":{"id":"r"},"file":{"path":")" + path + "\"}}")),
            Sink::Delivery::taken);
  const UniqueFd connection = accept(listener);
  EXPECT_LE(receive_lines(connection.get(), 1).size(), options_.max_bytes + 1);
  EXPECT_EQ(counters_.shortened_alerts, 1U);
}

}  // namespace
}  // namespace ak::sink
