// Every recording gives exactly its alerts, in whatever shape its records arrive.
#include <gtest/gtest.h>

#include "app/recordings.h"

namespace ak::test {
namespace {

class Golden : public testing::TestWithParam<Recording> {
 protected:
  // Says whether `alerts` are the recording's.
  static testing::AssertionResult are_expected(const Lines& alerts, const Recording& recording) {
    const Lines rest = without_optional(alerts, recording);
    if (fit_in_order(rest, recording.expected)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "alerts:\n"
                                       << join(rest, "\n") << "\nexpected:\n"
                                       << join(recording.expected, "\n");
  }
};

TEST_P(Golden, GivesItsAlerts) {
  Counters counters;
  EXPECT_TRUE(are_expected(alerts_of(GetParam().log, counters), GetParam()));
  EXPECT_EQ(counters.skipped_lines, 0U);
  EXPECT_EQ(counters.unparsed_events, 0U);
  EXPECT_EQ(counters.dropped_records, 0U);
}

TEST_P(Golden, GivesTheSameWithoutEoe) {
  std::string log;
  for (const std::string& line : split_lines(GetParam().log)) {
    if (line.find("type=EOE ") == std::string::npos) log += line + "\n";
  }
  ASSERT_LT(log.size(), GetParam().log.size());
  EXPECT_TRUE(are_expected(alerts_of(log), GetParam()));
}

TEST_P(Golden, GivesTheSameWhenItArrivesInSmallPieces) {
  const std::string_view log = GetParam().log;
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
    Counters counters;
    Lines alerts;
    for (const auto& [host, lines] : alerts_by_host(
             [&](app::Pipeline& pipeline) {
               for (std::size_t at = 0; at < log.size(); at += piece) {
                 pipeline.feed(log.substr(at, piece));
               }
             },
             counters)) {
      alerts.insert(alerts.end(), lines.begin(), lines.end());
    }
    EXPECT_TRUE(are_expected(alerts, GetParam())) << "in pieces of " << piece;
  }
}

// Cut short, it gives the alerts of what is left; only the event at the cut may look different.
TEST_P(Golden, GivesTheAlertsUpToTheCutWhenCutShort) {
  constexpr std::size_t kCuts = 48;
  const std::string_view log = GetParam().log;
  for (std::size_t i = 0; i < kCuts; ++i) {
    const std::size_t size = log.size() * i / kCuts;
    Lines alerts = without_optional(alerts_of(log.substr(0, size)), GetParam());
    ASSERT_LE(alerts.size(), GetParam().expected.size() + 1) << "cut at " << size;
    if (!alerts.empty()) alerts.pop_back();
    Lines wanted = GetParam().expected;
    wanted.resize(std::min(wanted.size(), alerts.size()));
    EXPECT_TRUE(fit_in_order(alerts, wanted)) << "cut at " << size << ":\n" << join(alerts, "\n");
  }
}

// Two hosts' records in one stream, line by line.
TEST_P(Golden, GivesTheSameAmongAnotherHostsRecords) {
  const auto& all = recordings();
  const auto self = static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(),
                   [](const Recording& other) { return other.name == GetParam().name; }) -
      all.begin());
  const Recording& other = all[(self + 1) % all.size()];

  const auto lines_of = [](const Recording& recording, const std::string& host) {
    Lines lines = split_lines(recording.log);
    for (std::string& line : lines) {
      if (line.rfind("node=", 0) == 0) line.erase(0, line.find(' ') + 1);
      line.insert(0, "node=" + host + " ");
    }
    return lines;
  };
  const Lines ours = lines_of(GetParam(), "one");
  const Lines theirs = lines_of(other, "two");
  std::string log;
  for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
    if (i < ours.size()) log += ours[i] + "\n";
    if (i < theirs.size()) log += theirs[i] + "\n";
  }
  Counters counters;
  auto alerts = alerts_by_host([&](app::Pipeline& pipeline) { pipeline.feed(log); }, counters);
  EXPECT_TRUE(are_expected(alerts["one"], GetParam()));
  EXPECT_TRUE(are_expected(alerts["two"], other)) << other.name;
}

INSTANTIATE_TEST_SUITE_P(Recordings, Golden, testing::ValuesIn(recordings()),
                         [](const testing::TestParamInfo<Recording>& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(GoldenData, HoldsAtLeastTheScenariosThatWereAskedFor) {
  EXPECT_GE(recordings().size(), 25U);
}

}  // namespace
}  // namespace ak::test
