// A pipeline that goes on where another one stopped raises what the one alone would have raised.
#include "app/state.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <set>

#include "app/program.h"
#include "app/recordings.h"
#include "app/state_file.h"

namespace ak::test {
namespace {

using app::Pipeline;
using app::StateKeeper;

// A pipeline with its alerts, whole.
struct Continued {
  explicit Continued(std::uint64_t last_sequence = 0, const app::RaisedAlerts& raised = {}) {
    pipeline.set_rules(shipped_rules());
    pipeline.count_alerts_from(last_sequence);
    pipeline.pass_over(raised);
    pipeline.on_alert([this](const alert::Alert& alert) {
      alerts.push_back(to_json(alert, {}, nullptr));
      ids.emplace_back(alert.event.string(Field::event_id), alert.rule->id);
    });
  }

  [[nodiscard]] std::string state() const {
    ByteWriter out;
    write(pipeline.save(), out);
    return out.take();
  }

  void finish() {
    pipeline.end_source();
    pipeline.finish();
  }

  Counters counters;
  Pipeline pipeline{{}, counters};
  Lines alerts;
  app::RaisedAlerts::Ids ids;
};

// The places in a log after which another event's record comes.
std::vector<std::size_t> boundaries(std::string_view log) {
  std::vector<std::size_t> places;
  const auto id_at = [&](std::size_t line) {
    const std::size_t begin = log.find("audit(", line);
    return log.substr(begin, log.find(')', begin) - begin);
  };
  for (std::size_t line = 0; line < log.size();) {
    const std::size_t next = log.find('\n', line) + 1;
    if (next == 0) break;
    if (next < log.size() && id_at(line) != id_at(next)) places.push_back(next);
    line = next;
  }
  return places;
}

// As auditd writes it.
std::string without_eoe(const std::string& log) {
  std::string kept;
  for (const std::string& line : split_lines(log)) {
    if (line.find("type=EOE ") == std::string::npos) kept += line + "\n";
  }
  return kept;
}

constexpr app::Present kLongAgo{};  // no record is older than that

class Restarted : public testing::TestWithParam<Recording> {
 protected:
  void SetUp() override { log_ = directory_.write("audit.log", without_eoe(GetParam().log)); }

  // Another pipeline with that state, and what the log has behind it.
  std::unique_ptr<Continued> resume(const std::string& state, std::uint64_t last_sequence,
                                    const app::RaisedAlerts& raised = {}) const {
    auto run = std::make_unique<Continued>(last_sequence, raised);
    EXPECT_TRUE(run->pipeline.load(state));
    EXPECT_EQ(run->state(), state) << "saved, loaded and saved again";
    const app::CaughtUp caught_up = app::catch_up(log_, {}, kLongAgo, run->pipeline, run->counters);
    EXPECT_EQ(caught_up.problem, "");
    return run;
  }

  // Those that are tried: all, but of the longest recordings.
  static std::vector<std::size_t> cuts(const std::string& log) {
    constexpr std::size_t kCuts = 150;
    const std::vector<std::size_t> all = boundaries(log);
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < all.size(); i += 1 + all.size() / kCuts) some.push_back(all[i]);
    return some;
  }

