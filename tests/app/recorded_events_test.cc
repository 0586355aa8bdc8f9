// What the events of each recording in tests/data/fidelity tell: path, process, parents, session,
// container, a line an event in NAME.events (tests/data/README.md). AK_REWRITE_GOLDEN=1 writes it
// anew; then read every line of the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/listed_files.h"
#include "app/proc_folder.h"
#include "app/recordings.h"
#include "lineage/process_fields.h"
#include "lineage/procfs.h"
#include "support/audit_text.h"

namespace ak::test {
namespace {

namespace fs = std::filesystem;

// Events as lines, those of one audit event together under its id.
class EventLines {
 public:
  void add(const Event& event) {
    const std::string id = host_of(event) + std::string(event.string(Field::event_id));
    if (id != last_id_) all_.emplace_back();
    last_id_ = id;
    all_.back().push_back(line_of(event));
    names_[std::string(event.string(Field::process_entity_id))] = event.string(Field::process_name);
  }

  [[nodiscard]] const std::vector<Lines>& all() const { return all_; }

 private:
  static std::string host_of(const Event& event) {
    const std::string host(event.string(Field::host_name));
    return host.empty() ? "" : host + ": ";
  }

  std::string line_of(const Event& event) const {
    std::string line = host_of(event);
    const Strings* actions = event.strings(Field::event_action);
    line += actions == nullptr ? "?" : actions->front();
    const auto tell = [&](std::string_view name, std::string_view value) {
      if (!value.empty()) line += " " + std::string(name) + "=" + to_printable(value);
    };
    tell("outcome", event.string(Field::event_outcome) == "failure" ? "failure" : "");
    tell("process", event.string(Field::process_name));
    tell("parents", parents_of(event));
    tell("session", event.string(Field::auditd_session));
    tell("leader", event.string(Field::process_session_leader_name));
    tell("entry", event.string(Field::process_entry_leader_name));
    tell("user", event.string(Field::user_name));
    tell("login", event.string(Field::user_audit_name));
    tell("container", event.string(Field::container_id));
    const auto tell_path = [&](const std::string& name, std::string_view path) {
      tell(has_word(event, Field::auditd_unconfirmed_paths, path) ? name + "?" : name, path);
    };
    tell_path("path", event.string(Field::file_path));
    tell_path("original", event.string(Field::file_original_path));
    tell("target", event.string(Field::file_target_path));
    if (const Strings* names = event.strings(Field::auditd_unresolved_paths); names != nullptr) {
      for (const std::string& name : *names) tell("unresolved", name);
    }
    for (const Field mark : {Field::auditd_unresolved_exchange, Field::auditd_unresolved_task,
                             Field::auditd_unresolved_open, Field::auditd_unresolved_content,
                             Field::auditd_unconfirmed_process, Field::auditd_unconfirmed_parent,
                             Field::auditd_partial, Field::auditd_partial_args}) {
      if (event.find(mark) != nullptr) line += " " + std::string(field_info(mark).name);
    }
    return line;
  }

  // The nearest first; "?" for one of whom no event came.
  std::string parents_of(const Event& event) const {
    std::string parents(event.string(Field::process_parent_name));
    const Strings* ancestry = event.strings(Field::process_ancestry);
    for (std::size_t i = parents.empty() ? 0 : 1; ancestry != nullptr && i < ancestry->size();
         ++i) {
      const auto known = names_.find((*ancestry)[i]);
      const std::string name = known == names_.end() ? "?" : known->second;
      parents += (parents.empty() ? "" : "<") + name;
    }
    return parents;
  }

  std::vector<Lines> all_;
  std::string last_id_;
  std::map<std::string, std::string> names_;  // by entity id
};

// By the log alone.
std::vector<Lines> replayed(const std::string& log) {
  Counters counters;
  EventLines lines;
  app::Pipeline pipeline({.is_log = true}, counters);
  pipeline.watch(*shipped_rules());
  pipeline.on_event([&](const Event& event) { lines.add(event); });
  pipeline.feed(log);
  pipeline.end_source();
  pipeline.flush();
  return lines.all();
}

// By who knew the watched files, and could look at what /proc showed.
std::vector<Lines> seen(const std::string& log, const fs::path& recording) {
  const auto beside = [&](const char* extension) {
    return fs::path(recording).replace_extension(extension);
  };
  const ListedFiles files(read_text(beside("identities")), "");
  const ProcFolder proc(beside("proc"));
  Counters proc_counters;
  const ProcFs live("", proc_counters, proc.root());
  const ProcessSource* processes = fs::exists(beside("proc")) ? &live : nullptr;
  Counters counters;
  EventLines lines;
  app::Pipeline pipeline({.live = processes, .files = &files}, counters);
  pipeline.watch(*shipped_rules());
  pipeline.scan_files();
  pipeline.on_event([&](const Event& event) { lines.add(event); });
  pipeline.feed(log);
  pipeline.end_source();
  pipeline.flush();
  return lines.all();
}

// The lines of the one, and after those of an event that the other knows more of the other's.
std::string merged(const std::vector<Lines>& one, const std::vector<Lines>& other) {
  std::string text;
  for (std::size_t i = 0; i < one.size(); ++i) {
    for (const std::string& line : one[i]) text += line + "\n";
    if (i >= other.size() || other[i] == one[i]) continue;
    for (const std::string& line : other[i]) text += "% " + line + "\n";
  }
  return text;
}

class RecordedEvents : public testing::TestWithParam<std::string> {};

TEST_P(RecordedEvents, TellWhatHappened) {
  fs::path path = GetParam();
  const std::string log = read_text(path);
  const std::vector<Lines> by_log = replayed(log);
  const std::vector<Lines> by_sight = seen(log, path);
  ASSERT_EQ(by_log.size(), by_sight.size());
  const std::string told = merged(by_log, by_sight);
  path.replace_extension("events");
  if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) std::ofstream(path) << told;
  EXPECT_EQ(told, read_text(path));
}

INSTANTIATE_TEST_SUITE_P(Recordings, RecordedEvents,
                         testing::ValuesIn(test::recordings(AK_TEST_DATA_DIR "/fidelity")),
                         [](const testing::TestParamInfo<std::string>& instance) {
                           std::string name = fs::path(instance.param).stem();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace ak::test
