// Sequences and samples on streams of events, from the tables in tests/detect/sequences. A table's
// lines:
//   query QUERY                        begins a case
//   TIME[.SERIAL] NAME[; FIELD = …]    an event: its time in ms, its process.name, more fields; the
//                                      first event has the number 1
//   tick TIME                          the timer, at that time
//   expect NUMBER…                     one result, by its events; or: expect none
//   # …                                a comment
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/limits.h"
#include "support/detect/sequence_run.h"
#include "support/event_text.h"

namespace ak::test {
namespace {

namespace fs = std::filesystem;

Event event_of(const std::string& line, std::size_t number) {
  const std::size_t blank = line.find(' ');
  Event event = event_from_text("process.name = " + line.substr(blank + 1));
  const std::string when = line.substr(0, blank);
  const std::size_t dot = when.find('.');
  event.time = std::stoll(when);
  event.serial = dot == std::string::npos ? 1 : std::stoull(when.substr(dot + 1));
  event.set(Field::event_id, std::to_string(number));
  return event;
}

class Table {
 public:
  // `restarts`: after each line the state is saved, and loaded by another engine.
  explicit Table(const fs::path& path, bool restarts = false) : restarts_(restarts) {
    std::ifstream file(path);
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
      if (!line.empty() && line[0] != '#') read(line, number);
    }
    check();
  }

  [[nodiscard]] std::size_t cases() const { return cases_; }

 private:
  void read(const std::string& line, std::size_t number) {
    const std::string word = line.substr(0, line.find(' '));
    const std::string rest = line.substr(word.size() + 1);
    if (word == "query") {
      check();
      place_ = number;
      events_ = 0;
      run_ = std::make_unique<SequenceRun>(rest);
    } else if (word == "tick") {
      run_->engine().tick(std::stoll(rest));
    } else if (word == "expect") {
      std::istringstream numbers(rest);
      std::vector<std::string> ids;
      for (std::string id; numbers >> id;) ids.push_back(id);
      if (rest != "none") expected_.push_back(ids);
    } else {
      run_->engine().add(event_of(line, ++events_));
    }
    if (restarts_) run_->restart();
  }

  void check() {
    if (!run_) return;
    ++cases_;
    run_->engine().finish();
    EXPECT_EQ(run_->found(), expected_) << "the case in line " << place_;
    run_.reset();
    expected_.clear();
  }

  const bool restarts_;
  std::unique_ptr<SequenceRun> run_;
  std::size_t place_ = 0;
  std::size_t events_ = 0;
  std::size_t cases_ = 0;
  Found expected_;
};

class Sequences : public testing::TestWithParam<fs::path> {};

TEST_P(Sequences, CompleteAsTheTableSays) {
  EXPECT_GT(Table(GetParam()).cases(), 0U);
}

TEST_P(Sequences, CompleteInSpiteOfRestarts) {
  EXPECT_GT(Table(GetParam(), true).cases(), 0U);
}

std::vector<fs::path> tables() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(AK_SOURCE_DIR "/tests/detect/sequences"))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

INSTANTIATE_TEST_SUITE_P(Detect, Sequences, testing::ValuesIn(tables()),
                         [](const auto& table) { return table.param.stem().string(); });

// --- limits, and what is forgotten at them ---------------------------------------------------

constexpr const char* kPair =
    "sequence by process.pid [any where process.name == \"a\"] [any where process.name == \"b\"]";

Event event(const std::string& name, std::int64_t pid, TimeMs time, std::size_t padding = 0) {
  Event event;
  event.set(Field::event_id, name + std::to_string(pid));
  event.set(Field::process_name, name);
  event.set(Field::process_pid, pid);
  if (padding > 0) event.set(Field::process_title, std::string(padding, 'x'));
  event.time = time;
  event.serial = 1;
  return event;
}

