// Exceptions, suppression and rate limits together; and all three against a naive list of alerts.
#include "detect/noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include "detect/exception_file.h"
#include "detect/noise_state.h"
#include "support/detect/sequence_run.h"
#include "support/event_text.h"

namespace ak::test {
namespace {

using detect::HeldBack;
using detect::Judgement;
using detect::NoiseFilter;
using detect::NoisePolicy;
using detect::RateLimit;
using Fate = Judgement::Fate;

// As it is written down and read again.
detect::NoiseState over_a_restart(const detect::NoiseState& state) {
  ByteWriter saved;
  write(state, saved);
  ByteReader in(saved.bytes());
  detect::NoiseState read = detect::read_noise_state(in);
  EXPECT_FALSE(in.failed());
  EXPECT_TRUE(in.at_end());
  return read;
}

class NoiseTest : public testing::Test {
 protected:
  explicit NoiseTest() { policy_.rate_limit = {0, 1}; }

  void use(NoiseFilter& noise) const {
    noise.set_policy(std::make_shared<const NoisePolicy>(policy_));
  }

  Judgement judge(NoiseFilter& noise, TimeMs time, const std::string& process,
                  const std::string& rule_id = "rule") {
    return judge(noise, time, process, "/f", rule_id);
  }
  Judgement judge(NoiseFilter& noise, TimeMs time, const std::string& process,
                  const std::string& file, const std::string& rule_id) {
    const auto rules = rules_of("any where true", rule_id);
    Event event;
    event.time = time;
    event.set(Field::process_entity_id, process);
    event.set(Field::file_path, file);
    return noise.judge({rules, rules->rules[0], event, {}});
  }

