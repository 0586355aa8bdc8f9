// Generated streams, and what goes wrong with streams: the same events come out, or the loss is
// counted and the event says that it is partial.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "support/audit_text.h"

namespace ak::audit {
namespace {

using Lines = std::vector<std::string>;

constexpr unsigned kStreams = 60;
constexpr std::size_t kEvents = 120;

// Syscalls and what programs say, of one node or of three whose serials and times coincide, up to
// four of a node's events under way at once.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed), nodes_(seed % 2 == 0 ? 1 : 3) {}

  // The records of a stream in which everything is well.
  Lines stream() {
    std::vector<Lines> open;
    Lines lines;
    std::size_t begun = 0;
    while (begun < kEvents || !open.empty()) {
      if (begun < kEvents && (open.empty() || (open.size() < 4 && below(3) == 0))) {
        open.push_back(event(begun++));
        continue;
      }
      const std::size_t at = below(open.size());
      lines.push_back(open[at].front());
      open[at].erase(open[at].begin());
      if (open[at].empty()) open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return lines;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }

 private:
  Lines event(std::size_t number) {
    const std::string node =
        nodes_ == 1 ? "" : fmt::format("node=n{} ", number % static_cast<std::size_t>(nodes_));
    const std::size_t count = number / static_cast<std::size_t>(nodes_);
    const std::string id =
        fmt::format("msg=audit({}.{:03}:{}): ", 1000 + count / 10, count % 10 * 100, 500 + count);
    const auto record = [&](const std::string& type, const std::string& body) {
      return fmt::format("{}type={} {}{}", node, type, id, body);
    };
    if (below(6) == 0) return {record("USER_CMD", fmt::format("pid={} msg='cmd=\"x\"'", count))};
    const std::size_t items = below(4);
    const bool is_exec = items > 0 && below(2) == 0;
    Lines lines{record("SYSCALL", fmt::format("arch=c000003e syscall={} success=yes exit=0 "
                                              "items={} ppid=1 pid={} comm=\"a\" exe=\"/bin/a\" "
                                              "key=\"k\"",
                                              is_exec ? 59 : 257, items, count))};
    if (is_exec) lines.push_back(record("EXECVE", "argc=2 a0=\"a\" a1=\"--long=argument\""));
    if (items > 0) lines.push_back(record("CWD", "cwd=\"/root\""));
    for (std::size_t item = 0; item < items; ++item) {
      lines.push_back(record("PATH", fmt::format("item={} name=\"{}\" inode={} dev=fe:00 "
                                                 "mode=0100644 nametype=NORMAL",
                                                 item, below(2) == 0 ? "/etc/x" : "x", count)));
    }
    lines.push_back(record("PROCTITLE", "proctitle=\"a\""));
    lines.push_back(record("EOE", ""));
    return lines;
  }

  std::mt19937 random_;
  int nodes_;
};

std::string text_of(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

struct Read {
  std::map<std::string, std::string> events;  // by their ids
  std::map<std::string, bool> partial;
  std::size_t count = 0;
  Counters counters;
};

void read(const Lines& lines, Read& into) {
  for (const AuditEvent& event : test::read_events(text_of(lines), into.counters)) {
    const std::string id = fmt::format("{}/{}/{}", event.id.node, event.id.time, event.id.serial);
    into.events[id] = test::to_string(event);
    into.partial[id] = event.partial;
    ++into.count;
  }
}

std::uint64_t counted(const Counters& counters) {
  return counters.skipped_lines + counters.late_records + counters.dropped_records +
         counters.duplicate_records + counters.partial_events;
}

// What came of a stream with something wrong, compared with what comes of it when all is well.
void expect_same_or_told(const Lines& well, const Lines& wrong, const std::string& trace) {
  Read expected, got;
  read(well, expected);
  read(wrong, got);
  EXPECT_EQ(got.count, got.events.size()) << trace << ": an event came twice";
  std::size_t different = 0;
  for (const auto& [id, text] : expected.events) {
    const auto found = got.events.find(id);
    if (found != got.events.end() && found->second == text) continue;
    ++different;
    const bool is_told = found == got.events.end() || got.partial.at(id) ||
                         got.counters.late_records > 0 || got.counters.skipped_lines > 0;
    EXPECT_TRUE(is_told) << trace << ": " << text << "became " << found->second;
  }
  for (const auto& [id, text] : got.events) {
    EXPECT_EQ(expected.events.count(id), 1U) << trace << ": " << text << "was never there";
  }
  EXPECT_TRUE(different == 0 || counted(got.counters) > 0) << trace;
}

void expect_same(const Lines& well, const Lines& wrong, const std::string& trace) {
  Read expected, got;
  read(well, expected);
  read(wrong, got);
  EXPECT_EQ(got.events, expected.events) << trace;
  EXPECT_EQ(got.counters.late_records, 0U) << trace;
  EXPECT_EQ(got.counters.partial_events, 0U) << trace;
  EXPECT_EQ(got.counters.lost_events, 0U) << trace;
}

bool is_eoe(const std::string& line) {
  return line.find("type=EOE ") != std::string::npos;
}

bool is_title(const std::string& line) {
  return line.find("type=PROCTITLE ") != std::string::npos;
}

bool is_last(const std::string& line) {
  return is_eoe(line) || is_title(line);
}

// Moves each record by up to `distance` places.
Lines shuffled(const Lines& lines, std::size_t distance, Generator& generator) {
  std::vector<std::pair<std::size_t, std::string>> places;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    places.emplace_back(i + generator.below(distance + 1), lines[i]);
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Lines moved;
  for (auto& [place, line] : places) moved.push_back(std::move(line));
  return moved;
}

void for_each_stream(
    const std::function<void(const Lines&, Generator&, const std::string&)>& test) {
  for (unsigned seed = 1; seed <= kStreams; ++seed) {
    Generator generator(seed);
    const Lines lines = generator.stream();
    test(lines, generator, fmt::format("seed {}", seed));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(StreamProperty, WithoutEoeTheEventsAreTheSame) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    Lines none, some;
    for (const std::string& line : lines) {
      if (!is_eoe(line)) none.push_back(line);
      if (!is_eoe(line) || generator.below(2) == 0) some.push_back(line);
    }
    expect_same(lines, none, trace);
    expect_same(lines, some, trace);
  });
}

// As Linux before 3.14 has it; such a log has no EOE either, so that only time ends an event.
TEST(StreamProperty, WithoutProctitleAndEoeTheEventsAreTheSame) {
  for_each_stream([](const Lines& lines, Generator&, const std::string& trace) {
    Lines old, older;
    for (const std::string& line : lines) {
      if (!is_title(line)) old.push_back(line);
      if (!is_last(line)) older.push_back(line);
    }
    expect_same(old, older, trace);
  });
}

TEST(StreamProperty, OutOfOrderTheEventsAreTheSameWithoutEoe) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    Lines none;
    for (const std::string& line : lines) {
      if (!is_eoe(line)) none.push_back(line);
    }
    for (const std::size_t distance : {2U, 8U, 24U}) {
      Lines moved = shuffled(none, distance, generator);
      // A record's fields say where it belongs, its place in the event does not.
      Read expected, got;
      read(none, expected);
      read(moved, got);
      EXPECT_EQ(got.events.size(), expected.events.size()) << trace;
      EXPECT_EQ(got.counters.late_records, 0U) << trace << " by " << distance;
      EXPECT_EQ(got.counters.partial_events, 0U) << trace << " by " << distance;
      EXPECT_EQ(got.counters.lost_events, 0U) << trace << " by " << distance;
    }
  });
}

