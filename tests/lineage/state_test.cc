// Processes, sessions and files, saved and loaded.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "lineage/file_identities.h"
#include "lineage/lineage.h"
#include "lineage/tracking.h"
#include "support/audit_text.h"
#include "support/event_line.h"

namespace ak {
namespace {

std::string bytes_of(const Lineage& lineage) {
  ByteWriter out;
  write(lineage.save(), out);
  return out.take();
}

std::string bytes_of(const FileIdentities& files) {
  ByteWriter out;
  files.save(out);
  return out.take();
}

struct Tables {
  explicit Tables(Counters& counters) : lineage(counters, nullptr), files(counters, nullptr) {}

  std::vector<std::string> take(const audit::AuditEvent& audit_event) {
    Normalized normalized = normalize(audit_event, files, {});
    lineage.complete(normalized);
    std::vector<std::string> lines;
    for (const Event& event : normalized.events) {
      lines.push_back(test::process_line(event) + " " +
                      std::string(event.string(Field::file_path)) + " " +
                      std::string(event.string(Field::process_entity_id)) + " " +
                      std::string(event.string(Field::process_entry_leader_name)));
    }
    return lines;
  }

  Lineage lineage;
  FileIdentities files;
};

// A restart anywhere in a recording changes no event.
TEST(SavedTables, TellTheSameAsThoseThatWereSaved) {
  std::size_t restarts = 0;
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR "/fidelity")) {
    Counters counters;
    const auto events = test::read_events(test::read_file(path), counters);
    Tables whole(counters);
    auto cut = std::make_unique<Tables>(counters);
    for (const audit::AuditEvent& event : events) {
      EXPECT_EQ(cut->take(event), whole.take(event)) << path;
      if (++restarts % 7 != 0) continue;
      const std::string lineage = bytes_of(cut->lineage);
      const std::string files = bytes_of(cut->files);
      cut = std::make_unique<Tables>(counters);
      ByteReader lineage_bytes(lineage);
      ByteReader file_bytes(files);
      ASSERT_TRUE(cut->lineage.load(lineage_bytes) && lineage_bytes.at_end()) << path;
      ASSERT_TRUE(cut->files.load(file_bytes) && file_bytes.at_end()) << path;
      EXPECT_EQ(bytes_of(cut->lineage), lineage) << path;
      EXPECT_EQ(bytes_of(cut->files), files) << path;
    }
  }
  EXPECT_GT(restarts, 500U);
}

TEST(SavedTables, AreLoadedWholeOrNotAtAll) {
  Counters counters;
  Tables tables(counters);
  const std::string path = test::recordings(AK_TEST_DATA_DIR "/fidelity").front();
  for (const auto& event : test::read_events(test::read_file(path), counters)) tables.take(event);
  const std::string lineage = bytes_of(tables.lineage);
  const std::string files = bytes_of(tables.files);
  const Tables nothing(counters);
  for (std::size_t size = 0; size < lineage.size(); ++size) {
    Tables cut(counters);
    ByteReader in(std::string_view(lineage).substr(0, size));
    EXPECT_FALSE(cut.lineage.load(in)) << size;
    EXPECT_EQ(bytes_of(cut.lineage), bytes_of(nothing.lineage)) << size;
  }
  for (std::size_t size = 0; size < files.size(); ++size) {
    Tables cut(counters);
    ByteReader in(std::string_view(files).substr(0, size));
    EXPECT_FALSE(cut.files.load(in)) << size;
    EXPECT_EQ(cut.files.size(), 0U) << size;
  }
}

TEST(SavedTables, NamesInACircleAreRefused) {
  ByteWriter out;
  out.number(2);
  out.number(2), out.text("a"), out.number(0);
  out.number(1), out.text("b"), out.number(0);
  Counters counters;
  FileIdentities files(counters, nullptr);
  ByteReader in(out.bytes());
  EXPECT_FALSE(files.load(in));
  EXPECT_EQ(files.size(), 0U);
}

TEST(SavedTables, AFileOfTwoNamesIsRefused) {
  ByteWriter out;
  const auto id = [&] {
    out.number(1), out.number(8), out.number(77), out.boolean(false), out.boolean(false);
  };
  out.number(3);
  out.number(0), out.hash(1), out.boolean(false), out.number(0);
  out.number(1), out.text("b"), id();
  out.number(1), out.text("a"), id();
  Counters counters;
  FileIdentities files(counters, nullptr);
  ByteReader in(out.bytes());
  EXPECT_FALSE(files.load(in));
  EXPECT_EQ(files.size(), 0U);
}

