// The dispatcher on a store: what outlives it, what is sent again, what is told of losses.
#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <mutex>

#include "sink/dispatcher.h"
#include "sink/sockets.h"

namespace ak::sink {
namespace {

using std::chrono::milliseconds;
using test::eventually;

constexpr milliseconds kPatience(test::kPatienceMs);

// A receiver as the test plays it.
struct Receiver {
  std::mutex mutex;
  Sink::Delivery answer = Sink::Delivery::taken;
  bool confirms = true;  // at once; else never
  bool goes = false;     // away, with what is unconfirmed
  bool stalls = false;   // in the middle of deliver()
  std::condition_variable released;
  std::vector<std::string> got;

  template <typename F>
  auto with(F use) {
    const std::lock_guard lock(mutex);
    return use();
  }
  std::vector<std::string> seen() {
    return with([&] { return got; });
  }
};

class PlayedSink final : public Sink {
 public:
  explicit PlayedSink(std::shared_ptr<Receiver> receiver) : receiver_(std::move(receiver)) {}

  [[nodiscard]] std::string_view type() const override { return "played"; }
  Delivery deliver(const Message& message) override {
    std::unique_lock lock(receiver_->mutex);
    receiver_->released.wait(lock, [&] { return !receiver_->stalls; });
    if (receiver_->answer == Delivery::taken) {
      receiver_->got.push_back(message.json);
      ++unconfirmed_;
    }
    return receiver_->answer;
  }
  [[nodiscard]] std::size_t unconfirmed() const override {
    return receiver_->with([&] { return receiver_->confirms ? 0 : unconfirmed_; });
  }
  [[nodiscard]] bool take_loss() override {
    return receiver_->with([&] {
      if (!receiver_->goes) return false;
      unconfirmed_ = 0;
      receiver_->goes = false;
      return true;
    });
  }
  [[nodiscard]] Interest interest(bool blocked) override { return {{}, blocked}; }
  void ready(const std::vector<pollfd>& /*fds*/) override {}
  [[nodiscard]] SinkState state() const override {
    return receiver_->with([&] {
      const bool up = receiver_->answer != Delivery::later;
      return SinkState{up, up ? "" : "it is away"};
    });
  }

 private:
  std::shared_ptr<Receiver> receiver_;
  std::size_t unconfirmed_ = 0;
};

Message alert(std::uint64_t number) {
  Message message;
  message.json = std::to_string(number);
  message.rule_id = "rule";
  message.event_id = "event-" + message.json;
  message.created = 1000 + static_cast<TimeMs>(number);
  message.sequence = number;
  return message;
}

std::vector<std::string> numbers(int first, int last) {
  std::vector<std::string> all;
  for (int i = first; i <= last; ++i) all.push_back(std::to_string(i));
  return all;
}

std::vector<std::string> notices_in(const std::vector<std::string>& seen) {
  std::vector<std::string> notices;
  for (const std::string& json : seen) {
    if (json.find("alerts-lost") != std::string::npos) notices.push_back(json);
  }
  return notices;
}

class Delivery : public testing::Test {
 protected:
  Delivery() {
    options_.store.directory = directory_.file("store");
    options_.retry_interval = milliseconds(1);
    options_.host_name = "node-7";
  }

  std::unique_ptr<Dispatcher> start(
      std::initializer_list<std::pair<const char*, std::shared_ptr<Receiver>>> receivers) {
    Dispatcher::Sinks sinks;
    for (const auto& [name, receiver] : receivers) {
      sinks.push_back({name, filters_[name], std::make_unique<PlayedSink>(receiver)});
    }
    return std::make_unique<Dispatcher>(std::move(sinks), counters_, options_,
                                        [](const std::string&) {});
  }
  static std::shared_ptr<Receiver> receiver(Sink::Delivery answer = Sink::Delivery::taken) {
    auto made = std::make_shared<Receiver>();
    made->answer = answer;
    return made;
  }
  static void set(Receiver& receiver, Sink::Delivery answer) {
    receiver.with([&] { receiver.answer = answer; });
  }

