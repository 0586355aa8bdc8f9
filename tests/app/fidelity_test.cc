// The recordings in tests/data/fidelity of files under other names, and of processes, sessions and
// nodes that are not what they seem. Each must give its alerts to a reader who was told which the
// watched files are, as the daemon is by looking at them, and to one who was not; however the
// records arrive.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/listed_files.h"
#include "app/recordings.h"
#include "app/wanted_alerts.h"
#include "base/path.h"
#include "support/audit_text.h"

namespace ak::test {
namespace {

struct FidelityRecording {
  std::string name;
  std::string log;
  std::string identities;
  std::vector<Wanted> wanted;

  friend void PrintTo(const FidelityRecording& recording, std::ostream* out) {
    *out << recording.name;
  }
};

const std::vector<FidelityRecording>& fidelity_recordings() {
  static const std::vector<FidelityRecording> all = [] {
    std::vector<FidelityRecording> found;
    for (const std::string& path : test::recordings(AK_TEST_DATA_DIR "/fidelity")) {
      std::filesystem::path beside = path;
      FidelityRecording recording;
      recording.name = beside.stem();
      recording.log = read_text(path);
      recording.wanted = read_wanted(read_text(beside.replace_extension("expect")));
      recording.identities = read_text(beside.replace_extension("identities"));
      found.push_back(std::move(recording));
    }
    return found;
  }();
  return all;
}

// A pipeline as the program has it, and the alerts that it raised so far.
class Replay {
 public:
  explicit Replay(const FileSource* files)
      : pipeline_({.files = files, .is_log = files == nullptr}, counters_) {
    pipeline_.set_rules(shipped_rules());
    pipeline_.scan_files();
    pipeline_.on_alert([this](const alert::Alert& alert) { raised_.push_back(raised_of(alert)); });
  }

  // Goes on from where another one was saved.
  Replay(const FileSource* files, std::string_view state) : Replay(files) {
    EXPECT_TRUE(pipeline_.load(state));
  }

  void feed(std::string_view bytes) { pipeline_.feed(bytes); }

  void end() {
    pipeline_.end_source();
    pipeline_.flush();
  }

  [[nodiscard]] const std::vector<Raised>& raised() const { return raised_; }
  [[nodiscard]] const Counters& counters() const { return counters_; }

  [[nodiscard]] bool has_open_events() const {
    Gauges tables;
    pipeline_.measure(tables);
    return tables.open_events > 0;
  }

  [[nodiscard]] std::string save() const {
    ByteWriter out;
    write(pipeline_.save(), out);
    return out.take();
  }

 private:
  Counters counters_;
  std::vector<Raised> raised_;
  app::Pipeline pipeline_;
};

std::vector<Raised> raised_by(std::string_view log, const FileSource* files,
                              std::size_t piece = SIZE_MAX) {
  Replay replay(files);
  for (; !log.empty(); log.remove_prefix(std::min(piece, log.size()))) {
    replay.feed(log.substr(0, piece));
  }
  replay.end();
  return replay.raised();
}

// Whether the alerts from `i` on are the wanted ones from `j` on.
bool are_wanted(const std::vector<Raised>& raised, const std::vector<Wanted>& wanted, bool told,
                std::size_t i = 0, std::size_t j = 0) {
  while (j < wanted.size() && wanted[j].kind == Wanted::Kind::at_will) ++j;
  if (i < raised.size()) {
    const bool is_next = j < wanted.size() && describes(wanted[j], raised[i]);
    if (is_next && are_wanted(raised, wanted, told, i + 1, j + 1)) return true;
    const bool comes_at_will = std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& one) {
      return one.kind == Wanted::Kind::at_will && describes(one, raised[i]);
    });
    if (comes_at_will && are_wanted(raised, wanted, told, i + 1, j)) return true;
  }
  if (j == wanted.size()) return i == raised.size();
  const bool may_miss = !told && wanted[j].kind == Wanted::Kind::with_identities;
  return may_miss && are_wanted(raised, wanted, told, i, j + 1);
}

