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

class FileLooks : public testing::Test {
 protected:
  FileLooks() {
    files_.put_kubernetes();
    known_.watch(WatchedFiles::of_kubernetes());
  }

  Counters counters_;
  test::Files files_;
  FileIdentities known_{counters_, &files_};
};

// The directory was moved while the look was under way, perhaps before it was looked at.
TEST_F(FileLooks, DoNotSpeakForEventsOfBeforeTheirEnd) {
  files_.put("/etc/kubernetes/manifests", 99, true);
  files_.put("/etc/kubernetes/old", 22, true);
  const SlowClock clock(files_);
  known_.look(&clock);
  const TimeMs end = clock.now();
  Act act{Effect::created,
          {directory("PARENT", "/etc/kubernetes/manifests/", 22),
           item("CREATE", "/etc/kubernetes/manifests/evil.yaml", 95)}};
  act.time = end - 1;
  EXPECT_EQ(known_.resolve(act.view()).items.back().path, "/etc/kubernetes/manifests/evil.yaml");
  act.time = end;
  EXPECT_EQ(known_.resolve(act.view()).items.back().path, "/etc/kubernetes/old/evil.yaml");
}

}  // namespace
}  // namespace ak