// --- what /proc shows after a restart ---------------------------------------------------------

class RunningNow final : public ProcessSource {
 public:
  [[nodiscard]] std::string_view host() const override { return "here"; }
  [[nodiscard]] std::optional<Snapshot> read(std::int64_t pid) const override {
    const auto found = processes.find(pid);
    return found == processes.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] std::vector<std::int64_t> pids() const override {
    std::vector<std::int64_t> all;
    for (const auto& [pid, process] : processes) all.push_back(pid);
    return all;
  }

  void put(std::int64_t pid, TimeMs start, const std::string& executable) {
    Snapshot snapshot;
    snapshot.ppid = 1;
    snapshot.start = start;
    snapshot.name = executable.substr(executable.rfind('/') + 1);
    snapshot.executable = executable;
    snapshot.args = {snapshot.name, "shown"};
    processes[pid] = snapshot;
  }

  std::map<std::int64_t, Snapshot> processes;
};

class AfterARestart : public testing::Test {
 protected:
  // A process was known before, of an exec at that time.
  void know(std::int64_t pid, TimeMs time, const std::string& executable) {
    ProcessFact fact;
    fact.kind = ProcessFact::Kind::exec;
    fact.host = "here";
    fact.time = time;
    fact.serial = 1;
    fact.pid = pid;
    fact.ppid = 1;
    fact.name = executable.substr(executable.rfind('/') + 1);
    fact.executable = executable;
    fact.args = {fact.name, "seen"};
    fact.args_count = 2;
    Normalized normalized;
    normalized.host = "here";
    normalized.process = fact;
    lineage_.complete(normalized);
  }

  // The parent that a process start at that time is given.
  std::string parent(std::int64_t pid, TimeMs time) {
    Normalized normalized;
    normalized.host = "here";
    Event event;
    event.time = time;
    event.set(Field::host_name, std::string("here"));
    event.set(Field::event_category, Strings{"process"});
    event.set(Field::event_type, Strings{"start"});
    event.set(Field::process_pid, std::int64_t{99});
    event.set(Field::process_parent_pid, pid);
    normalized.events.push_back(event);
    lineage_.complete(normalized);
    return std::string(normalized.events[0].string(Field::process_parent_command_line));
  }

  RunningNow running_;
  Counters counters_;
  Lineage lineage_{counters_, &running_};
};

TEST_F(AfterARestart, OneThatStillRunsIsKnownAsBefore) {
  know(10, 5000, "/bin/sh");
  running_.put(10, 4990, "/bin/sh");
  lineage_.scan(9000);
  EXPECT_EQ(parent(10, 9001), "sh seen");
}

TEST_F(AfterARestart, APidThatPassedToAnotherIsTheOther) {
  know(10, 5000, "/bin/sh");
  running_.put(10, 8000, "/bin/sh");
  lineage_.scan(9000);
  EXPECT_EQ(parent(10, 9001), "sh shown");
}

TEST_F(AfterARestart, OneThatRunsAnotherProgramByNowRunsThat) {
  know(10, 5000, "/bin/sh");
  running_.put(10, 4990, "/usr/bin/kubectl");
  lineage_.scan(9000);
  EXPECT_EQ(parent(10, 9001), "kubectl shown");
}

TEST_F(AfterARestart, OneThatIsGoneIsNoParentAnyMore) {
  know(10, 5000, "/bin/sh");
  running_.put(1, 0, "/sbin/init");
  lineage_.scan(9000);
  EXPECT_EQ(parent(10, 8999), "sh seen");  // of a record that was on its way
  EXPECT_EQ(parent(10, 9001), "");
}

TEST_F(AfterARestart, ThoseOfOtherHostsStay) {
  Normalized normalized;
  normalized.host = "there";
  ProcessFact fact;
  fact.kind = ProcessFact::Kind::exec;
  fact.host = "there";
  fact.time = 5000;
  fact.pid = 10;
  fact.ppid = 1;
  fact.executable = "/bin/sh";
  normalized.process = fact;
  lineage_.complete(normalized);
  const std::string before = bytes_of(lineage_);
  lineage_.scan(9000);
  EXPECT_EQ(bytes_of(lineage_), before);
}

}  // namespace
}  // namespace ak
