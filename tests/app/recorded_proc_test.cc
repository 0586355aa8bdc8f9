// The recordings with a NAME.proc, which is what /proc showed of their processes while they were
// recorded: what a live plugin finds there is in the alerts. That is parents whose start no record
// tells, kernel threads among them, and the containers of the cgroups in both versions.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/listed_files.h"
#include "app/proc_folder.h"
#include "app/recordings.h"
#include "app/wanted_alerts.h"
#include "lineage/procfs.h"

namespace ak::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> recorded_procs() {
  std::vector<fs::path> found;
  for (const char* folder : {AK_TEST_DATA_DIR, AK_TEST_DATA_DIR "/fidelity"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".proc") found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// What the alert is for whom /proc was shown.
Wanted with_shown(Wanted wanted) {
  for (const auto& [field, value] : wanted.shown) {
    wanted.fields.emplace_back(field, value);
    const std::string_view unknown = "parent=unknown ";
    const std::size_t place = wanted.line.find(unknown);
    if (field != "process.parent.name" || place == std::string::npos) continue;
    wanted.line.replace(place, unknown.size(), "parent=" + value + " ");
  }
  return wanted;
}

std::string to_text(const Raised& raised) {
  std::string text = raised.line;
  for (const auto& [field, value] : raised.fields) {
    if (field.starts_with("process.parent.") || field == "container.id") {
      text += "\n      " + field + " " + value;
    }
  }
  return text;
}

class RecordedProc : public testing::TestWithParam<fs::path> {
 protected:
  // The alerts of who looked at /proc when it began (at `scan`), or only as the records came.
  static std::vector<Raised> raised(std::optional<TimeMs> scan) {
    fs::path path = GetParam();
    const ProcFolder proc(path);
    Counters proc_counters;
    const ProcFs live("", proc_counters, proc.root());
    const ListedFiles files(read_text(path.replace_extension("identities")), "");
    const FixedClock clock(scan.value_or(0));
    std::vector<Raised> raised;
    Counters counters;
    app::Pipeline pipeline({.live = &live, .files = &files, .clock = scan ? &clock : nullptr},
                           counters);
    pipeline.set_rules(shipped_rules());
    pipeline.scan_files();
    pipeline.scan_processes();
    pipeline.on_alert([&](const alert::Alert& alert) { raised.push_back(raised_of(alert)); });
    pipeline.feed(read_text(path.replace_extension("log")));
    pipeline.end_source();
    pipeline.flush();
    return raised;
  }

  static void expect_shown(const std::vector<Raised>& raised) {
    fs::path path = GetParam();
    const auto all = read_wanted(read_text(path.replace_extension("expect")));
    std::size_t next = 0;
    for (const Wanted& one : all) {
      const Wanted wanted = with_shown(one);
      const bool is_at_will = one.kind == Wanted::Kind::at_will;
      if (is_at_will && (next == raised.size() || !describes(wanted, raised[next]))) continue;
      ASSERT_LT(next, raised.size()) << "missing: " << wanted.line;
      EXPECT_TRUE(describes(wanted, raised[next])) << to_text(raised[next]);
      ++next;
    }
    EXPECT_EQ(next, raised.size());
  }
};

TEST_P(RecordedProc, TellsStrangersAsTheirRecordsCome) {
  expect_shown(raised(std::nullopt));
}

TEST_P(RecordedProc, TellsWhoWasThereAtTheStart) {
  const TimeMs after_all = 4'000'000'000'000;
  expect_shown(raised(after_all));
}

INSTANTIATE_TEST_SUITE_P(Recordings, RecordedProc, testing::ValuesIn(recorded_procs()),
                         [](const testing::TestParamInfo<fs::path>& instance) {
                           std::string name = instance.param.stem();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace ak::test
