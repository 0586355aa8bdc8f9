#include "lineage/errand.h"

#include <gtest/gtest.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <future>
#include <memory>
#include <vector>

#include "lineage/shunned.h"

namespace ak {
namespace {

using std::chrono::milliseconds;
using Outcome = Errand::Outcome;

constexpr milliseconds kLong{60'000};
constexpr milliseconds kShort{1};

// A task that takes until the test lets it go.
class Endless {
 public:
  std::function<void()> task() {
    return [gate = gate_, done = done_] {
      gate->get_future().wait();
      done->set_value();
    };
  }
  void end() {
    gate_->set_value();
    done_->get_future().wait();
  }

 private:
  std::shared_ptr<std::promise<void>> gate_ = std::make_shared<std::promise<void>>();
  std::shared_ptr<std::promise<void>> done_ = std::make_shared<std::promise<void>>();
};

TEST(Errand, IsDoneBeforeItReturns) {
  Errand errand(kLong);
  int sum = 0;
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(errand.run([&sum, i] { sum += i; }), Outcome::done);
  EXPECT_EQ(sum, 5050);
}

TEST(Errand, IsGivenUpWhenItIsLate) {
  Errand errand(kShort);
  Endless endless;
  EXPECT_EQ(errand.run(endless.task()), Outcome::late);
  endless.end();
}

TEST(Errand, IsNotBegunWhileAsManyAsMayBeLostAre) {
  Errand errand(kShort);
  std::vector<Endless> endless(limits::kMaxLostErrands);
  for (Endless& each : endless) EXPECT_EQ(errand.run(each.task()), Outcome::late);
  EXPECT_EQ(errand.run([] { FAIL() << "begun"; }), Outcome::not_begun);
  Endless another;
  endless.front().end();
  while (errand.run(another.task()) == Outcome::not_begun) {  // its thread is about to end
  }
  another.end();
  for (std::size_t i = 1; i < endless.size(); ++i) endless[i].end();
}

TEST(Errand, OutlivesNotItsOwnerButWhatItUsesDoes) {
  auto used = std::make_shared<std::promise<void>>();
  Endless endless;
  {
    Errand errand(kShort);
    EXPECT_EQ(errand.run([used, task = endless.task()] {
      task();
      used->set_value();
    }),
              Outcome::late);
  }
  endless.end();
  used->get_future().wait();
}

TEST(Errand, IsNotLateSinceTheProcessWasStopped) {
  Errand errand(milliseconds(1000));
  const auto stop_for_longer = [self = ::getpid()] {
    const pid_t waker = ::fork();
    if (waker == 0) {
      ::kill(self, SIGSTOP);
      ::usleep(1'200'000);
      ::kill(self, SIGCONT);
      ::_exit(0);
    }
    ::waitpid(waker, nullptr, 0);
  };
  EXPECT_EQ(errand.run(stop_for_longer), Outcome::done);
}

constexpr std::uint32_t kRoot = Shunned::kRoot;

TEST(Shunned, AreUsersAndRootsPlacesForAWhile) {
  Shunned shunned;
  const Shunned::Time now{};
  shunned.shun(1000, "/home/a/.kube", now, {});
  shunned.shun(kRoot, "/home", now, {});
  EXPECT_TRUE(shunned.has(1000, "/home/a", now));
  EXPECT_FALSE(shunned.has(1001, "/home/a", now));
  EXPECT_TRUE(shunned.has(kRoot, "/home", now));
  EXPECT_FALSE(shunned.has(kRoot, "/etc", now));
  const auto later = now + limits::kErrandPenalty;
  EXPECT_FALSE(shunned.has(1000, "/home/a", later));
  EXPECT_FALSE(shunned.has(kRoot, "/home", later));
}

TEST(Shunned, AreSoUntilTheErrandComesBack) {
  Shunned shunned;
  const Shunned::Time now{};
  auto errand = std::make_shared<int>();
  shunned.shun(1000, "", now, errand);
  const auto later = now + limits::kErrandPenalty;
  EXPECT_TRUE(shunned.has(1000, "", later));
  errand.reset();
  EXPECT_FALSE(shunned.has(1000, "", later));
}

// A user can have many ids (subuid(5)).
TEST(Shunned, AreAllButRootWhereTooManyAre) {
  Shunned shunned;
  const Shunned::Time now{};
  for (std::uint32_t user = 1; user <= limits::kMaxShunned; ++user) {
    EXPECT_FALSE(shunned.has(5000, "", now));
    shunned.shun(user, "", now, {});
  }
  EXPECT_TRUE(shunned.has(5000, "", now));
  EXPECT_FALSE(shunned.has(kRoot, "", now));
  const auto later = now + limits::kErrandPenalty;
  EXPECT_FALSE(shunned.has(5000, "", later));
  shunned.shun(5001, "", later, {});
  EXPECT_TRUE(shunned.has(5001, "", later));
}

}  // namespace
}  // namespace ak
