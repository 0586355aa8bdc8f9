// When files are looked at, and of which moment that tells.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "lineage/file_acts.h"
#include "lineage/file_identities.h"

namespace ak {
namespace {

using test::Act;
using test::directory;
using test::Effect;
using test::item;

// A millisecond goes by with each file that is looked at.
class SlowClock final : public Clock {
 public:
  explicit SlowClock(const test::Files& files) : files_(files) {}
  [[nodiscard]] TimeMs now() const override { return files_.looks(); }

 private:
  const test::Files& files_;
};

// The directory was moved while the look was under way, perhaps before it was looked at.
TEST(FileLooks, DoNotSpeakForEventsOfBeforeTheirEnd) {
  Counters counters;
  test::Files files;
  files.put_kubernetes();
  FileIdentities known(counters, &files);
  known.watch(WatchedFiles::of_kubernetes());
  files.put("/etc/kubernetes/manifests", 99, true);
  files.put("/etc/kubernetes/old", 22, true);
  const SlowClock clock(files);
  known.look(&clock);
  const TimeMs end = clock.now();
  Act act{Effect::created,
          {directory("PARENT", "/etc/kubernetes/manifests/", 22),
           item("CREATE", "/etc/kubernetes/manifests/evil.yaml", 95)}};
  act.time = end - 1;
  EXPECT_EQ(known.resolve(act.view()).items.back().path, "/etc/kubernetes/manifests/evil.yaml");
  act.time = end;
  EXPECT_EQ(known.resolve(act.view()).items.back().path, "/etc/kubernetes/old/evil.yaml");
}

// Directories that come to the watched name one after another, each with a file of its own.
class MovedDirectoryLooks : public testing::Test {
 protected:
  MovedDirectoryLooks() {
    files_.put_kubernetes();
    known_.watch(WatchedFiles::of_kubernetes());
    known_.look();
  }

  // Whether the next one is looked into.
  bool move_one() {
    ++moves_;
    files_.put("/root/.kube", 1000 + moves_, true);
    files_.put("/root/.kube/config", 2000 + moves_);
    Act act{Effect::renamed,
            {directory("PARENT", "/root/", 10), directory("PARENT", "/opt/", 90),
             directory("DELETE", "/opt/d", 1000 + moves_),
             directory("CREATE", "/root/.kube", 1000 + moves_)}};
    act.time = 5000;
    const ResolvedPaths resolved = known_.resolve(act.view());
    EXPECT_EQ(resolved.moved.size() + resolved.unseen_directories.size(), 1U);
    return !resolved.moved.empty();
  }

  Counters counters_;
  test::Files files_;
  std::chrono::milliseconds pause_{0};
  std::uint64_t moves_ = 0;
  // Ten milliseconds go by with each file that is looked at.
  FileIdentities known_{counters_, &files_, limits::kMaxFiles, [this] {
                          return LookBudget::Time(std::chrono::hours(1) + pause_ +
                                                  std::chrono::milliseconds(10) * files_.looks());
                        }};
};

TEST_F(MovedDirectoryLooks, AreMadeForAFewAtOnce) {
  EXPECT_TRUE(move_one());
  EXPECT_TRUE(move_one());
}

TEST_F(MovedDirectoryLooks, AreNotMadeForManyAtOnceWhichSaySo) {
  bool is_seen = true;
  for (int i = 0; i < 50 && is_seen; ++i) is_seen = move_one();
  EXPECT_FALSE(is_seen);
  EXPECT_TRUE(known_.take_outdated()) << "a look at all watched files is to follow";
  pause_ = std::chrono::minutes(1);
  EXPECT_TRUE(move_one());
  EXPECT_FALSE(known_.take_outdated());
}

}  // namespace
}  // namespace ak