  Counters counters_;
  NoisePolicy policy_;
};

TEST_F(NoiseTest, RaisesEverythingWithoutAPolicy) {
  NoiseFilter noise(counters_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(judge(noise, 0, "p").fate, Fate::raised);
}

TEST_F(NoiseTest, CountsEachFate) {
  DiagnosticList complaints;
  std::vector<detect::Exception> exceptions;
  detect::read_exception_file(
      "[[exception]]\ndetection = 'rule'\ncondition = 'process.entity_id == \"ok\"'\n"
      "reason = 'r'\nauthor = 'a'\n",
      "e", complaints, exceptions);
  policy_.exceptions = detect::Exceptions(std::move(exceptions));
  policy_.rate_limit = {60, 1};
  NoiseFilter noise(counters_);
  use(noise);
  EXPECT_EQ(judge(noise, 0, "ok").fate, Fate::excepted);
  EXPECT_EQ(judge(noise, 0, "p").fate, Fate::raised);  // the excepted one took no token
  EXPECT_EQ(judge(noise, 1, "p").fate, Fate::suppressed);
  EXPECT_EQ(judge(noise, 2, "q").fate, Fate::rate_limited);
  EXPECT_EQ(judge(noise, 2, "q", "other").fate, Fate::raised);  // a flood hides no other detection
  EXPECT_EQ(counters_.excepted_alerts, 1U);
  EXPECT_EQ(counters_.suppressed_alerts, 1U);
  EXPECT_EQ(counters_.rate_limited_alerts, 1U);
}

TEST_F(NoiseTest, AnAlertOverTheRateLimitHidesNoLaterOneOfItsGroup) {
  policy_.rate_limit = {60, 1};
  NoiseFilter noise(counters_);
  use(noise);
  EXPECT_EQ(judge(noise, 0, "p").fate, Fate::raised);
  EXPECT_EQ(judge(noise, 0, "q").fate, Fate::rate_limited);
  const Judgement judgement = judge(noise, 1000, "q");
  EXPECT_EQ(judgement.fate, Fate::raised);
  EXPECT_EQ(judgement.rate_limited, (HeldBack{1, 0, 0}));
}

TEST_F(NoiseTest, LimitsByDetectionAndHost) {
  policy_.window_ms = 0;
  policy_.rate_limit = {60, 1};
  policy_.rate_limits["two"] = {60, 2};
  policy_.rate_limits["free"] = {0, 1};
  NoiseFilter noise(counters_);
  use(noise);
  EXPECT_EQ(judge(noise, 0, "p", "two").fate, Fate::raised);
  EXPECT_EQ(judge(noise, 0, "p", "two").fate, Fate::raised);
  EXPECT_EQ(judge(noise, 0, "p", "two").fate, Fate::rate_limited);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(judge(noise, 0, "p", "free").fate, Fate::raised);

  const auto rules = rules_of("any where true", "rule");
  for (const char* host : {"a", "b"}) {
    const Event event = event_from_text("host.name = " + std::string(host));
    EXPECT_EQ(noise.judge({rules, rules->rules[0], event, {}}).fate, Fate::raised) << host;
    EXPECT_EQ(noise.judge({rules, rules->rules[0], event, {}}).fate, Fate::rate_limited) << host;
  }
}

TEST_F(NoiseTest, GoesOnOverAReloadAndFromWhatWasSaved) {
  NoiseFilter noise(counters_);
  use(noise);
  EXPECT_EQ(judge(noise, 0, "p").fate, Fate::raised);
  use(noise);
  EXPECT_EQ(judge(noise, 1, "p").fate, Fate::suppressed);
  NoiseFilter other(counters_);
  use(other);
  other.restore(over_a_restart(noise.save()));
  EXPECT_EQ(judge(other, 2, "p").fate, Fate::suppressed);
  EXPECT_EQ(judge(other, 60'000, "p").suppressed, (HeldBack{2, 1, 2}));
}

TEST_F(NoiseTest, ReadsNothingFromWhatIsCutShort) {
  NoiseFilter noise(counters_);
  use(noise);
  judge(noise, 0, "p");
  judge(noise, 1, "p");
  ByteWriter saved;
  write(noise.save(), saved);
  for (std::size_t size = 0; size < saved.bytes().size(); ++size) {
    ByteReader in(std::string_view(saved.bytes()).substr(0, size));
    EXPECT_TRUE(detect::read_noise_state(in).groups.empty()) << size;
    EXPECT_TRUE(in.failed()) << size;
  }
}

// A flood of groups takes bounded memory, and no longer for the last than for the first.
TEST_F(NoiseTest, AFloodOfGroupsIsBounded) {
  policy_.window_ms = 1'000'000'000;
  NoiseFilter noise(counters_);
  use(noise);
  const std::size_t many = limits::kMaxSuppressedGroups + 1000;
  const auto rules = rules_of("any where true", "rule");
  Event event;
  for (std::size_t i = 0; i < many; ++i) {
    event.time = static_cast<TimeMs>(i);
    event.set(Field::process_entity_id, std::to_string(i));
    EXPECT_EQ(noise.judge({rules, rules->rules[0], event, {}}).fate, Fate::raised);
  }
  EXPECT_EQ(noise.save().groups.size(), limits::kMaxSuppressedGroups);
  EXPECT_EQ(noise.groups(), limits::kMaxSuppressedGroups);
  EXPECT_EQ(counters_.evicted_groups, 1000U);
}

// --- against the definition ------------------------------------------------------------------

struct Seen {
  TimeMs time;
  std::string rule, process, file;
  Judgement judgement;
};

// Decides by looking through all alerts so far.
class Oracle {
 public:
  explicit Oracle(const NoisePolicy& policy) : policy_(policy) {}

  Judgement judge(TimeMs time, const std::string& rule, const std::string& process,
                  const std::string& file) {
    Judgement out = decide(time, rule, process, file);
    seen_.push_back({time, rule, process, file, out});
    return out;
  }

 private:
  Judgement decide(TimeMs time, const std::string& rule, const std::string& process,
                   const std::string& file) {
    Judgement out;
    if (process == "p0") {
      out.fate = Fate::excepted;
      return out;
    }
    for (auto i = seen_.rbegin(); i != seen_.rend(); ++i) {
      if (i->rule != rule || i->process != process || i->file != file) continue;
      if (i->judgement.fate == Fate::raised) {
        if (std::abs(i->time - time) < policy_.window_ms) out.fate = Fate::suppressed;
        break;
      }
      if (i->judgement.fate == Fate::suppressed) out.suppressed.add(i->time);
    }
    if (out.fate == Fate::suppressed) {
      out.suppressed = {};
      out.window_ms = policy_.window_ms;
      return out;
    }
    const auto own = policy_.rate_limits.find(rule);
    const RateLimit limit = own == policy_.rate_limits.end() ? policy_.rate_limit : own->second;
    if (!is_within_rate(time, rule, limit)) {
      out.fate = Fate::rate_limited;
      out.suppressed = {};
      return out;
    }
    for (auto i = seen_.rbegin(); i != seen_.rend(); ++i) {
      if (i->rule != rule) continue;
      if (i->judgement.fate == Fate::raised) break;
      if (i->judgement.fate == Fate::rate_limited) out.rate_limited.add(i->time);
    }
    return out;
  }

  // Time that only goes forward: late events stand still, and a clock that is set back by more than
  // a minute goes on from where it is.
  [[nodiscard]] std::vector<TimeMs> run_of_time(TimeMs now, const std::string& rule) const {
    std::vector<TimeMs> times;
    TimeMs virtual_time = 0;
    std::optional<TimeMs> latest;
    const auto add = [&](TimeMs time) {
      if (latest && time > *latest) virtual_time += time - *latest;
      if (!latest || time > *latest || *latest - time > 60'000) latest = time;
      times.push_back(virtual_time);
    };
    for (const Seen& seen : seen_) {
      if (is_limited(seen, rule)) add(seen.time);
    }
    add(now);
    return times;
  }

  static bool is_limited(const Seen& seen, const std::string& rule) {
    return seen.rule == rule &&
           (seen.judgement.fate == Fate::raised || seen.judgement.fate == Fate::rate_limited);
  }

  // From no alert that passed until now have more passed than a full bucket and what flowed in.
  [[nodiscard]] bool is_within_rate(TimeMs now, const std::string& rule, RateLimit limit) const {
    const std::vector<TimeMs> times = run_of_time(now, rule);
    std::vector<TimeMs> passed;
    std::size_t i = 0;
    for (const Seen& seen : seen_) {
      if (!is_limited(seen, rule)) continue;
      if (seen.judgement.fate == Fate::raised) passed.push_back(times[i]);
      ++i;
    }
    for (std::size_t from = 0; from < passed.size(); ++from) {
      const auto count = static_cast<std::int64_t>(passed.size() - from);
      const std::int64_t room =
          limit.burst * 60'000 + limit.per_minute * (times.back() - passed[from]);
      if (room - count * 60'000 < 60'000) return false;
    }
    return true;
  }

  const NoisePolicy& policy_;
  std::vector<Seen> seen_;
};

std::string text_of(const Judgement& j) {
  const auto text = [](const HeldBack& held) {
    if (held.count == 0) return std::string("-");
    return std::to_string(held.count) + "," + std::to_string(held.first) + "," +
           std::to_string(held.last);
  };
  return std::to_string(static_cast<int>(j.fate)) + " " + text(j.suppressed) + " " +
         text(j.rate_limited) + " " + std::to_string(j.window_ms);
}

TEST_F(NoiseTest, DecidesAsAListOfAllAlertsWould) {
  DiagnosticList complaints;
  std::vector<detect::Exception> exceptions;
  detect::read_exception_file(
      "[[exception]]\ndetection = '*'\ncondition = 'process.entity_id == \"p0\"'\n"
      "reason = 'r'\nauthor = 'a'\n",
      "e", complaints, exceptions);
  policy_.exceptions = detect::Exceptions(std::move(exceptions));
  std::size_t fates[4] = {};
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int least, int most) {
      return std::uniform_int_distribution<int>(least, most)(random);
    };
    policy_.window_ms = pick(0, 3) * 700;
    policy_.rate_limit = {pick(1, 200), pick(1, 6)};
    policy_.rate_limits = {{"r1", {pick(1, 3000), pick(1, 3)}}};
    Oracle oracle(policy_);
    NoiseFilter noise(counters_);
    use(noise);
    TimeMs time = 1'000'000;
    for (int i = 0; i < 250; ++i) {
      const int step = pick(0, 40);
      time += step == 0 ? -pick(0, 200'000) : step == 1 ? pick(0, 200'000) : pick(0, 900) - 200;
      const std::string rule = "r" + std::to_string(pick(0, 2));
      const std::string process = "p" + std::to_string(pick(0, 3));
      const std::string file = "/" + std::to_string(pick(0, 2));
      const Judgement expected = oracle.judge(time, rule, process, file);
      const Judgement got = judge(noise, time, process, file, rule);
      ASSERT_EQ(text_of(got), text_of(expected)) << "seed " << seed << ", alert " << i;
      ++fates[static_cast<std::size_t>(got.fate)];
      if (i % 100 == 99) noise.restore(over_a_restart(noise.save()));
    }
  }
  for (const std::size_t count : fates) EXPECT_GT(count, 500U);
}

}  // namespace
}  // namespace ak::test