TEST(SequenceLimits, ForgetsTheOldestOfARuleFirstAndCountsIt) {
  SequenceRun run(kPair);
  std::int64_t pid = 0;
  while (run.counters().forgotten_sequences == 0) {
    ++pid;
    run.engine().add(event("a", pid, pid * 10, limits::kMaxKeptValueBytes));
    ASSERT_LT(pid, 100000);
  }
  EXPECT_GT(pid, 2000);  // some thousand fit
  const TimeMs later = pid * 10 + limits::kEventTimeoutMs;
  run.engine().add(event("b", 1, later));
  run.engine().add(
      event("b", 2 + static_cast<std::int64_t>(run.counters().forgotten_sequences), later));
  run.engine().finish();
  ASSERT_EQ(run.found().size(), 1U);
  EXPECT_NE(run.found()[0][0], "a1");
}

TEST(SequenceLimits, KeepsAllRulesTogetherWithinTheCap) {
  Counters counters;
  std::size_t found = 0;
  detect::Engine engine(counters, [&](const detect::Engine::Match&) { ++found; });
  auto rules = std::make_shared<detect::RuleSet>();
  const std::size_t count = limits::kMaxSequenceBytes / limits::kMaxRuleSequenceBytes + 1;
  for (std::size_t i = 0; i < count; ++i) {
    rules->rules.push_back(rules_of(kPair, "rule" + std::to_string(i))->rules[0]);
  }
  engine.set_rules(rules);
  std::int64_t pid = 0;
  while (counters.forgotten_sequences == 0) {
    ++pid;
    engine.add(event("a", pid, pid * 10, limits::kMaxKeptValueBytes));
    ASSERT_LT(pid, 100000);
  }
  const TimeMs later = pid * 10 + limits::kEventTimeoutMs;
  engine.add(event("b", 1, later));
  engine.add(event("b", pid / 2, later));
  engine.finish();
  EXPECT_EQ(found, count);  // of the younger: the oldest is forgotten
}

TEST(SequenceLimits, CutsTheEventsItKeepsButNotTheLast) {
  std::vector<std::size_t> sizes;
  Counters counters;
  detect::Engine engine(counters, [&](const detect::Engine::Match& match) {
    for (const detect::EventPtr& one : match.events)
      sizes.push_back(one->string(Field::process_title).size());
    sizes.push_back(match.event.string(Field::process_title).size());
  });
  engine.set_rules(rules_of(kPair));
  engine.add(event("a", 1, 1000, limits::kMaxKeptValueBytes + 1));
  engine.add(event("b", 1, 2000, limits::kMaxKeptValueBytes + 1));
  engine.finish();
  const std::size_t cut = limits::kMaxKeptValueBytes;
  EXPECT_EQ(sizes, (std::vector<std::size_t>{cut, cut + 1, cut + 1}));
}

TEST(SequenceLimits, LeavesOutJoinKeysBeyondTheCap) {
  const char* query =
      "sequence by auditd.keys [any where process.name == \"a\"] [any where process.name == \"b\"]";
  const auto joined = [&](std::size_t values) {
    SequenceRun run(query);
    for (const char* name : {"a", "b"}) {
      Event one = event(name, 1, name[0] * 10);
      for (std::size_t i = 0; i < values; ++i) one.add(Field::auditd_keys, std::to_string(i));
      run.engine().add(one);
    }
    run.engine().finish();
    return std::pair(run.found().size(), run.counters().left_out_join_keys.load());
  };
  EXPECT_EQ(joined(limits::kMaxJoinKeys), (std::pair(limits::kMaxJoinKeys, std::uint64_t{0})));
  EXPECT_EQ(joined(limits::kMaxJoinKeys + 1), (std::pair(limits::kMaxJoinKeys, std::uint64_t{2})));
}

