#include "sink/dispatcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "sink/sockets.h"

namespace ak::sink {
namespace {

using std::chrono::milliseconds;
using test::eventually;

// What a fake sink does and has seen, shared with the test.
struct Script {
  std::atomic<Sink::Delivery> answer{Sink::Delivery::taken};
  std::atomic<int> offers{0};
  std::mutex mutex;
  std::vector<std::string> taken;
  std::string life;  // "open gone open"

  std::vector<std::string> seen() {
    const std::lock_guard lock(mutex);
    return taken;
  }
  std::string lived() {
    const std::lock_guard lock(mutex);
    return life;
  }
  void live(const std::string& what) {
    const std::lock_guard lock(mutex);
    life += (life.empty() ? "" : " ") + what;
  }
};

class FakeSink final : public Sink {
 public:
  explicit FakeSink(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  ~FakeSink() override { script_->live("gone"); }
  [[nodiscard]] std::string_view type() const override { return "fake"; }
  void open() override { script_->live("open"); }
  Delivery deliver(const Message& message) override {
    ++script_->offers;
    const Delivery answer = script_->answer;
    if (answer == Delivery::taken && message.kind == MessageKind::alert) {
      const std::lock_guard lock(script_->mutex);
      script_->taken.push_back(message.json);
    }
    return answer;
  }
  [[nodiscard]] Interest interest(bool blocked) override { return {{}, blocked}; }
  void ready(const std::vector<pollfd>& /*fds*/) override {}

 private:
  std::shared_ptr<Script> script_;
};

Message message(const std::string& json) {
  Message made;
  made.json = json;
  return made;
}

NamedSink named(const std::string& name, const std::shared_ptr<Script>& script) {
  return {name, {}, std::make_unique<FakeSink>(script)};
}

void ignore(const std::string& /*line*/) {}

Dispatcher::Sinks sinks(
    std::initializer_list<std::pair<const char*, std::shared_ptr<Script>>> all) {
  Dispatcher::Sinks made;
  for (const auto& [name, script] : all) made.push_back(named(name, script));
  return made;
}

Dispatcher::Options options(std::size_t max_alerts = 100) {
  Dispatcher::Options made;
  made.held = {max_alerts, 1000000};
  made.retry_interval = milliseconds(1);
  return made;
}

TEST(Dispatcher, GivesEveryAlertToEverySinkInOrder) {
  const auto a = std::make_shared<Script>();
  const auto b = std::make_shared<Script>();
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", a}, {"b", b}}), counters, options(), ignore);
  for (const char* json : {"1", "2", "3"}) dispatcher.submit(message(json));
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(a->seen(), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(b->seen(), (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(counters.delivered, 6U);
  EXPECT_EQ(counters.dropped_alerts, 0U);
}

TEST(Dispatcher, OffersAgainWhatASinkCouldNotTake) {
  const auto script = std::make_shared<Script>();
  script->answer = Sink::Delivery::later;
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", script}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  dispatcher.submit(message("2"));
  ASSERT_TRUE(eventually([&] { return script->offers > 3; }));
  script->answer = Sink::Delivery::taken;
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(script->seen(), (std::vector<std::string>{"1", "2"}));
}

TEST(Dispatcher, DropsTheOldestForASinkThatIsAwayAndDelaysNoOther) {
  const auto away = std::make_shared<Script>();
  away->answer = Sink::Delivery::later;
  const auto fine = std::make_shared<Script>();
  Counters counters;
  Dispatcher dispatcher(sinks({{"away", away}, {"fine", fine}}), counters, options(3), ignore);
  for (int i = 0; i < 6; ++i) {
    dispatcher.submit(message(std::to_string(i)));
    ASSERT_TRUE(eventually([&] { return fine->seen().size() == static_cast<std::size_t>(i) + 1; }));
  }
  // Three are kept, and one of the places is taken by the notice of the loss.
  ASSERT_TRUE(eventually([&] { return counters.dropped_alerts == 4; }));
  away->answer = Sink::Delivery::taken;
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(away->seen(), (std::vector<std::string>{"4", "5"}));
  EXPECT_EQ(dispatcher.status().sinks[0].lost, 4U);
  EXPECT_EQ(dispatcher.status().sinks[1].lost, 0U);
}

TEST(Dispatcher, CountsWhatASinkCanNeverTake) {
  const auto script = std::make_shared<Script>();
  script->answer = Sink::Delivery::never;
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", script}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(counters.dropped_alerts, 1U);
  EXPECT_EQ(counters.delivered, 0U);
}

TEST(Dispatcher, LosesNothingWhenNobodyIsThere) {
  const auto script = std::make_shared<Script>();
  script->answer = Sink::Delivery::nobody;
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", script}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(script->offers, 1);
  EXPECT_EQ(counters.dropped_alerts, 0U);
  EXPECT_EQ(counters.delivered, 0U);
}

TEST(Dispatcher, EndsAfterItsGraceAndCountsWhatIsLeft) {
  const auto script = std::make_shared<Script>();
  script->answer = Sink::Delivery::later;
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", script}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  dispatcher.submit(message("2"));
  dispatcher.finish(milliseconds(20));
  EXPECT_EQ(counters.dropped_alerts, 2U);
  dispatcher.submit(message("3"));
  EXPECT_EQ(counters.dropped_alerts, 3U);
}

TEST(Dispatcher, HandsTheQueueToASuccessorOfTheSameName) {
  const auto old = std::make_shared<Script>();
  old->answer = Sink::Delivery::later;
  const auto fresh = std::make_shared<Script>();
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", old}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  ASSERT_TRUE(eventually([&] { return old->offers > 0; }));
  dispatcher.replace_sink(named("a", fresh));
  ASSERT_TRUE(eventually([&] { return fresh->offers > 0; }));
  dispatcher.submit(message("2"));
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(fresh->seen(), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(counters.dropped_alerts, 0U);
}

TEST(Dispatcher, KeepsNothingForASinkThatIsRemoved) {
  const auto old = std::make_shared<Script>();
  old->answer = Sink::Delivery::later;
  Counters counters;
  Dispatcher dispatcher(sinks({{"a", old}}), counters, options(), ignore);
  dispatcher.submit(message("1"));
  ASSERT_TRUE(eventually([&] { return dispatcher.status().held == 1; }));
  dispatcher.remove_sink("a");
  ASSERT_TRUE(eventually([&] { return dispatcher.status().held == 0; }));
  dispatcher.finish(milliseconds(test::kPatienceMs));
  EXPECT_EQ(counters.dropped_alerts, 0U);  // nobody wants it any more
}

TEST(Dispatcher, AddsASinkAndOpensItAfterItsPredecessorIsGone) {
  const auto added = std::make_shared<Script>();
  Counters counters;
  Dispatcher dispatcher({}, counters, options(), ignore);
  dispatcher.replace_sink(named("a", added));
  ASSERT_TRUE(eventually([&] { return added->lived() == "open"; }));
  dispatcher.replace_sink(named("a", added));
  ASSERT_TRUE(eventually([&] { return added->lived() == "open gone open"; }));
}

}  // namespace
}  // namespace ak::sink