TEST(StreamProperty, OutOfOrderTheEventsOfALogAreTheSame) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    const std::size_t events = test::read_events(text_of(lines)).size();
    const auto eoes = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), is_eoe));
    for (const std::size_t distance : {2U, 8U, 24U}) {
      Counters counters;
      std::size_t out = 0;
      const auto got = test::read_log(text_of(shuffled(lines, distance, generator)), counters);
      for (const auto& event : got) out += event.records.size();
      EXPECT_EQ(got.size(), events) << trace;
      EXPECT_EQ(out + eoes, lines.size()) << trace << " by " << distance;
      EXPECT_EQ(counters.late_records, 0U) << trace << " by " << distance;
      EXPECT_EQ(counters.partial_events, 0U) << trace << " by " << distance;
    }
  });
}

// An EOE that overtakes others of its event's records: they are waited for, or the event says that
// they are missing. Of the first event nobody knows what belongs to it.
TEST(StreamProperty, AnEndThatCameTooEarlyMakesNoDifferenceOrIsTold) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    for (std::size_t at = lines.size() / 4; at < lines.size(); ++at) {
      if (!is_eoe(lines[at])) continue;
      Lines moved = lines;
      const std::size_t places = 1 + generator.below(12);
      std::rotate(moved.begin() + static_cast<std::ptrdiff_t>(at - places),
                  moved.begin() + static_cast<std::ptrdiff_t>(at),
                  moved.begin() + static_cast<std::ptrdiff_t>(at + 1));
      Read well, got;
      read(lines, well);
      read(moved, got);
      ASSERT_EQ(got.count, well.count) << trace;
      std::uint64_t different = 0;
      for (const auto& [id, text] : well.events) {
        if (got.events.at(id) == text) continue;
        ++different;
        EXPECT_TRUE(got.partial.at(id)) << trace << ": " << text << "became " << got.events.at(id);
      }
      EXPECT_EQ(got.counters.partial_events, different) << trace;
      EXPECT_EQ(got.counters.late_records > 0, different > 0) << trace;
    }
  });
}

