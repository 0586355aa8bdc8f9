// Made-up sequences on made-up streams: the engine finds what the oracle finds, however far the
// events overtake each other on their way.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "base/limits.h"
#include "support/detect/sequence_oracle.h"
#include "support/detect/sequence_run.h"

namespace ak::test {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  std::string query() {
    static const char* const kKeys[] = {"", " by process.pid", " by ?process.pid",
                                        " by process.pid, ?user.name"};
    std::string text = "sequence" + std::string(kKeys[below(4)]);
    const bool has_maxspan = below(3) > 0;
    if (has_maxspan) text += " with maxspan=" + std::to_string(1 + below(12)) + "ms";
    std::size_t present = 0;
    for (std::size_t i = 0; i < 4 && (present < 2 || below(2) == 0); ++i) {
      if (has_maxspan && below(4) == 0) {
        text += " !" + filter();
        continue;
      }
      text += ' ' + filter();
      ++present;
      if (below(5) == 0) text += " with runs=2";
    }
    if (present < 2) text += ' ' + filter() + ' ' + filter();
    if (below(3) == 0) text += " until " + filter();
    return text;
  }

  std::vector<Event> events() {
    std::vector<Event> events;
    TimeMs time = 1000;
    std::uint64_t serial = 1;
    for (std::size_t i = 0; i < 30; ++i) {
      time += static_cast<TimeMs>(below(4));
      if (below(6) > 0) ++serial;  // else a part of the same audit event, or an earlier serial
      Event event;
      event.time = time;
      event.serial = serial;
      event.set(Field::event_id, std::to_string(i));
      event.set(Field::process_name, std::string(1, static_cast<char>('a' + below(4))));
      if (below(8) > 0) event.set(Field::process_pid, static_cast<std::int64_t>(below(2)));
      if (below(4) == 0) event.set(Field::user_name, std::string("u"));
      events.push_back(std::move(event));
    }
    return events;
  }

  // Each event at most `distance` places from where it was; those of one audit event in their
  // order.
  std::vector<Event> disordered(std::vector<Event> events, std::size_t distance) {
    std::vector<std::pair<std::size_t, Event>> places;
    for (std::size_t i = 0; i < events.size(); ++i) {
      const bool is_part =
          i > 0 && events[i].time == events[i - 1].time && events[i].serial == events[i - 1].serial;
      const std::size_t place = is_part ? places.back().first : i + below(distance);
      places.emplace_back(place, std::move(events[i]));
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Event> out;
    for (auto& [place, event] : places) out.push_back(std::move(event));
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string filter() {
    static const char* const kConditions[] = {
        "process.name == \"a\"",          "process.name == \"b\"", "process.name == \"c\"",
        "process.name in (\"a\", \"b\")", "process.name == \"d\"", "true"};
    const std::size_t choice = below(11);
    return "[any where " + std::string(kConditions[choice < 10 ? choice / 2 : 5]) + "]";
  }

  std::mt19937 random_;
};

TEST(SequenceProperty, TheEngineFindsWhatTheOracleFinds) {
  std::size_t results = 0;
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    const std::string query = generator.query();
    const std::vector<Event> events = generator.events();
    SequenceRun run(query);
    std::size_t added = 0;
    for (const Event& event : generator.disordered(events, seed % 2 == 0 ? 1 : 8)) {
      run.engine().add(event);
      if (++added == seed % events.size()) run.restart();
    }
    run.engine().finish();
    Found found = run.found();
    std::sort(found.begin(), found.end());
    const auto rules = rules_of(query);
    EXPECT_EQ(found, naive_sequences(rules->rules[0].query, events)) << seed << ": " << query;
    results += found.size();
    if (HasFailure()) break;
  }
  EXPECT_GT(results, 3000U);
}

}  // namespace
}  // namespace ak::test
