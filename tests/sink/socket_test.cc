#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "sink/dispatcher.h"
#include "sink/socket_sink.h"
#include "sink/sockets.h"

namespace ak::sink {
namespace {

using test::connect_client;
using test::eventually;
using test::receive;
using test::receive_lines;

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

class Socket : public testing::Test {
 protected:
  Socket() { options_.listener.path = directory_.file("alerts.sock"); }

  std::unique_ptr<SocketSink> sink() {
    auto made = std::make_unique<SocketSink>(
        options_, Context{counters_, [this](const std::string& line) { reports_.push_back(line); },
                          [this] { return now_; }});
    made->open();
    return made;
  }
  static std::vector<pollfd> poll_all(SocketSink& socket) {
    std::vector<pollfd> fds = socket.interest(false).fds;
    EXPECT_GE(::poll(fds.data(), fds.size(), test::kPatienceMs), 1);
    return fds;
  }
  UniqueFd connect() { return connect_client(options_.listener.path); }

  mode_t mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::lstat(path.c_str(), &status), 0);
    return status.st_mode;
  }

  test::TempDir directory_;
  SocketOptions options_;
  Counters counters_;
  std::vector<std::string> reports_;
  SteadyTime now_;
};

TEST_F(Socket, ServesEveryClientALineForEachAlert) {
  const auto socket = sink();
  const UniqueFd a = connect();
  const UniqueFd b = connect();
  EXPECT_EQ(socket->deliver(message(R"({"n":1})")), Sink::Delivery::taken);
  EXPECT_EQ(socket->deliver(message(R"({"n":2})")), Sink::Delivery::taken);
  EXPECT_EQ(receive_lines(a.get(), 2), "{\"n\":1}\n{\"n\":2}\n");
  EXPECT_EQ(receive_lines(b.get(), 2), "{\"n\":1}\n{\"n\":2}\n");
  EXPECT_TRUE(reports_.empty());
}

TEST_F(Socket, SaysThatNobodyIsThere) {
  const auto socket = sink();
  EXPECT_EQ(socket->deliver(message("{}")), Sink::Delivery::nobody);
}

