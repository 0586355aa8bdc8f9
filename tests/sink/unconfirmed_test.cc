#include "sink/unconfirmed.h"

#include <gtest/gtest.h>

namespace ak::sink {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kHold{3000};

TEST(UnconfirmedMessages, AreTheNewestThatTheUnreadBytesCanBe) {
  struct Case {
    std::size_t unread;
    std::size_t left;  // of messages of 10, 20 and 30 bytes
  };
  const std::vector<Case> cases = {{0, 0},  {1, 1},  {30, 1}, {31, 2},
                                   {50, 2}, {51, 3}, {60, 3}, {1000, 3}};
  for (const Case& c : cases) {
    Unconfirmed sent{milliseconds(0)};
    for (const std::size_t bytes : {10, 20, 30}) sent.add(bytes);
    sent.observe(c.unread, SteadyTime());
    EXPECT_EQ(sent.size(), c.left) << c.unread;
    EXPECT_EQ(sent.all_read(), c.left == 0) << c.unread;
  }
}

TEST(UnconfirmedMessages, AreConfirmedWhenTheirReaderHasLivedOnForAWhile) {
  Unconfirmed sent(kHold);
  const SteadyTime start;
  sent.add(10);
  sent.observe(0, start);
  sent.add(10);
  sent.observe(0, start + milliseconds(1000));
  EXPECT_EQ(sent.size(), 2U);
  sent.observe(0, start + kHold - milliseconds(1));
  EXPECT_EQ(sent.size(), 2U);
  sent.observe(0, start + kHold);
  EXPECT_EQ(sent.size(), 1U);
  sent.observe(0, start + milliseconds(1000) + kHold);
  EXPECT_TRUE(sent.empty());
}

TEST(UnconfirmedMessages, StayReadWhenOthersFollow) {
  Unconfirmed sent(kHold);
  sent.add(10);
  sent.observe(0, SteadyTime());
  sent.add(1000);
  sent.observe(1000, SteadyTime() + kHold);
  EXPECT_EQ(sent.size(), 1U);  // the first one, read long ago, is confirmed
  EXPECT_FALSE(sent.all_read());
}

TEST(UnconfirmedMessages, AreConfirmedAtTheEndIfTheyWereRead) {
  Unconfirmed sent(kHold);
  sent.add(10);
  sent.add(20);
  sent.observe(20, SteadyTime());
  sent.confirm_read();
  EXPECT_EQ(sent.size(), 1U);
}

}  // namespace
}  // namespace ak::sink
