#include <gtest/gtest.h>

#include <fcntl.h>

#include <csignal>

#include "sink/sockets.h"
#include "sink/stdout_sink.h"

namespace ak::sink {
namespace {

using test::receive_lines;

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

class Stdout : public testing::Test {
 protected:
  Stdout() { ::signal(SIGPIPE, SIG_IGN); }

  std::unique_ptr<StdoutSink> sink(int fd) {
    StdoutOptions options;
    options.fd = fd;
    auto made = std::make_unique<StdoutSink>(
        options, Context{counters_, [this](const std::string& line) { reports_.push_back(line); }});
    made->open();
    return made;
  }
  static std::string read_all(int fd, std::size_t bytes) {
    std::string all(bytes, '\0');
    std::size_t got = 0;
    while (got < bytes && test::wait_readable(fd)) {
      const ssize_t more = ::read(fd, all.data() + got, bytes - got);
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
    }
    all.resize(got);
    return all;
  }

  Counters counters_;
  std::vector<std::string> reports_;
};

TEST_F(Stdout, WritesALineForEachAlertIntoAPipeAndLeavesItsFlagsAlone) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  const auto out = sink(writer.get());
  EXPECT_EQ(out->deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(out->deliver(message("2")), Sink::Delivery::taken);
  EXPECT_EQ(read_all(reader.get(), 4), "1\n2\n");
  EXPECT_EQ(::fcntl(writer.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST_F(Stdout, DoesNotWaitForAPipeThatIsNotReadAndTearsNoLine) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  const auto out = sink(writer.get());
  const std::string json(9999, 'x');
  std::size_t taken = 0;
  while (out->deliver(message(json)) == Sink::Delivery::taken) ASSERT_LT(++taken, 1000U);
  std::string expected;
  for (std::size_t i = 0; i < taken; ++i) expected += json + "\n";
  std::string got;
  while (got.size() < expected.size()) {
    const std::string more =
        read_all(reader.get(), std::min<std::size_t>(4096, expected.size() - got.size()));
    ASSERT_FALSE(more.empty());
    got += more;
    out->ready({});
  }
  EXPECT_TRUE(got == expected);
  EXPECT_FALSE(out->pending());
}

TEST_F(Stdout, WritesIntoASocketAndAFile) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  EXPECT_EQ(sink(writer.get())->deliver(message("1")), Sink::Delivery::taken);
  EXPECT_EQ(receive_lines(reader.get(), 1), "1\n");

  const test::TempDir directory;
  const UniqueFd file(::open(directory.file("f").c_str(), O_RDWR | O_CREAT, 0600));
  EXPECT_EQ(sink(file.get())->deliver(message("2")), Sink::Delivery::taken);
  char text[3] = {};
  EXPECT_EQ(::pread(file.get(), text, 2, 0), 2);
  EXPECT_STREQ(text, "2\n");
}

TEST_F(Stdout, GivesUpWhenTheReaderIsGone) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  UniqueFd reader(ends[0]);
  const UniqueFd writer(ends[1]);
  const auto out = sink(writer.get());
  reader.reset();
  EXPECT_EQ(out->deliver(message("1")), Sink::Delivery::never);
  EXPECT_EQ(out->deliver(message("2")), Sink::Delivery::never);
  EXPECT_FALSE(out->state().up);
  EXPECT_EQ(reports_, std::vector<std::string>{"standard output is closed"});
}

}  // namespace
}  // namespace ak::sink
