#include "sink/queue.h"

#include <gtest/gtest.h>

namespace ak::sink {
namespace {

SharedMessage message(const std::string& json) {
  return std::make_shared<const Message>(Message{json, detect::RuleSeverity::low, 0});
}

TEST(Queue, GivesAlertsInTheOrderTheyCame) {
  Queue queue(QueueLimits{});
  EXPECT_EQ(queue.push(message("1")), 0U);
  EXPECT_EQ(queue.push(message("2")), 0U);
  EXPECT_EQ(queue.pop()->json, "1");
  EXPECT_EQ(queue.pop()->json, "2");
  EXPECT_EQ(queue.pop(), nullptr);
}

TEST(Queue, KeepsAsManyAlertsAsItsLimitAndDropsTheOldestBeyond) {
  Queue queue(QueueLimits{3, 1000});
  for (const char* json : {"1", "2", "3"}) EXPECT_EQ(queue.push(message(json)), 0U);
  EXPECT_EQ(queue.push(message("4")), 1U);
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.pop()->json, "2");
}

TEST(Queue, KeepsAsManyBytesAsItsLimitAndDropsTheOldestBeyond) {
  Queue queue(QueueLimits{100, 10});
  EXPECT_EQ(queue.push(message("aaaaa")), 0U);
  EXPECT_EQ(queue.push(message("bbbbb")), 0U);
  EXPECT_EQ(queue.push(message("c")), 1U);
  EXPECT_EQ(queue.pop()->json, "bbbbb");
  EXPECT_EQ(queue.pop()->json, "c");
}

TEST(Queue, DropsAnAlertLargerThanItself) {
  Queue queue(QueueLimits{100, 10});
  EXPECT_EQ(queue.push(message("aaa")), 0U);
  EXPECT_EQ(queue.push(message(std::string(11, 'b'))), 2U);
  EXPECT_TRUE(queue.empty());
}

TEST(Queue, TakesAnAlertBackToItsHead) {
  Queue queue(QueueLimits{2, 1000});
  EXPECT_EQ(queue.push(message("1")), 0U);
  EXPECT_EQ(queue.push(message("2")), 0U);
  const SharedMessage first = queue.pop();
  EXPECT_FALSE(queue.push_front(first));
  EXPECT_EQ(queue.pop()->json, "1");
}

TEST(Queue, DropsWhatComesBackWhenItHasFilledMeanwhile) {
  Queue queue(QueueLimits{2, 1000});
  EXPECT_EQ(queue.push(message("1")), 0U);
  const SharedMessage first = queue.pop();
  EXPECT_EQ(queue.push(message("2")), 0U);
  EXPECT_EQ(queue.push(message("3")), 0U);
  EXPECT_TRUE(queue.push_front(first));
  EXPECT_EQ(queue.pop()->json, "2");
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
