// A record may be lost anywhere. What the rest of the log then tells of a file may be less, or
// marked; but no path is told as certain that the whole log does not tell of that event.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/listed_files.h"
#include "app/recordings.h"
#include "support/audit_text.h"

namespace ak::test {
namespace {

constexpr std::size_t kLossesPerRecording = 25;

struct LossyRecording {
  std::string name;
  std::string log;
  std::string identities;

  friend void PrintTo(const LossyRecording& recording, std::ostream* out) {
    *out << recording.name;
  }
};

std::vector<LossyRecording> all_recordings() {
  std::vector<LossyRecording> all;
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR "/fidelity")) {
    std::filesystem::path beside = path;
    all.push_back(
        {beside.stem(), read_text(path), read_text(beside.replace_extension("identities"))});
  }
  return all;
}

// The paths of each event, by host and event.id.
using Paths = std::map<std::string, std::set<std::string>>;

bool is_unconfirmed(const Event& event, std::string_view path) {
  const Strings* const words = event.strings(Field::auditd_unconfirmed_paths);
  return words != nullptr && std::find(words->begin(), words->end(), path) != words->end();
}

Paths paths_of(std::string_view log, const FileSource* files, bool confirmed_alone) {
  Paths paths;
  Counters counters;
  app::Pipeline pipeline({.files = files, .is_log = files == nullptr}, counters);
  pipeline.set_rules(shipped_rules());
  pipeline.scan_files();
  pipeline.on_event([&](const Event& event) {
    std::set<std::string>& told = paths[std::string(event.string(Field::host_name)) + " " +
                                        std::string(event.string(Field::event_id))];
    for (const Field field : {Field::file_path, Field::file_original_path}) {
      const std::string_view path = event.string(field);
      if (path.empty() || (confirmed_alone && is_unconfirmed(event, path))) continue;
      told.emplace(path);
    }
    // Which of its files an event is about may be known by a record that is lost.
    const Strings* const names = event.strings(Field::auditd_paths);
    if (!confirmed_alone && names != nullptr) told.insert(names->begin(), names->end());
  });
  pipeline.feed(log);
  pipeline.end_source();
  pipeline.finish();
  return paths;
}

class LostRecords : public testing::TestWithParam<LossyRecording> {
 protected:
  static std::size_t count(const Paths& paths) {
    std::size_t all = 0;
    for (const auto& [event, of_event] : paths) all += of_event.size();
    return all;
  }

  static void expect_truth(const FileSource* files) {
    const Lines lines = split_lines(GetParam().log);
    Paths whole = paths_of(GetParam().log, files, false);
    std::size_t confirmed = 0;
    const std::size_t step = std::max<std::size_t>(1, lines.size() / kLossesPerRecording);
    for (std::size_t lost = step / 2; lost < lines.size(); lost += step) {
      std::string rest;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i != lost) rest += lines[i] + "\n";
      }
      const Paths told = paths_of(rest, files, true);
      confirmed += count(told);
      for (const auto& [event, paths] : told) {
        for (const std::string& path : paths) {
          EXPECT_TRUE(whole[event].contains(path))
              << event << " is told of " << path << " without\n"
              << lines[lost];
        }
      }
    }
    // Some are of before the loss.
    const bool has_confirmed = count(paths_of(GetParam().log, files, true)) > 0;
    EXPECT_EQ(confirmed > 0, has_confirmed);
  }
};

TEST_P(LostRecords, MakeNoPathWrongAndConfirmed) {
  const ListedFiles files(GetParam().identities, "");
  expect_truth(&files);
  expect_truth(nullptr);
}

INSTANTIATE_TEST_SUITE_P(Recordings, LostRecords, testing::ValuesIn(all_recordings()),
                         [](const testing::TestParamInfo<LossyRecording>& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace ak::test
