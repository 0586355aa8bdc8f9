#include "app/ended_watches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <regex>
#include <string>

#include "app/pipeline.h"
#include "app/program.h"
#include "app/recordings.h"
#include "lineage/file_acts.h"

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
const std::string kNotLoaded = kLoaded.substr(0, kLoaded.find("res=1")) + "res=0\n";
const std::string kOthersLoaded = change(" op=add_rule key=\"x\"");

const std::string kExchanged = "fidelity/path-kubeconfig-exchanged";

// The recording up to the rename that gives the name anew.
std::string exchange() {
  const std::string all = read_text(recording_path(kExchanged));
  return all.substr(0, all.rfind("type=SYSCALL", all.find("/root/newer")));
}

// /etc/kubernetes moved away (away), another made there (made) and removed, the first moved back.
const std::string kReturned = "fidelity/path-tree-returned";
const std::string kFirstTree = "1204228";  // their inodes
const std::string kOtherTree = "1204258";

// The records of that recording's event, of another directory perhaps, and then under another
// serial: no event comes twice.
std::string event(const std::string& serial, const std::string& inode = {}) {
  std::string records;
  for (const std::string& line : test::split_lines(read_text(recording_path(kReturned)))) {
    if (line.find(":" + serial + "): ") != std::string::npos) records += line + "\n";
  }
  if (inode.empty()) return records;
  records = std::regex_replace(records, std::regex(":" + serial + "\\)"), ":3" + serial + ")");
  return std::regex_replace(records, std::regex(kFirstTree + "|" + kOtherTree), inode);
}

// How many watches have ended, as `status` tells.
std::uint64_t ended(Pipeline& pipeline, const std::string& log) {
  pipeline.feed(log);
  pipeline.flush();
  Gauges gauges;
  pipeline.measure(gauges);
  return gauges.ended_watches;
}

// A pipeline that can look at files.
struct Live {
  Pipeline::Options options() {
    Pipeline::Options options;
    options.host_name = files.host();
    options.files = &files;
    return options;
  }

  test::Files files;
  Counters counters;
  Pipeline pipeline{options(), counters};
};

TEST(EndedWatches, AreThoseOfDirectoriesThatAreThereAnewUntilRulesAreLoaded) {
  const std::string anew = read_text(recording_path("kubeconfig-directory-link"));
  const std::string tree_anew = read_text(recording_path("etc-made-anew"));
  const std::string away = event("25970"), made = event("25971"), removed = event("25972"),
                    back = event("25973");
  const struct {
    std::string what;
    std::string log;
    std::uint64_t ended;
  } cases[] = {
      {"a directory goes", kDirectoryWent + kTreeWent, 0},
      {"another comes in its place", anew, 1},
      {"the same of a tree", tree_anew, 1},
      {"a tree is moved away", away, 0},
      {"and comes back, and its rules with it", away + back, 0},
      {"or another comes", away + event("25973", kOtherTree), 1},
      {"or one with its number is made", away + event("25971", kFirstTree), 1},
      {"or another, and goes", away + made + removed, 0},
      {"and the first comes back then", away + made + removed + back, 0},
      {"or the other does", away + made + event("25970", kOtherTree) + event("25973", kOtherTree),
       1},
      {"rules are loaded", anew + tree_anew + kLoaded, 0},
      {"they are not: the kernel has them", anew + kNotLoaded, 1},
      {"other rules are", anew + kOthersLoaded, 1},
  };
  for (const auto& c : cases) {
    ASSERT_FALSE(c.log.empty()) << c.what;
    Counters counters;
    Pipeline pipeline({}, counters);
    pipeline.watch(detect::RuleSet());
    EXPECT_EQ(ended(pipeline, c.log), c.ended) << c.what;
  }
}

TEST(EndedWatches, AreThoseOfDirectoriesThatAreSeenToBeThere) {
  const struct {
    std::string what;
    std::string log;
    std::uint64_t ended;
  } cases[] = {
      {"one of our rules goes", kDirectoryWent, 1},
      {"two rules of one path", kDirectoryWent + kDirectoryWent, 1},
      {"that of a tree goes too", kDirectoryWent + kTreeWent, 2},
      {"a rule that is not ours goes", kOthersWent, 0},
      {"auditctl takes one away", kUnloaded, 0},
  };
  for (const auto& c : cases) {
    Live live;
    Pipeline& pipeline = live.pipeline;
    EXPECT_EQ(ended(pipeline, c.log), 0U) << c.what;
    pipeline.scan_files();
    EXPECT_EQ(ended(pipeline, ""), 0U) << c.what << ", and the directory is gone";
    live.files.put("/root/.kube", 11, true);
    live.files.put("/etc/kubernetes", 21, true);
    pipeline.scan_files();
    EXPECT_EQ(ended(pipeline, ""), c.ended) << c.what;
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
  const std::string anew = read_text(recording_path("etc-made-anew"));
  EXPECT_EQ(ended(pipeline, exchange() + anew), 2U);
  ByteWriter state;
  write(pipeline.save(), state);
  Pipeline next({}, counters);
  next.set_rules(std::make_shared<const detect::RuleSet>());
  ASSERT_TRUE(next.load(state.bytes()));
  EXPECT_EQ(ended(next, ""), 2U);
  next.forget_processes();  // after a boot
  EXPECT_EQ(ended(next, ""), 0U);
}

TEST(EndedWatches, AreNoMoreThanTheCapAndWhatHasGoneMakesRoom) {
  Live live;
  Pipeline& pipeline = live.pipeline;
  const auto lose = [&](std::size_t home) {
    const std::string kube = "/home/" + std::to_string(home) + "/.kube";
    const std::uint64_t ended_now =
        ended(pipeline,
              change("op=remove_rule path=\"" + kube + "/config\" key=\"audisp-kube-kubeconfig\""));
    pipeline.scan_files();
    return ended_now;
  };
  for (std::size_t i = 0; i < limits::kMaxEndedWatches; ++i) EXPECT_EQ(lose(i), 0U);
  for (std::size_t i = 0; i <= 2 * limits::kMaxEndedWatches; ++i) {
    live.files.put("/home/" + std::to_string(1000 + i) + "/.kube", 1000 + i, true);
    EXPECT_EQ(lose(1000 + i), std::min(i, limits::kMaxEndedWatches));
  }
}

}  // namespace
}  // namespace ak::app