  Directory directory_;
  std::string log_;
};

TEST_P(Restarted, RaisesTheSameWhereverItWasCut) {
  const std::string& log = GetParam().log;
  Continued whole;
  whole.pipeline.feed(log);
  whole.finish();
  Continued first;
  std::size_t fed = 0;
  for (const std::size_t cut : cuts(log)) {
    first.pipeline.feed(std::string_view(log).substr(fed, cut - fed));
    fed = cut;
    const auto second = resume(first.state(), first.alerts.size());
    second->finish();
    Lines alerts = first.alerts;
    alerts.insert(alerts.end(), second->alerts.begin(), second->alerts.end());
    ASSERT_EQ(alerts, whole.alerts) << "cut at " << cut;
    EXPECT_EQ(second->counters.late_records, 0U) << "cut at " << cut;
  }
}

// Killed some events after the state was saved: what was alerted then is not alerted again, nor is
// what the stream brings once more, and the numbers have no gap.
TEST_P(Restarted, RaisesNothingTwiceAfterAKill) {
  const std::string& log = GetParam().log;
  Continued whole;
  whole.pipeline.feed(log);
  whole.finish();
  const std::vector<std::size_t> all = cuts(log);
  for (std::size_t i = 0; i + 1 < all.size(); i += 5) {
    const std::size_t saved_at = all[i];
    const std::size_t killed_at = all[std::min(i + 3, all.size() - 1)];
    Continued first;
    first.pipeline.feed(std::string_view(log).substr(0, saved_at));
    const std::string state = first.state();
    first.pipeline.feed(std::string_view(log).substr(saved_at, killed_at - saved_at));

    const auto second = resume(state, first.alerts.size(), app::RaisedAlerts(first.ids));
    second->pipeline.feed(std::string_view(log).substr(saved_at));  // auditd had it queued
    second->finish();
    Lines alerts = first.alerts;
    alerts.insert(alerts.end(), second->alerts.begin(), second->alerts.end());
    ASSERT_EQ(alerts, whole.alerts) << "saved at " << saved_at << ", killed at " << killed_at;
    EXPECT_EQ(second->counters.late_records, 0U);
    EXPECT_EQ(second->counters.partial_events, whole.counters.partial_events);
  }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Restarted, testing::ValuesIn(recordings()),
                         [](const testing::TestParamInfo<Recording>& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// --- the file ---------------------------------------------------------------------------------

class State : public testing::Test {
 protected:
  State() { directory_.write("audit.log", without_eoe(story_)); }

  StateKeeper::Options options() {
    StateKeeper::Options options;
    options.path = directory_.file("state");
    options.boot_id = "one";
    options.log = directory_.file("audit.log");
    return options;
  }

  std::unique_ptr<StateKeeper> keeper(Continued& run, const StateKeeper::Options& options) {
    StateKeeper::Callbacks callbacks;
    callbacks.after_commit = [this](std::function<void()> hook) {
      if (commits_) hook();
    };
    callbacks.info = [](const std::string&) {};
    callbacks.warning = [this](const std::string& text) { warnings_ += text + "\n"; };
    return std::make_unique<StateKeeper>(options, callbacks, run.pipeline, run.counters);
  }

  // The state of a pipeline that has read half of the story, in the file.
  void save_half() {
    Continued run;
    const auto state = keeper(run, options());
    run.pipeline.feed(story_.substr(0, half_));
    state->save();
    alerts_ = run.alerts.size();
  }

  // A pipeline that went on from there.
  std::unique_ptr<Continued> restore(const StateKeeper::Options& options, TimeMs now = 0) {
    auto run = std::make_unique<Continued>();
    knows_files_ = keeper(*run, options)->restore(now);
    run->finish();
    return run;
  }

  Directory directory_;
  std::string warnings_;
  bool commits_ = true;
  bool knows_files_ = false;  // after restore()
  std::size_t alerts_ = 0;
  const std::string story_ = read_text(recording_path("attack-story"));
  const std::size_t half_ = story_.find("type=SYSCALL", story_.size() / 2);
  static constexpr std::size_t kStoryAlerts = 9;
};

TEST_F(State, IsAFileForItsOwnerAlone) {
  save_half();
  EXPECT_EQ(std::filesystem::status(directory_.file("state")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(restore(options())->alerts.size(), kStoryAlerts - alerts_);
  EXPECT_TRUE(knows_files_);
  EXPECT_EQ(warnings_, "");
}

TEST_F(State, IsNotWrittenBeforeTheAlertsAreStored) {
  commits_ = false;
  save_half();
  EXPECT_FALSE(std::filesystem::exists(directory_.file("state")));
}

// The first start of all: what was there before is not its concern, what comes then is.
TEST_F(State, BeginsAtTheLogsEndWhenThereIsNone) {
  const std::string lines = without_eoe(story_);
  directory_.write("audit.log", lines.substr(0, lines.find("type=SYSCALL", lines.size() / 2)));
  {
    Continued run;
    EXPECT_FALSE(keeper(run, options())->restore(0));
    EXPECT_EQ(run.counters.records, 0U);
  }
  directory_.write("audit.log", lines);  // killed before the first record came
  const auto second = restore(options());
  EXPECT_GT(second->alerts.size(), 0U);
  EXPECT_LT(second->alerts.size(), kStoryAlerts);
  EXPECT_EQ(warnings_, "");
}

TEST_F(State, ThatIsDamagedIsSaidCountedAndIgnored) {
  save_half();
  const std::string whole = read_text(directory_.file("state"));
  for (std::size_t i = 0; i < whole.size(); i += 1 + whole.size() / 300) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    directory_.write("state", damaged);
    warnings_.clear();
    const auto run = restore(options());
    EXPECT_EQ(run->counters.bad_snapshots, 1U) << i;
    EXPECT_NE(warnings_.find("is of no use"), std::string::npos) << i;
    EXPECT_EQ(run->alerts.size(), 0U) << i;
    directory_.write("state", whole.substr(0, i));
    EXPECT_EQ(restore(options())->counters.bad_snapshots, 1U) << i;
  }
}

TEST_F(State, OfAnotherVersionIsSaid) {
  save_half();
  std::string other = read_text(directory_.file("state"));
  other[7] = 99;
  directory_.write("state", other);
  restore(options());
  EXPECT_NE(warnings_.find("of another version"), std::string::npos) << warnings_;
}

TEST_F(State, IsSavedWhenSomethingCameAndTheIntervalHasPassed) {
  Continued run;
  const auto state = keeper(run, options());
  const auto now = StateKeeper::SteadyClock::now();
  state->save();
  std::filesystem::remove(directory_.file("state"));
  EXPECT_LT(state->due_in(now).count(), 0);
  state->save_if_due(now + std::chrono::hours(1));
  EXPECT_FALSE(std::filesystem::exists(directory_.file("state")));
  state->note_change();
  EXPECT_GT(state->due_in(now).count(), 20000);
  state->save_if_due(now);
  EXPECT_FALSE(std::filesystem::exists(directory_.file("state")));
  state->save_if_due(now + std::chrono::hours(1));
  EXPECT_TRUE(std::filesystem::exists(directory_.file("state")));
}

TEST_F(State, WithoutALogSaysWhatMayBeMissing) {
  save_half();
  StateKeeper::Options none = options();
  none.log.clear();
  EXPECT_EQ(restore(none)->alerts.size(), 0U);
  EXPECT_FALSE(knows_files_);
  EXPECT_NE(warnings_.find("auditd's log is not read"), std::string::npos) << warnings_;
  warnings_.clear();
  none.log = directory_.file("nothing.log");
  EXPECT_EQ(restore(none)->alerts.size(), 0U);
  EXPECT_NE(warnings_.find("there is no log"), std::string::npos) << warnings_;
}

TEST_F(State, OfAnotherBootKeepsNoProcesses) {
  const auto parents_known = [&](const std::string& boot_id, TimeMs boot_time) {
    save_half();
    StateKeeper::Options later = options();
    later.boot_id = boot_id;
    later.boot_time = boot_time;
    const auto run = restore(later);
    EXPECT_EQ(run->alerts.size(), kStoryAlerts - alerts_);
    EXPECT_EQ(knows_files_, boot_id == "one");
    return run->counters.unknown_parents == 0;
  };
  EXPECT_TRUE(parents_known("one", 0));
  EXPECT_TRUE(parents_known("two", 32503680000000));  // it began after the log's last record
  EXPECT_FALSE(parents_known("two", 1));              // it began before
}

}  // namespace
}  // namespace ak::test
