#include "sink/queue.h"

#include <gtest/gtest.h>

namespace ak::sink {
namespace {

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

std::string taken(Queue& queue) {
  std::string all;
  for (const Message& one : queue.take()) all += one.json + " ";
  return all;
}

TEST(Queue, GivesMessagesInTheOrderTheyCame) {
  Queue queue(QueueLimits{});
  EXPECT_EQ(queue.push(message("1")), 0U);
  EXPECT_EQ(queue.push(message("2")), 0U);
  EXPECT_EQ(taken(queue), "1 2 ");
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(taken(queue), "");
}

TEST(Queue, KeepsAsManyMessagesAsItsLimitAndDropsTheOldestBeyond) {
  Queue queue(QueueLimits{3, 1000});
  for (const char* json : {"1", "2", "3"}) EXPECT_EQ(queue.push(message(json)), 0U);
  EXPECT_EQ(queue.push(message("4")), 1U);
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(taken(queue), "2 3 4 ");
}

TEST(Queue, KeepsAsManyBytesAsItsLimitAndDropsTheOldestBeyond) {
  Queue queue(QueueLimits{100, 10});
  EXPECT_EQ(queue.push(message("aaaaa")), 0U);
  EXPECT_EQ(queue.push(message("bbbbb")), 0U);
  EXPECT_EQ(queue.push(message("c")), 1U);
  EXPECT_EQ(taken(queue), "bbbbb c ");
  EXPECT_EQ(queue.push(message("0123456789")), 0U);  // what was taken counts no more
}

TEST(Queue, DropsAMessageLargerThanItself) {
  Queue queue(QueueLimits{100, 10});
  EXPECT_EQ(queue.push(message("aaa")), 0U);
  EXPECT_EQ(queue.push(message(std::string(11, 'b'))), 2U);
  EXPECT_TRUE(queue.empty());
}

TEST(Queue, HasTheLimitsOfTheProgramByDefault) {
  Queue queue(QueueLimits{});
  for (std::size_t i = 0; i < limits::kMaxQueuedAlerts; ++i) {
    ASSERT_EQ(queue.push(message("x")), 0U);
  }
  EXPECT_EQ(queue.push(message("x")), 1U);
}

}  // namespace
}  // namespace ak::sink
