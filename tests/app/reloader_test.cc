// Loading on a thread of its own, with loads that the test holds open.
#include "app/reloader.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <semaphore>
#include <thread>

namespace ak::app {
namespace {

using std::chrono::milliseconds;

// Loads nothing, when it is let; knows how often it began.
class Loads {
 public:
  Result<Loaded> operator()() {
    ++begun_;
    began_.release();
    let_.acquire();
    if (fails_) return Error{"cannot read it"};
    Loaded loaded;
    loaded.setup.config.host_name = std::to_string(begun_.load());
    return loaded;
  }

  void wait_until_one_begins() { began_.acquire(); }
  void let_one_end() { let_.release(); }
  void fail() { fails_ = true; }
  [[nodiscard]] int begun() const { return begun_; }

 private:
  std::atomic<int> begun_{0};
  std::atomic<bool> fails_{false};
  std::counting_semaphore<> began_{0}, let_{0};
};

bool is_done(const Reloader& reloader, int timeout_ms) {
  pollfd done{reloader.fd(), POLLIN, 0};
  return ::poll(&done, 1, timeout_ms) == 1;
}

TEST(Reloader, DoesNotKeepItsCallerWaiting) {
  Loads loads;
  Reloader reloader([&] { return loads(); });
  EXPECT_FALSE(reloader.take());
  reloader.request();
  loads.wait_until_one_begins();
  EXPECT_FALSE(is_done(reloader, 0));
  EXPECT_FALSE(reloader.take());
  loads.let_one_end();
  ASSERT_TRUE(is_done(reloader, 20000));
  const auto loaded = reloader.take();
  ASSERT_TRUE(loaded && *loaded);
  EXPECT_EQ(loaded->value().setup.config.host_name, "1");
  EXPECT_FALSE(is_done(reloader, 0));
  EXPECT_FALSE(reloader.take());
}

TEST(Reloader, MakesOneOfTheRequestsThatComeDuringALoad) {
  Loads loads;
  Reloader reloader([&] { return loads(); });
  reloader.request();
  loads.wait_until_one_begins();
  for (int i = 0; i < 100; ++i) reloader.request();
  loads.let_one_end();
  loads.wait_until_one_begins();
  loads.let_one_end();
  ASSERT_TRUE(is_done(reloader, 20000));
  std::optional<Result<Loaded>> loaded;
  // The first may have been taken's place by the second already.
  while (!loaded || loaded->value().setup.config.host_name != "2") {
    if (auto next = reloader.take()) loaded.emplace(std::move(*next));
  }
  ASSERT_TRUE(reloader.stop(milliseconds(20000)));
  EXPECT_EQ(loads.begun(), 2);
}

TEST(Reloader, HandsOnWhyNothingCouldBeLoaded) {
  Loads loads;
  loads.fail();
  Reloader reloader([&] { return loads(); });
  reloader.request();
  loads.let_one_end();
  ASSERT_TRUE(is_done(reloader, 20000));
  const auto loaded = reloader.take();
  ASSERT_TRUE(loaded && !*loaded);
  EXPECT_EQ(loaded->error().message, "cannot read it");
}

TEST(Reloader, SaysWhenItCannotStopYet) {
  Loads loads;
  Reloader reloader([&] { return loads(); });
  reloader.request();
  loads.wait_until_one_begins();
  EXPECT_FALSE(reloader.stop(milliseconds(0)));
  loads.let_one_end();
  EXPECT_TRUE(reloader.stop(milliseconds(20000)));
}

TEST(Reloader, LoadsNothingOnceItWasStopped) {
  Loads loads;
  Reloader reloader([&] { return loads(); });
  reloader.request();
  loads.wait_until_one_begins();
  reloader.request();
  EXPECT_FALSE(reloader.stop(milliseconds(0)));
  loads.let_one_end();
  EXPECT_TRUE(reloader.stop(milliseconds(20000)));
  EXPECT_EQ(loads.begun(), 1);
}

TEST(Reloader, LetsGoOfWhatWasReplacedOnItsOwnThread) {
  struct Grave {
    std::atomic<bool> filled{false};
    std::thread::id thread;
  } grave;
  Loads loads;
  {
    Reloader reloader([&] { return loads(); });
    Loaded old;
    old.rules.rules = std::shared_ptr<detect::RuleSet>(new detect::RuleSet, [&](auto* rules) {
      delete rules;
      grave.thread = std::this_thread::get_id();
      grave.filled = true;
      grave.filled.notify_one();
    });
    reloader.dispose(std::move(old));
    grave.filled.wait(false);
  }
  EXPECT_NE(grave.thread, std::this_thread::get_id());
}

}  // namespace
}  // namespace ak::app