TEST_F(Socket, TurnsAwayClientsBeyondItsCap) {
  options_.max_clients = 2;
  const auto socket = sink();
  const UniqueFd a = connect();
  const UniqueFd b = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(counters_.refused_clients, 0U);
  const UniqueFd c = connect();
  EXPECT_EQ(socket->deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(counters_.refused_clients, 1U);
  EXPECT_EQ(receive(c.get()), "");
  EXPECT_EQ(receive_lines(b.get(), 2), "1\n2\n");
}

TEST_F(Socket, MakesAClientThatDoesNotReadMissWholeLinesOnly) {
  options_.max_client_bytes = 5000;
  const auto socket = sink();
  const UniqueFd lazy = connect();
  const std::string json(999, 'x');
  const std::size_t offered = 1000;
  for (std::size_t i = 0; i < offered; ++i) {
    EXPECT_EQ(socket->deliver(message(json)), Sink::Delivery::taken);
  }
  const std::size_t missed = counters_.missed_lines;
  ASSERT_GT(missed, 0U);
  ASSERT_TRUE(socket->pending());

  std::string got;
  while (got.size() < (offered - missed) * 1000) {
    const std::string more = receive(lazy.get());
    ASSERT_FALSE(more.empty());
    got += more;
    socket->ready({{lazy.get(), 0, 0}});
    for (pollfd fd : socket->interest(false).fds) {
      fd.revents = fd.events & POLLOUT;
      socket->ready({fd});
    }
  }
  std::string expected;
  for (std::size_t i = 0; i < offered - missed; ++i) expected += json + "\n";
  EXPECT_TRUE(got == expected);
  EXPECT_FALSE(socket->pending());
}

TEST_F(Socket, BuffersForAClientAsMuchAsTheCapAndNotOneByteMore) {
  // A socketpair that is full already, so that every byte must be buffered.
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  const UniqueFd reader(ends[0]);
  SocketClient client(UniqueFd(ends[1]), 10);
  const std::string filler(4096, 'x');
  while (::send(ends[1], filler.data(), filler.size(), MSG_NOSIGNAL) > 0) {
  }
  EXPECT_TRUE(client.add("12345678\n"));
  EXPECT_FALSE(client.add("2\n"));
  EXPECT_TRUE(client.add("\n"));
  EXPECT_FALSE(client.add("\n"));
}

TEST_F(Socket, KeepsServingOthersWhenAClientLeaves) {
  const auto socket = sink();
  UniqueFd leaving = connect();
  const UniqueFd staying = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  leaving.reset();
  EXPECT_EQ(socket->deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(receive_lines(staying.get(), 2), "1\n2\n");
  EXPECT_EQ(socket->interest(false).fds.size(), 2U);  // the listener and the one who stayed
}

TEST_F(Socket, ForgetsAClientThatHungUpBetweenAlerts) {
  const auto socket = sink();
  UniqueFd client = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  client.reset();
  std::vector<pollfd> fds = socket->interest(false).fds;
  ASSERT_EQ(::poll(fds.data(), fds.size(), test::kPatienceMs), 1);
  socket->ready(fds);
  EXPECT_EQ(socket->interest(false).fds.size(), 1U);
}

TEST_F(Socket, GoesOnServingAClientThatOnlyListens) {
  const auto socket = sink();
  const UniqueFd client = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  ASSERT_EQ(::shutdown(client.get(), SHUT_WR), 0);
  std::vector<pollfd> fds = socket->interest(false).fds;
  ASSERT_EQ(::poll(fds.data(), fds.size(), test::kPatienceMs), 1);
  socket->ready(fds);
  fds = socket->interest(false).fds;
  EXPECT_EQ(::poll(fds.data(), fds.size(), 0), 0);  // nothing to spin on
  EXPECT_EQ(socket->deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(receive_lines(client.get(), 2), "1\n2\n");
}

TEST_F(Socket, IgnoresWhatAClientSays) {
  const auto socket = sink();
  const UniqueFd client = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  ASSERT_EQ(::send(client.get(), "GET /\n", 6, 0), 6);
  std::vector<pollfd> fds = socket->interest(false).fds;
  ASSERT_EQ(::poll(fds.data(), fds.size(), test::kPatienceMs), 1);
  socket->ready(fds);
  fds = socket->interest(false).fds;
  EXPECT_EQ(::poll(fds.data(), fds.size(), 0), 0);
  EXPECT_EQ(receive_lines(client.get(), 1), "1\n");
}

TEST_F(Socket, HasTheModeAskedForAndGoesWithItsOwner) {
  options_.listener.mode = 0620;
  auto socket = sink();
  EXPECT_EQ(mode_of(options_.listener.path) & 07777U, 0620U);
  socket.reset();
  EXPECT_NE(::access(options_.listener.path.c_str(), F_OK), 0);
}

TEST_F(Socket, MakesItsDirectory) {
  options_.listener.path = directory_.file("run/alerts.sock");
  const auto socket = sink();
  EXPECT_TRUE(connect());
}

TEST_F(Socket, TakesThePlaceOfASocketThatNobodyServes) {
  test::bind_socket(options_.listener.path, SOCK_STREAM).reset();
  ASSERT_TRUE(S_ISSOCK(mode_of(options_.listener.path)));
  const auto socket = sink();
  EXPECT_TRUE(connect());
}

TEST_F(Socket, LeavesAFileThatIsNoSocketAlone) {
  std::ofstream(options_.listener.path) << "precious";
  const auto socket = sink();
  EXPECT_TRUE(S_ISREG(mode_of(options_.listener.path)));
  EXPECT_EQ(reports_,
            std::vector<std::string>{options_.listener.path + " exists and is not a socket"});
}

TEST_F(Socket, LeavesASymbolicLinkAlone) {
  std::ofstream(directory_.file("precious")) << "x";
  ASSERT_EQ(::symlink(directory_.file("precious").c_str(), options_.listener.path.c_str()), 0);
  const auto socket = sink();
  EXPECT_TRUE(S_ISLNK(mode_of(options_.listener.path)));
}

TEST_F(Socket, LeavesAnotherProcessItsSocketUntilItIsFree) {
  auto first = sink();
  const auto second = sink();
  EXPECT_EQ(reports_.back(), options_.listener.path + " is served by another process");
  EXPECT_TRUE(second->interest(false).retry);
  first.reset();
  second->ready({});
  EXPECT_TRUE(connect());
  EXPECT_EQ(second->deliver(message("{}")), Sink::Delivery::taken);
}

TEST_F(Socket, DoesNotRemoveASocketThatReplacedItsOwn) {
  auto first = sink();
  ASSERT_EQ(::unlink(options_.listener.path.c_str()), 0);
  const auto second = sink();
  first.reset();
  EXPECT_TRUE(connect());
}

TEST_F(Socket, RefusesANameThatIsTooLong) {
  options_.listener.path = "/tmp/" + std::string(200, 'x');
  const auto socket = sink();
  ASSERT_EQ(reports_.size(), 1U);
  EXPECT_NE(reports_[0].find("is no name for a socket"), std::string::npos);
}

TEST_F(Socket, KeepsAlertsUntilAReaderComesIfAskedTo) {
  options_.keep = true;
  const auto socket = sink();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::later);
  EXPECT_FALSE(socket->state().up);
  const UniqueFd client = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  EXPECT_TRUE(socket->state().up);
  EXPECT_EQ(socket->unconfirmed(), 1U);
  EXPECT_EQ(receive_lines(client.get(), 1), "1\n");
  socket->ready({});
  now_ += options_.hold;
  socket->ready({});
  EXPECT_EQ(socket->unconfirmed(), 0U);
}

TEST_F(Socket, KeepingWaitsForASlowReaderAndLetsOthersMissLines) {
  options_.keep = true;
  options_.max_client_bytes = 5000;
  const auto socket = sink();
  const UniqueFd keeper = connect();
  const UniqueFd other = connect();
  const std::string json(999, 'x');
  std::size_t taken = 0;
  while (socket->deliver(message(json)) == Sink::Delivery::taken) ASSERT_LT(++taken, 10000U);
  EXPECT_EQ(counters_.missed_lines, 0U);  // the other one has room for as much
  for (std::size_t got = 0; got < taken * 1000;) {
    const std::string more = receive(keeper.get());
    ASSERT_FALSE(more.empty());
    got += more.size();
    for (pollfd fd : socket->interest(true).fds) {
      fd.revents = fd.events & POLLOUT;
      socket->ready({fd});
    }
  }
  EXPECT_EQ(socket->deliver(message(json)), Sink::Delivery::taken);
  EXPECT_EQ(counters_.missed_lines, 1U);
}

TEST_F(Socket, KeepingGivesTheNextReaderWhatTheLastOneLeftUnread) {
  options_.keep = true;
  const auto socket = sink();
  UniqueFd first = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  first.reset();
  socket->ready(poll_all(*socket));
  EXPECT_TRUE(socket->take_loss());
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::later);
  const UniqueFd second = connect();
  EXPECT_EQ(socket->deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(receive_lines(second.get(), 1), "1\n");
}

TEST_F(Socket, ServesThroughTheDispatcher) {
  Dispatcher::Sinks sinks;
  const Context context{counters_, [](const std::string&) {}};
  sinks.push_back({"socket", {}, std::make_unique<SocketSink>(options_, context)});
  Dispatcher dispatcher(std::move(sinks), counters_, {}, [](const std::string&) {});
  UniqueFd client;
  ASSERT_TRUE(eventually([&] { return bool(client = connect()); }));
  const std::string json(300000, 'x');  // more than a socket's buffer: needs several writes
  for (int i = 0; i < 3; ++i) dispatcher.submit(message(json));
  EXPECT_EQ(receive_lines(client.get(), 3).size(), 3 * (json.size() + 1));
  dispatcher.finish(std::chrono::milliseconds(test::kPatienceMs));
  EXPECT_EQ(counters_.delivered, 3U);
  EXPECT_EQ(counters_.missed_lines, 0U);
}

}  // namespace
}  // namespace ak::sink
