#include "app/ended_watches.h"

#include <gtest/gtest.h>

#include <string>

#include "app/pipeline.h"
#include "app/program.h"
#include "app/recordings.h"

namespace ak::app {
namespace {

using test::read_text;
using test::recording_path;

std::string change(const std::string& what) {
  static int serial = 0;
  const std::string id = "msg=audit(1.000:" + std::to_string(++serial) + "): ";
  return "type=CONFIG_CHANGE " + id + "auid=4294967295 ses=4294967295" + what +
         " list=4 res=1\ntype=EOE " + id + "\n";
}

// A kernel's own words, and those about rules that auditctl takes away and loads.
const std::string kDirectoryWent =
    change("op=remove_rule path=\"/root/.kube/config\" key=\"audisp-kube-kubeconfig\"");
const std::string kTreeWent =
    change("op=remove_rule dir=\"/etc/kubernetes\" key=\"audisp-kube-etc\"");
const std::string kOthersWent = change("op=remove_rule path=\"/root/x\" key=\"x\"");
const std::string kUnloaded = change(" op=remove_rule key=\"audisp-kube-kubeconfig\"");
const std::string kLoaded = change(" op=add_rule key=\"audisp-kube-kubeconfig\"");
const std::string kOthersLoaded = change(" op=add_rule key=\"x\"");

const std::string kExchanged = "fidelity/path-kubeconfig-exchanged";

// The recording up to the rename that gives the name anew.
std::string exchange() {
  const std::string all = read_text(recording_path(kExchanged));
  return all.substr(0, all.rfind("type=SYSCALL", all.find("/root/newer")));
}

// How many watches have ended, as `status` tells.
std::uint64_t ended(Pipeline& pipeline, const std::string& log) {
  pipeline.feed(log);
  pipeline.flush();
  Gauges gauges;
  pipeline.measure(gauges);
  return gauges.ended_watches;
}

TEST(EndedWatches, AreThoseThatTheKernelTakesAwayUntilRulesAreLoaded) {
  const struct {
    std::string what;
    std::string log;
    std::uint64_t ended;
  } cases[] = {
      {"a directory goes", kDirectoryWent, 1},
      {"two rules of one path", kDirectoryWent + kDirectoryWent, 1},
      {"a watched tree goes too", kDirectoryWent + kTreeWent, 2},
      {"recorded", read_text(recording_path("kubeconfig-directory-link")), 1},
      {"rules are loaded", kDirectoryWent + kTreeWent + kLoaded, 0},
      {"other rules are", kDirectoryWent + kOthersLoaded, 1},
      {"a rule that is not ours goes", kOthersWent, 0},
      {"auditctl takes one away", kUnloaded, 0},
  };
  for (const auto& c : cases) {
    ASSERT_FALSE(c.log.empty()) << c.what;
    Counters counters;
    Pipeline pipeline({}, counters);
    pipeline.watch(detect::RuleSet());
    EXPECT_EQ(ended(pipeline, c.log), c.ended) << c.what;
  }
}

TEST(EndedWatches, AreThoseOfNamesThatWereGivenInAnExchangeUntilTheyAreGivenAnew) {
  ASSERT_FALSE(exchange().empty());
  Counters counters;
  Pipeline pipeline({}, counters);
  pipeline.watch(detect::RuleSet());
  EXPECT_EQ(ended(pipeline, exchange()), 1U);
  EXPECT_EQ(ended(pipeline, read_text(recording_path(kExchanged))), 0U);
}

TEST(EndedWatches, AreKeptOverARestart) {
  Counters counters;
  Pipeline pipeline({}, counters);
  pipeline.watch(detect::RuleSet());
  EXPECT_EQ(ended(pipeline, kTreeWent + exchange()), 2U);
  ByteWriter state;
  write(pipeline.save(), state);
  Pipeline next({}, counters);
  next.set_rules(std::make_shared<const detect::RuleSet>());
  ASSERT_TRUE(next.load(state.bytes()));
  EXPECT_EQ(ended(next, ""), 2U);
  next.forget_processes();  // after a boot
  EXPECT_EQ(ended(next, ""), 0U);
}

TEST(EndedWatches, AreNoMoreThanTheCap) {
  std::string log;
  for (std::size_t i = 0; i <= limits::kMaxEndedWatches; ++i) {
    log += change("op=remove_rule path=\"/home/" + std::to_string(i) +
                  "/.kube/config\" key=\"audisp-kube-kubeconfig\"");
  }
  Counters counters;
  Pipeline pipeline({}, counters);
  EXPECT_EQ(ended(pipeline, log), limits::kMaxEndedWatches);
}

}  // namespace
}  // namespace ak::app