  test::TempDir directory_;
  Dispatcher::Options options_;
  std::map<std::string, Filter> filters_;
  Counters counters_;
};

TEST_F(Delivery, GivesASinkAfterARestartWhatItDidNotTakeBefore) {
  const auto away = receiver(Sink::Delivery::later);
  const auto fine = receiver();
  {
    const auto dispatcher = start({{"away", away}, {"fine", fine}});
    EXPECT_EQ(dispatcher->last_sequence(), 0U);
    for (int i = 1; i <= 5; ++i) dispatcher->submit(alert(i));
    dispatcher->finish(kPatience);  // does not wait for what is stored
  }
  EXPECT_EQ(counters_.stored, 5U);
  EXPECT_EQ(counters_.dropped_alerts, 0U);
  EXPECT_EQ(fine->seen(), numbers(1, 5));

  set(*away, Sink::Delivery::taken);
  const auto dispatcher = start({{"away", away}, {"fine", fine}});
  EXPECT_EQ(dispatcher->last_sequence(), 5U);
  ASSERT_EQ(dispatcher->recent().size(), 5U);
  EXPECT_EQ(dispatcher->recent()[4], (store::AlertId{"event-5", "rule"}));
  dispatcher->submit(alert(6));
  dispatcher->finish(kPatience);
  EXPECT_EQ(away->seen(), numbers(1, 6));
  EXPECT_EQ(fine->seen(), numbers(1, 6));  // nothing twice
}

TEST_F(Delivery, SendsAgainInOrderWhatWentWithAReceiver) {
  const auto one = receiver();
  one->confirms = false;
  const auto dispatcher = start({{"a", one}});
  for (int i = 1; i <= 3; ++i) dispatcher->submit(alert(i));
  ASSERT_TRUE(eventually([&] { return one->seen().size() == 3; }));
  // Until they are confirmed; written a moment after they were sent.
  ASSERT_TRUE(eventually([&] { return dispatcher->status().stored == 3U; }));
  one->with([&] { one->goes = true; });
  dispatcher->submit(alert(4));
  ASSERT_TRUE(eventually([&] { return one->seen().size() >= 7; }));
  std::vector<std::string> expected = numbers(1, 3);
  for (const std::string& number : numbers(1, 4)) expected.push_back(number);
  EXPECT_EQ(one->seen(), expected);
  EXPECT_EQ(counters_.redelivered, 3U);
  one->with([&] { one->confirms = true; });
  dispatcher->submit(alert(5));
  EXPECT_TRUE(eventually([&] { return dispatcher->status().stored == 0; }));
}

TEST_F(Delivery, GivesWhatWasNotConfirmedToTheNextRun) {
  const auto one = receiver();
  one->confirms = false;
  start({{"a", one}})->submit(alert(1));
  ASSERT_EQ(one->seen(), numbers(1, 1));
  const auto dispatcher = start({{"a", one}});
  dispatcher->finish(kPatience);
  EXPECT_EQ(one->seen(), (std::vector<std::string>{"1", "1"}));
}

TEST_F(Delivery, PassesOverWhatASinkDoesNotWant) {
  filters_["picky"].min_severity = detect::RuleSeverity::high;
  const auto picky = receiver();
  const auto dispatcher = start({{"picky", picky}});
  for (int i = 1; i <= 4; ++i) {
    Message message = alert(i);
    if (i % 2 == 0) message.severity = detect::RuleSeverity::critical;
    dispatcher->submit(std::move(message));
  }
  dispatcher->finish(kPatience);
  EXPECT_EQ(picky->seen(), (std::vector<std::string>{"2", "4"}));
  EXPECT_EQ(dispatcher->status().stored, 0U);
}

TEST_F(Delivery, TellsOfLossesByOneNoticeThatTakesTheWayOfTheAlerts) {
  options_.store.max_alerts = 10;
  const auto away = receiver(Sink::Delivery::later);
  const auto fine = receiver();
  auto dispatcher = start({{"away", away}, {"fine", fine}});
  for (int i = 1; i <= 30; ++i) {
    dispatcher->submit(alert(i));
    ASSERT_TRUE(eventually([&] { return fine->seen().size() >= static_cast<std::size_t>(i); }));
  }
  ASSERT_TRUE(eventually([&] { return fine->seen().size() >= 31; }));
  const auto lost = [&] { return dispatcher->status().sinks[0].lost; };
  ASSERT_TRUE(eventually([&] { return lost() >= 20; }));
  EXPECT_LE(lost(), 21U);  // the notice takes a place, once
  EXPECT_EQ(counters_.dropped_alerts, lost());

  const std::vector<std::string> notices = notices_in(fine->seen());
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_NE(notices[0].find(R"("kind":"event")"), std::string::npos) << notices[0];
  EXPECT_NE(notices[0].find(R"("name":"node-7")"), std::string::npos) << notices[0];
  EXPECT_NE(notices[0].find("away ("), std::string::npos) << notices[0];

  set(*away, Sink::Delivery::taken);
  dispatcher->finish(kPatience);
  // The first notice made way for alerts; the last is written at the end.
  dispatcher.reset();
  start({{"away", away}, {"fine", fine}})->finish(kPatience);
  EXPECT_EQ(notices_in(away->seen()).size(), 1U);
}

// Once nothing more comes, the notice that takes a place in a full store is no reason for another.
TEST_F(Delivery, IsNotKeptBusyByItsOwnNotices) {
  options_.store.max_alerts = 5;
  options_.notice_interval = milliseconds(1);
  const auto away = receiver(Sink::Delivery::later);
  const auto dispatcher = start({{"away", away}});
  for (int i = 1; i <= 8; ++i) dispatcher->submit(alert(i));
  ASSERT_TRUE(eventually([&] { return dispatcher->status().sinks[0].lost >= 3; }));
  ASSERT_TRUE(eventually([&] { return dispatcher->status().sinks[0].lost == 4; }))
      << dispatcher->status().sinks[0].lost << " lost";
  std::promise<void> turns;
  dispatcher->after_commit([&] { turns.set_value(); });
  turns.get_future().wait();
  EXPECT_EQ(dispatcher->status().sinks[0].lost, 4U);
  EXPECT_EQ(dispatcher->status().stored, 5U);
}

TEST_F(Delivery, RunsAHookOnceWhatCameBeforeIsStored) {
  const auto away = receiver(Sink::Delivery::later);
  const auto dispatcher = start({{"away", away}});
  for (int i = 1; i <= 100; ++i) dispatcher->submit(alert(i));
  std::promise<std::uint64_t> stored;
  dispatcher->after_commit([&] { stored.set_value(counters_.stored); });
  EXPECT_EQ(stored.get_future().get(), 100U);
}

TEST_F(Delivery, KeepsOnlyTheNewestHooksWhileNothingCanBeStored) {
  std::ofstream(options_.store.directory) << "in the way";
  const auto away = receiver(Sink::Delivery::later);
  const auto dispatcher = start({{"away", away}});
  dispatcher->submit(alert(1));
  std::mutex mutex;
  std::vector<std::size_t> ran;
  for (std::size_t i = 0; i <= limits::kMaxPostponedHooks; ++i) {
    dispatcher->after_commit([&mutex, &ran, i] {
      const std::lock_guard lock(mutex);
      ran.push_back(i);
    });
  }
  ASSERT_TRUE(eventually([&] { return counters_.store_failures > 3; }));
  EXPECT_TRUE(eventually([&] { return dispatcher->status().held == 1; }));
  EXPECT_FALSE(dispatcher->status().store_works);
  {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(ran.empty());
  }
  ASSERT_EQ(::unlink(options_.store.directory.c_str()), 0);
  EXPECT_TRUE(eventually([&] {
    const std::lock_guard lock(mutex);
    return ran.size() == limits::kMaxPostponedHooks;
  }));
  EXPECT_EQ(ran.front(), 1U);
  EXPECT_EQ(counters_.stored, 1U);
}

TEST_F(Delivery, CountsAsLostWhatIsInNoStoreAtTheEnd) {
  std::ofstream(options_.store.directory) << "in the way";
  const auto away = receiver(Sink::Delivery::later);
  const auto dispatcher = start({{"away", away}});
  dispatcher->submit(alert(1));
  dispatcher->finish(milliseconds(20));
  EXPECT_EQ(counters_.dropped_alerts, 1U);
}

TEST_F(Delivery, KeepsWhatWaitsForASinkThatABrokenConfigurationDoesNotName) {
  const auto away = receiver(Sink::Delivery::later);
  start({{"away", away}})->submit(alert(1));
  options_.forget_other_sinks = false;
  start({})->submit(alert(2));
  options_.forget_other_sinks = true;
  set(*away, Sink::Delivery::taken);
  start({{"away", away}})->finish(kPatience);
  EXPECT_EQ(away->seen(), numbers(1, 2));
}

TEST_F(Delivery, ForgetsASinkThatIsNotNamedAnyMore) {
  const auto away = receiver(Sink::Delivery::later);
  start({{"away", away}})->submit(alert(1));
  start({})->submit(alert(2));
  set(*away, Sink::Delivery::taken);
  const auto dispatcher = start({{"away", away}});
  dispatcher->submit(alert(3));
  dispatcher->finish(kPatience);
  EXPECT_EQ(away->seen(), numbers(3, 3));
}

TEST_F(Delivery, KeepsOnlyTheNewestHeartbeatForASinkThatIsAway) {
  const auto away = receiver(Sink::Delivery::later);
  const auto dispatcher = start({{"away", away}});
  for (int i = 1; i <= 3; ++i) {
    Message beat;
    beat.json = "beat-" + std::to_string(i);
    beat.kind = MessageKind::heartbeat;
    dispatcher->submit(std::move(beat));
    ASSERT_TRUE(eventually([&] { return dispatcher->status().queued == 0; }));
  }
  dispatcher->submit(alert(1));
  set(*away, Sink::Delivery::taken);
  dispatcher->finish(kPatience);
  EXPECT_EQ(away->seen().back(), "1");
  EXPECT_EQ(counters_.delivered, 1U);  // heartbeats are no alerts
}

TEST_F(Delivery, TellsHowEachSinkIs) {
  const auto away = receiver(Sink::Delivery::later);
  const auto fine = receiver();
  const auto dispatcher = start({{"away", away}, {"fine", fine}});
  for (int i = 1; i <= 3; ++i) dispatcher->submit(alert(i));
  ASSERT_TRUE(eventually([&] {
    const Dispatcher::Status status = dispatcher->status();
    return status.sinks[1].delivered == 3 && status.sinks[0].queued == 3;
  }));
  const Dispatcher::Status status = dispatcher->status();
  EXPECT_EQ(status.store, options_.store.directory + "/alerts.db");
  EXPECT_TRUE(status.store_works);
  EXPECT_EQ(status.stored, 3U);
  EXPECT_EQ(status.stored_bytes, 3U);
  EXPECT_EQ(status.sinks[0].name, "away");
  EXPECT_EQ(status.sinks[0].type, "played");
  EXPECT_FALSE(status.sinks[0].up);
  EXPECT_EQ(status.sinks[0].why, "it is away");
  EXPECT_EQ(status.sinks[0].oldest_waiting, 1001);
  EXPECT_TRUE(status.sinks[1].up);
  EXPECT_EQ(status.sinks[1].queued, 0U);
  EXPECT_FALSE(status.sinks[1].oldest_waiting);
}

// The delivery thread is stuck in a sink, as on a disk that hangs: submit() comes back all the
// same, and what the queue cannot hold is counted. The figure is for people.
TEST_F(Delivery, DoesNotWaitForASinkThatHangs) {
  options_.queue.max_alerts = 1000;
  const auto stuck = receiver();
  stuck->stalls = true;
  const auto dispatcher = start({{"stuck", stuck}});
  std::chrono::nanoseconds longest{0};
  constexpr int kAlerts = 20000;
  for (int i = 1; i <= kAlerts; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    dispatcher->submit(alert(i));
    longest = std::max<std::chrono::nanoseconds>(longest, std::chrono::steady_clock::now() - begin);
  }
  RecordProperty("longest_submit_us", std::to_string(longest.count() / 1000));
  std::cout << "longest of " << kAlerts
            << " submits to a sink that hangs: " << longest.count() / 1000 << " us\n";
  EXPECT_GE(counters_.dropped_alerts, kAlerts - 2 * options_.queue.max_alerts);
  stuck->with([&] { stuck->stalls = false; });
  stuck->released.notify_all();
  dispatcher->finish(kPatience);
  const std::vector<std::string> notices = notices_in(stuck->seen());
  ASSERT_FALSE(notices.empty());
  EXPECT_NE(notices[0].find("all sinks ("), std::string::npos) << notices[0];
}

}  // namespace
}  // namespace ak::sink