testing::AssertionResult is_right(const std::vector<Raised>& raised,
                                  const FidelityRecording& recording, bool told) {
  if (are_wanted(raised, recording.wanted, told)) return testing::AssertionSuccess();
  auto result = testing::AssertionFailure() << (told ? "told, " : "untold, ") << "alerts:\n";
  for (const Raised& one : raised) result << "  " << one.line << "\n";
  result << "expected:\n";
  for (const Wanted& one : recording.wanted) result << "  " << one.line << "\n";
  return result;
}

class Fidelity : public testing::TestWithParam<FidelityRecording> {
 protected:
  static void expect_right(const std::string& log) {
    const FidelityRecording& recording = GetParam();
    const ListedFiles files(recording.identities, "");
    EXPECT_TRUE(is_right(raised_by(log, &files), recording, true));
    EXPECT_TRUE(is_right(raised_by(log, nullptr), recording, false));
  }
};

TEST_P(Fidelity, GivesItsAlerts) {
  expect_right(GetParam().log);
}

TEST_P(Fidelity, GivesTheSameWithoutEoe) {
  expect_right(without_eoe(GetParam().log));
}

TEST_P(Fidelity, GivesTheSameWithoutNames) {
  const auto& wanted = GetParam().wanted;
  const bool needs_names = std::any_of(wanted.begin(), wanted.end(),
                                       [](const Wanted& one) { return !one.fields.empty(); });
  if (!needs_names) expect_right(without_names(GetParam().log));
}

TEST_P(Fidelity, GivesTheSameWhenItArrivesInSmallPieces) {
  const FidelityRecording& recording = GetParam();
  const ListedFiles files(recording.identities, "");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{97}}) {
    EXPECT_TRUE(is_right(raised_by(recording.log, &files, piece), recording, true)) << piece;
  }
}

// Where the last record of each event ends, its EOE, by event.id.
std::map<std::string, std::size_t> ends_of_events(const std::string& log) {
  std::map<std::string, std::size_t> ends;
  std::size_t end = 0;
  for (const std::string& line : test::split_lines(log)) {
    end += line.size() + 1;
    const std::size_t id = line.find("audit(") + 6;
    ends[line.substr(id, line.find(')', id) - id)] = end;
  }
  return ends;
}

// "EVENT LINE" of the alerts of events that ended by then.
Lines raised_of_whole(const std::vector<Raised>& raised,
                      const std::map<std::string, std::size_t>& ends, std::size_t cut) {
  Lines lines;
  for (const Raised& one : raised) {
    if (ends.at(one.event) <= cut) lines.push_back(one.event + " " + one.line);
  }
  return lines;
}

// Under the sanitizers the same takes ten times as long.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kCutStep = 17;
#else
constexpr std::size_t kCutStep = 1;
#endif

// Cut short at every byte: what was whole before the cut gives its alerts, in their order, and
// nothing but the events at the cut may give others. Each cut is read from the last line before it
// at which no event was open, by a replay that knows what was known then.
TEST_P(Fidelity, GivesTheAlertsUpToTheCutWhenCutShort) {
  const FidelityRecording& recording = GetParam();
  const std::string_view log = recording.log;
  const ListedFiles files(recording.identities, "");
  const std::vector<Raised> all = raised_by(log, &files);
  const auto ends = ends_of_events(recording.log);
  Replay whole(&files);
  std::vector<Raised> before;
  std::string state = whole.save();
  std::size_t begin = 0;
  std::size_t line_begin = 0;
  for (std::size_t cut = 0; cut < log.size(); cut += kCutStep) {
    while (log.find('\n', line_begin) < cut) {
      const std::size_t end = log.find('\n', line_begin) + 1;
      whole.feed(log.substr(line_begin, end - line_begin));
      line_begin = end;
      if (whole.has_open_events()) continue;
      before = whole.raised();
      state = whole.save();
      begin = end;
    }
    Replay short_one(&files, state);
    short_one.feed(log.substr(begin, cut - begin));
    short_one.end();
    std::vector<Raised> raised = before;
    raised.insert(raised.end(), short_one.raised().begin(), short_one.raised().end());
    ASSERT_EQ(raised_of_whole(raised, ends, cut), raised_of_whole(all, ends, cut))
        << "cut at " << cut;
  }
}