TEST(SequenceLimits, ForgetsTheHostThatWasLongestSilent) {
  SequenceRun run(kPair);
  const auto add = [&](const char* name, std::size_t host, TimeMs time) {
    Event one = event(name, 1, time);
    one.set(Field::host_name, "host" + std::to_string(host));
    run.engine().add(one);
  };
  for (std::size_t host = 0; host < limits::kMaxSequenceHosts; ++host) add("a", host, 1000);
  EXPECT_EQ(run.counters().forgotten_sequences, 0U);
  add("a", limits::kMaxSequenceHosts, 1000);
  EXPECT_EQ(run.counters().forgotten_sequences, 1U);
  for (std::size_t host = limits::kMaxSequenceHosts; host > 0; --host) add("b", host, 2000);
  run.engine().finish();
  EXPECT_EQ(run.found().size(), limits::kMaxSequenceHosts);
}

TEST(SequenceLimits, TakesEventsEarlyWhenTooManyWaitToBeSorted) {
  SequenceRun run(kPair);
  const std::size_t size = 1024 * 1024;
  for (std::size_t i = 0; i <= limits::kMaxSortedBytes / size; ++i) {
    run.engine().add(event("a", 1, 1000, size));
    run.engine().add(event("b", 1, 1001));
  }
  EXPECT_EQ(run.found().size(), 0U);
  run.engine().finish();
  EXPECT_EQ(run.found().size(), 1U);
}

// --- reload ----------------------------------------------------------------------------------

TEST(SequenceReload, KeepsTheStateOfWhatDidNotChange) {
  SequenceRun run(kPair);
  run.engine().add(event("a", 1, 1000));
  run.engine().add(event("x", 1, 9000));
  auto more = std::make_shared<detect::RuleSet>(*rules_of("any where false", "another"));
  more->rules.push_back(rules_of(kPair)->rules[0]);
  run.engine().set_rules(more);
  run.engine().add(event("b", 1, 10000));
  run.engine().finish();
  EXPECT_EQ(run.found(), (Found{{"a1", "b1"}}));
}

TEST(SequenceReload, KeepsEventsThatAreBeingSorted) {
  SequenceRun run(kPair);
  run.engine().add(event("a", 1, 1000));
  run.engine().set_rules(rules_of(kPair));
  run.engine().add(event("b", 1, 1100));
  run.engine().finish();
  EXPECT_EQ(run.found(), (Found{{"a1", "b1"}}));
}

TEST(SequenceReload, ForgetsTheStateOfWhatChanged) {
  for (const bool is_renamed : {true, false}) {
    SequenceRun run(kPair);
    run.engine().add(event("a", 1, 1000));
    run.engine().add(event("x", 1, 9000));
    run.engine().set_rules(is_renamed ? rules_of(kPair, "other")
                                      : rules_of(std::string(kPair) + " "));
    run.engine().add(event("b", 1, 10000));
    run.engine().finish();
    EXPECT_EQ(run.found(), Found{}) << is_renamed;
  }
}

TEST(SequenceReload, WithoutSequencesNothingIsKept) {
  SequenceRun run(kPair);
  run.engine().add(event("a", 1, 1000));
  run.engine().set_rules(rules_of("any where process.name == \"b\""));
  EXPECT_FALSE(run.engine().is_waiting());
  run.engine().add(event("b", 1, 1100));
  EXPECT_EQ(run.found(), (Found{{"b1"}}));
}

TEST(SequenceTimer, WaitsOnlyForWhatATimerCanComplete) {
  SequenceRun run(
      "sequence with maxspan=5s [any where process.name == \"a\"] "
      "![any where process.name == \"x\"]");
  EXPECT_FALSE(run.engine().is_waiting());
  run.engine().add(event("a", 1, 1000));
  EXPECT_TRUE(run.engine().is_waiting());
  run.engine().tick(20000);
  EXPECT_EQ(run.found(), (Found{{"a1"}}));
  EXPECT_FALSE(run.engine().is_waiting());
}

}  // namespace
}  // namespace ak::test