// An EOE that overtakes its event ends it: what comes later is counted.
TEST(StreamProperty, OutOfOrderNothingIsLostUncounted) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    for (const std::size_t distance : {2U, 24U, 200U}) {
      const Lines moved = shuffled(lines, distance, generator);
      Read got;
      read(moved, got);
      std::size_t out = 0;
      for (const auto& event : test::read_events(text_of(moved))) out += event.records.size();
      const auto eoes = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), is_eoe));
      EXPECT_EQ(out + got.counters.late_records + eoes, lines.size()) << trace << " " << distance;
    }
  });
}

TEST(StreamProperty, RecordsThatComeTwiceMakeNoDifference) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    Lines twice;
    std::uint64_t added = 0;
    for (const std::string& line : lines) {
      twice.push_back(line);
      const bool ends_its_event = is_eoe(line) || line.find("USER_CMD") != std::string::npos;
      if (ends_its_event || generator.below(3) != 0) continue;
      twice.push_back(line);
      ++added;
    }
    expect_same(lines, twice, trace);
    Read got;
    read(twice, got);
    EXPECT_EQ(got.counters.duplicate_records, added) << trace;
  });
}

TEST(StreamProperty, ALostRecordIsTold) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    Lines rest = lines;
    const std::size_t at = generator.below(rest.size());
    const std::string lost = rest[at];
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
    // Whether an event has a title, and one of absolute names a directory, the others tell.
    const bool is_habitual = is_title(lost) || lost.find("type=CWD ") != std::string::npos;
    if (is_habitual && at < rest.size() / 4) return;
    Read well, got;
    read(lines, well);
    read(rest, got);
    const bool is_whole_event = lost.find("USER_CMD") != std::string::npos;
    if (is_eoe(lost)) {
      EXPECT_EQ(got.events, well.events) << trace;
    } else if (is_whole_event) {
      EXPECT_EQ(got.events.size() + 1, well.events.size()) << trace;
    } else if (got.events.size() == well.events.size()) {
      EXPECT_EQ(got.counters.partial_events, 1U) << trace << ": " << lost;
    }
  });
}

TEST(StreamProperty, ARecordCutShortIsTold) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    for (int i = 0; i < 5; ++i) {
      Lines cut = lines;
      std::string& line = cut[generator.below(cut.size())];
      if (is_last(line) || line.find("USER_CMD") != std::string::npos) continue;
      line.resize(line.size() - 1 - generator.below(line.size() - 1));
      expect_same_or_told(lines, cut, trace + " " + line);
    }
  });
}

TEST(StreamProperty, AllAtOnce) {
  for_each_stream([](const Lines& lines, Generator& generator, const std::string& trace) {
    Lines wrong;
    for (const std::string& line : shuffled(lines, generator.below(30), generator)) {
      const std::size_t what = generator.below(20);
      if (what == 0) continue;
      wrong.push_back(what == 1 && !is_last(line)
                          ? line.substr(0, line.size() - 1 - generator.below(line.size() - 1))
                          : line);
      if (what == 2) wrong.push_back(line);
    }
    Read well, got;
    read(lines, well);
    read(wrong, got);
    EXPECT_EQ(got.count, got.events.size()) << trace << ": an event came twice";
    for (const auto& [id, text] : got.events) {
      EXPECT_EQ(well.events.count(id), 1U) << trace << ": " << text << "was never there";
    }
  });
}

}  // namespace
}  // namespace ak::audit