// Each other recording beside it, as another host's; what is known of one host is not of the other.
TEST_P(Fidelity, GivesTheSameAmongAnotherHostsRecords) {
  if (GetParam().log.rfind("node=", 0) == 0) return;  // has hosts of its own
  const auto on = [](const std::string& log, const std::string& host) {
    std::string named;
    for (const std::string& line : test::split_lines(log))
      named += "node=" + host + " " + line + "\n";
    return named;
  };
  const FidelityRecording& recording = GetParam();
  const auto& all = fidelity_recordings();
  const auto self = std::find_if(all.begin(), all.end(), [&](const FidelityRecording& other) {
    return other.name == recording.name;
  });
  const std::size_t place = static_cast<std::size_t>(self - all.begin());
  const FidelityRecording& other = all[(place + 7) % all.size()];
  const std::string log = interleave(on(recording.log, "one"), on(other.log, "two"));
  const ListedFiles files(recording.identities, "one");
  for (const bool told : {true, false}) {
    std::vector<Raised> raised = raised_by(log, told ? &files : nullptr);
    std::erase_if(raised, [](const Raised& one) { return one.host != "one"; });
    EXPECT_TRUE(is_right(raised, recording, told)) << "beside " << other.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Fidelity, testing::ValuesIn(fidelity_recordings()),
                         [](const testing::TestParamInfo<FidelityRecording>& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Each way to call a file something else, and the detection that must see through it.
TEST(Evasions, AreSeenThroughByWhoLookedAtTheFiles) {
  const std::string kKubeconfig = "kubeconfig-file-activity";
  const std::string kSensitive = "kubernetes-sensitive-file-activity";
  const struct {
    std::string way, recording;
    std::vector<std::string> rules;
  } cases[] = {
      {"a descriptor", "path-dirfd", {kKubeconfig, kSensitive}},
      {"renamed by descriptors", "path-dirfd-renames", {kKubeconfig, kSensitive}},
      {"between two descriptors", "path-dirfd-more", {kKubeconfig, kSensitive}},
      {"symbolic links", "path-symlinked-directory", {kKubeconfig, kSensitive}},
      {"bind mounts", "path-bind-mount", {kKubeconfig, kSensitive}},
      {"a moved mount", "path-mount-moved", {kSensitive}},
      {"another mount namespace", "path-mount-namespace", {kKubeconfig, kSensitive}},
      {"a chroot", "path-chroot", {kKubeconfig, kSensitive}},
      {"another root", "path-pivot-root", {kKubeconfig, kSensitive}},
      {"a container's mount", "container-hostpath", {kKubeconfig, kSensitive}},
      {"an open file", "path-descriptor", {kKubeconfig, kSensitive}},
      {"/proc", "path-proc", {kKubeconfig, kSensitive}},
      {"a file without a name", "path-temporary-file", {kSensitive}},
      {"hard links", "path-hard-link", {kKubeconfig}},
      {"a directory renamed back", "path-directory-renamed", {kKubeconfig}},
      {"a prepared directory", "path-directory-prepared", {kKubeconfig}},
      {"a prepared tree", "path-tree-prepared", {kKubeconfig, kSensitive}},
      {"a prepared home", "path-home-prepared", {kKubeconfig}},
      {"a directory swapped", "path-directory-swapped", {kSensitive}},
      {"a directory replaced", "path-directory-replaced", {kSensitive}},
      {"a directory made again", "path-directory-made-again", {kSensitive}},
      {"an overlay", "path-overlay", {kSensitive}},
      {"a second watched name", "path-watched-links", {kKubeconfig, kSensitive}},
      {"a directory exchanged and back", "path-exchanged-back", {kSensitive}},
      {"an exchange recorded as a rename", "path-exchanged-alike", {kSensitive}},
      {"an exchange recorded as renaming away", "path-exchanged-away", {kSensitive}},
  };
  const auto& all = fidelity_recordings();
  for (const auto& c : cases) {
    const auto recording = std::find_if(all.begin(), all.end(),
                                        [&](const auto& one) { return one.name == c.recording; });
    ASSERT_NE(recording, all.end()) << c.recording;
    const ListedFiles files(recording->identities, "");
    const std::vector<Raised> raised = raised_by(recording->log, &files);
    for (const std::string& rule : c.rules) {
      EXPECT_TRUE(
          std::any_of(raised.begin(), raised.end(),
                      [&](const Raised& one) { return one.line.rfind(rule + " ", 0) == 0; }))
          << rule << " through " << c.way;
    }
  }
}

TEST(FidelityOfExchanges, WhatMayBeARenameIsMarkedAndCounted) {
  const std::string log = read_text(AK_TEST_DATA_DIR "/fidelity/path-exchanged-away.log");
  Counters counters;
  std::vector<std::string> marked;
  app::Pipeline pipeline({.is_log = true}, counters);
  pipeline.on_event([&](const Event& event) {
    if (event.find(Field::auditd_unresolved_exchange) == nullptr) return;
    marked.emplace_back(event.string(Field::file_path));
  });
  pipeline.feed(log);
  pipeline.finish();
  EXPECT_EQ(marked, std::vector<std::string>{"/etc/kubernetes/manifestz/etcd.yaml"});
  EXPECT_EQ(counters.unresolved_exchanges, 1U);
}

TEST(FidelityOfExchanges, WhoLookedAtTheFilesKnows) {
  const std::string base = AK_TEST_DATA_DIR "/fidelity/path-exchanged-away";
  const ListedFiles files(read_text(base + ".identities"), "");
  Replay replay(&files);
  replay.feed(read_text(base + ".log"));
  replay.end();
  EXPECT_EQ(replay.raised().size(), 1U);
  EXPECT_EQ(replay.counters().unresolved_exchanges, 0U);
}

// What the log alone can tell, and what looking at the files adds.
TEST(FidelityOfCopies, ACopyIntoTheDirectoryIsSeenByWhoLookedAtIt) {
  const std::string log = read_text(AK_TEST_DATA_DIR "/manifest-copied-into-directory.log");
  const ListedFiles files(
      "fe:00 1073156 /etc/kubernetes\nfe:00 1073157 /etc/kubernetes/manifests\n", "");
  Lines lines;
  for (const Raised& one : raised_by(log, &files)) lines.push_back(one.line);
  EXPECT_EQ(lines, (Lines{
                       "kubernetes-sensitive-file-activity creation "
                       "/etc/kubernetes/manifests/intruder.yaml",
                       "kubernetes-sensitive-file-activity rename "
                       "/etc/kubernetes/manifests/stolen",
                   }));
}

TEST(FidelityOfCopies, WhatTheLogCannotTellIsMarkedAndCounted) {
  for (const char* name : {"manifest-copied-into-directory", "manifest-copied-rules-seen"}) {
    Counters counters;
    std::vector<std::string> marked;
    app::Pipeline pipeline({}, counters);
    pipeline.on_event([&](const Event& event) {
      if (const Strings* names = event.strings(Field::auditd_unresolved_paths); names != nullptr) {
        EXPECT_EQ(event.find(Field::file_path), nullptr);
        marked.insert(marked.end(), names->begin(), names->end());
      }
    });
    pipeline.feed(read_text(std::string(AK_TEST_DATA_DIR "/") + name + ".log"));
    pipeline.end_source();
    pipeline.flush();
    EXPECT_EQ(marked, (std::vector<std::string>{"intruder.yaml", "stolen"})) << name;
    EXPECT_EQ(counters.unresolved_paths, 2U) << name;
  }
}

}  // namespace
}  // namespace ak::test
