// Real records through reader, normaliser and lineage: what each recording's .expect says was done
// must stand in its events.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "lineage/file_identities.h"
#include "lineage/lineage.h"
#include "support/audit_text.h"
#include "support/event_line.h"

namespace ak {
namespace {

std::vector<Event> events_of(const std::string& log) {
  Counters counters;
  Lineage lineage(counters, nullptr);
  FileIdentities paths(counters, nullptr);
  paths.watch(WatchedFiles::of_kubernetes());
  std::vector<Event> events;
  for (const audit::AuditEvent& audit_event : test::read_events(log)) {
    Normalized normalized = normalize(audit_event, paths, {});
    lineage.complete(normalized);
    for (Event& event : normalized.events) events.push_back(std::move(event));
  }
  return events;
}

std::string as_json(std::string_view text) {
  JsonWriter writer;
  writer.string(text);
  const std::string quoted = writer.text();
  return quoted.substr(1, quoted.size() - 2);
}

// What tests/scenarios/README.md calls the subject.
std::string subject_of(const Event& event) {
  const bool is_process = event.strings(Field::event_category)->front() == "process";
  if (!is_process && event.find(Field::file_path)) return as_json(event.string(Field::file_path));
  const std::string_view parent = event.string(Field::process_parent_name);
  return "parent=" + as_json(parent.empty() ? "unknown" : parent) + " " +
         as_json(event.string(Field::process_command_line));
}

// "ACTION SUBJECT" of an expectation; an ellipsis at its end stands for anything.
bool describes(std::string_view expected, const Event& event) {
  constexpr std::string_view kEllipsis = "…";
  const Strings* actions = event.strings(Field::event_action);
  if (actions == nullptr) return false;
  const std::string text = actions->front() + " " + subject_of(event);
  if (expected.size() < kEllipsis.size() ||
      expected.substr(expected.size() - kEllipsis.size()) != kEllipsis) {
    return text == expected;
  }
  expected.remove_suffix(kEllipsis.size());
  return std::string_view(text).substr(0, expected.size()) == expected;
}

TEST(Recordings, HoldWhatTheyAreSaidToHold) {
  std::size_t checked = 0;
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR)) {
    const std::vector<Event> events = events_of(test::read_file(path));
    const std::string expectations =
        std::filesystem::path(path).replace_extension(".expect").string();
    for (const std::string& line : test::split_lines(test::read_file(expectations))) {
      if (line.empty() || line[0] == '~' || line[0] == '%') continue;
      const std::string_view expected = std::string_view(line).substr(line.find(' ') + 1);
      const bool found = std::any_of(events.begin(), events.end(),
                                     [&](const Event& e) { return describes(expected, e); });
      EXPECT_TRUE(found) << path << ": " << line;
      ++checked;
    }
  }
  EXPECT_GT(checked, 50U);
}

TEST(Recordings, EveryEventIsWellFormed) {
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR)) {
    for (const Event& event : events_of(test::read_file(path))) {
      const std::string line = path + ": " + test::line_of(event);
      for (const Field field : {Field::event_category, Field::event_type, Field::event_action}) {
        ASSERT_NE(event.strings(field), nullptr) << line;
      }
      const std::string_view file = event.string(Field::file_path);
      EXPECT_TRUE(file.empty() || file[0] == '/') << line;
      EXPECT_EQ(file.find("(null)"), std::string_view::npos) << line;
      if (event.number(Field::process_pid) != nullptr) {
        EXPECT_FALSE(event.string(Field::process_entity_id).empty()) << line;
      }
    }
  }
}

// clone3's record has the address of its flags, and a thread's exit the pid of its process: the
// same record would be there of a process.
TEST(Recordings, MarkWhatMayBeOfAThread) {
  std::vector<std::string> marked;
  for (const Event& event :
       events_of(test::read_file(AK_TEST_DATA_DIR "/fidelity/process-threads.log"))) {
    if (event.find(Field::auditd_unresolved_task) == nullptr) continue;
    marked.push_back(std::string(event.string(Field::auditd_syscall)) + ": " +
                     test::line_of(event));
  }
  EXPECT_EQ(marked, (std::vector<std::string>{"clone3: process start fork success",
                                              "exit: process end end -",
                                              "clone3: process start fork success"}));
}

TEST(Recordings, AreTheSameWithoutEoe) {
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR)) {
    const std::string log = test::read_file(path);
    const std::vector<Event> with = events_of(log);
    const std::vector<Event> without = events_of(test::without_eoe(log));
    ASSERT_EQ(with.size(), without.size()) << path;
    for (std::size_t i = 0; i < with.size(); ++i) {
      EXPECT_EQ(test::line_of(with[i]), test::line_of(without[i])) << path;
      EXPECT_EQ(test::process_line(with[i]), test::process_line(without[i])) << path;
    }
  }
}

}  // namespace
}  // namespace ak
