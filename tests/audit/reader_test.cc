#include "audit/reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "audit/field_text.h"
#include "support/audit_text.h"

namespace ak::audit {
namespace {

using test::read_events;
using test::read_file;
using test::to_string;

// What was lost, but for the events that the recorder left out.
std::uint64_t losses(const Counters& counters) {
  std::uint64_t sum = 0;
  for (const Counters::Reading& reading : counters.read()) {
    if (reading.is_loss && reading.name != "lost_events") sum += reading.value;
  }
  return sum;
}

// Every recording of tests/data is a case.
class Recording : public testing::TestWithParam<std::string> {};

TEST_P(Recording, IsReadWithoutLoss) {
  Counters counters;
  const std::string log = read_file(GetParam());
  const auto events = read_events(log, counters);
  EXPECT_EQ(losses(counters), 0u);
  EXPECT_EQ(counters.events, events.size());
  EXPECT_EQ(counters.records, counters.lines);
  EXPECT_GT(events.size(), 0u);
}

TEST_P(Recording, GivesTheSameEventsWithoutEoe) {
  const std::string log = read_file(GetParam());
  EXPECT_EQ(to_string(read_events(test::without_eoe(log))), to_string(read_events(log)));
}

TEST_P(Recording, GivesTheSameEventsInterleavedWithAnother) {
  const std::string log = read_file(GetParam());
  const std::string other = read_file(std::string(AK_TEST_DATA_DIR) + "/kubectl-long-argument.log");
  if (log == other) GTEST_SKIP() << "it would be its own duplicate";
  auto expected = test::sorted_texts(read_events(log));
  const auto others = test::sorted_texts(read_events(other));
  expected.insert(expected.end(), others.begin(), others.end());
  std::sort(expected.begin(), expected.end());
  const std::string both = test::interleave(log, other);
  EXPECT_EQ(test::sorted_texts(read_events(both)), expected);
  EXPECT_EQ(test::sorted_texts(read_events(test::without_eoe(both))), expected);
}

TEST_P(Recording, SaysTheSameOfRawAndEnrichedRecordsButForIds) {
  const std::string log = read_file(GetParam());
  auto enriched = read_events(log);
  for (AuditEvent& event : enriched) {
    for (Record& record : event.records) {
      for (Field& field : record.fields) {
        if (kind_of(field.name) == FieldKind::id) field.interpreted.clear();
      }
    }
  }
  EXPECT_EQ(to_string(read_events(test::without_names(log))), to_string(enriched));
}

INSTANTIATE_TEST_SUITE_P(Reader, Recording, testing::ValuesIn(test::recordings(AK_TEST_DATA_DIR)),
                         [](const auto& test) {
                           std::string name = std::filesystem::path(test.param).stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// From the numbers alone: x86_64's, aarch64's, and those of 32-bit programs of both.
TEST(Reader, NamesSystemCallsAsAuditdDid) {
  std::set<std::string> machines;
  std::vector<std::string> paths = test::recordings(AK_TEST_DATA_DIR);
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR "/fidelity")) {
    paths.push_back(path);
  }
  for (const std::string& path : paths) {
    for (const std::string& line : test::split_lines(read_file(path))) {
      const std::size_t separator = line.find('\x1D');
      if (line.find("type=SYSCALL ") == std::string::npos || separator == std::string::npos)
        continue;
      EnrichedNames names;
      names.read(std::string_view(line).substr(separator + 1));
      const auto name = names.find("syscall");
      const auto machine = names.find("arch");
      ASSERT_TRUE(name && machine) << line;
      const auto events = read_events(test::without_names(line + "\n"));
      ASSERT_EQ(events.size(), 1U) << line;
      const Record& record = events[0].records.at(0);
      EXPECT_EQ(record.find("syscall")->interpreted, *name) << line;
      EXPECT_EQ(record.find("arch")->interpreted, *machine) << line;
      machines.insert(*machine);
    }
  }
  EXPECT_THAT(machines, testing::ElementsAre("aarch64", "armeb", "i386", "x86_64"));
}

TEST(Reader, SurvivesARecordingCutAnywhere) {
  const std::string log = read_file(std::string(AK_TEST_DATA_DIR) + "/kubectl-odd-arguments.log");
  const auto whole = test::sorted_texts(read_events(log));
  ASSERT_GT(log.size(), 1000u);
  for (std::size_t size = 0; size <= log.size(); ++size) {
    Counters counters;
    const std::string head = log.substr(0, size);
    const auto events = read_events(head, counters);
    ASSERT_EQ(counters.lines, counters.records + counters.skipped_lines);
    ASSERT_LE(events.size(), whole.size());
    if (size == log.size()) {
      EXPECT_EQ(test::sorted_texts(events), whole);
    }
  }
}

TEST(Reader, SurvivesARecordingThatBeginsAnywhere) {
  const std::string log = read_file(std::string(AK_TEST_DATA_DIR) + "/kubeconfig-rename-over.log");
  ASSERT_GT(log.size(), 1000u);
  for (std::size_t at = 0; at < log.size(); ++at) {
    Counters counters;
    const auto events = read_events(std::string_view(log).substr(at), counters);
    ASSERT_EQ(counters.lines, counters.records + counters.skipped_lines);
  }
}

// Until the first event with a PROCTITLE and a CWD, none need be there: not where every name is
// absolute.
bool must_tell_its_loss(const std::vector<std::string>& lines, std::size_t lost) {
  const std::string& line = lines[lost];
  const auto id_of = [](const std::string& text) {
    return text.substr(text.find("msg="), text.find("):") - text.find("msg="));
  };
  const std::string id = id_of(line);
  const bool is_first = id == id_of(lines.front());
  if (line.starts_with("type=CWD") && is_first) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& other) {
      return other.starts_with("type=PATH " + id) && other.find(" name=\"/") == std::string::npos &&
             other.find(" name=(null)") == std::string::npos;
    });
  }
  if (line.starts_with("type=PROCTITLE")) return !is_first;
  // That a program raised its capabilities only their record tells.
  return !line.starts_with("type=EOE") && !line.starts_with("type=BPRM_FCAPS");
}

TEST(Reader, CountsEventsThatLostARecord) {
  for (const char* name : {"kubeconfig-rename-over", "kubeconfig-relative", "kubectl-as"}) {
    const std::string log = read_file(std::string(AK_TEST_DATA_DIR) + "/" + name + ".log");
    const auto lines = test::split_lines(log);
    for (std::size_t lost = 0; lost < lines.size(); ++lost) {
      std::string rest;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i != lost) rest += lines[i] + '\n';
      }
      Counters counters;
      EXPECT_GT(read_events(rest, counters).size(), 0u);
      EXPECT_EQ(counters.partial_events, must_tell_its_loss(lines, lost) ? 1u : 0u) << lines[lost];
    }
  }
}

// records-excluded among them, in which audit rules leave records out.
TEST(Reader, FindsNothingMissingInWhatTheKernelSaid) {
  for (const char* folder : {AK_TEST_DATA_DIR, AK_TEST_DATA_DIR "/fidelity"}) {
    for (const std::string& path : test::recordings(folder)) {
      const std::string log = read_file(path);
      for (const std::string& one : {log, test::without_eoe(log)}) {
        Counters counters;
        EXPECT_FALSE(read_events(one, counters).empty()) << path;
        EXPECT_EQ(counters.partial_events, 0U) << path;
        EXPECT_EQ(counters.late_records, 0U) << path;
      }
    }
  }
}

// The end of each event moved to before each other record of it. The first event of a log shows
// what belongs to the others.
TEST(Reader, WaitsForWhatItsEndOvertookOrTellsOfIt) {
  const auto is_end = [](const std::string& line) {
    return line.find("type=EOE ") != std::string::npos;
  };
  std::size_t moves = 0;
  for (const std::string& path : test::recordings(AK_TEST_DATA_DIR)) {
    const auto lines = test::split_lines(read_file(path));
    if (lines.size() > 60) continue;
    const auto well = test::sorted_texts(read_events(read_file(path)));
    const auto first_end = std::find_if(lines.begin(), lines.end(), is_end);
    for (auto begin = first_end + 1; begin != lines.end();) {
      const auto end = std::find_if(begin, lines.end(), is_end);
      ASSERT_NE(end, lines.end()) << path;
      for (auto before = begin; before != end; ++before, ++moves) {
        auto moved = lines;
        std::rotate(moved.begin() + (before - lines.begin()), moved.begin() + (end - lines.begin()),
                    moved.begin() + (end - lines.begin()) + 1);
        std::string log;
        for (const std::string& line : moved) log += line + '\n';
        Counters counters;
        const auto texts = test::sorted_texts(read_events(log, counters));
        const bool is_same = texts == well;
        EXPECT_EQ(texts.size(), well.size()) << path << ": " << *before;
        EXPECT_EQ(counters.late_records == 0, is_same) << path << ": " << *before;
        EXPECT_EQ(counters.partial_events, is_same ? 0U : 1U) << path << ": " << *before;
        Counters of_log;
        EXPECT_EQ(test::sorted_texts(test::read_log(log, of_log)), well) << path << ": " << *before;
        EXPECT_EQ(of_log.late_records, 0U) << path << ": " << *before;
      }
      begin = end + 1;
    }
  }
  EXPECT_GT(moves, 500U);
}

// As auditd 4.2 sends them to plugins when log_format is RAW: the EOEs are no records any more.
TEST(Reader, TellsOfRecordsThatLackTheirLast16Bytes) {
  for (const char* name : {"kubeconfig-absolute-raw", "kubectl-as-raw"}) {
    const std::string log = read_file(std::string(AK_TEST_DATA_DIR) + "/" + name + ".log");
    const std::size_t whole = read_events(log).size();
    std::string cut;
    std::size_t eoes = 0;
    for (const std::string& line : test::split_lines(log)) {
      cut += line.substr(0, line.size() - 16) + '\n';
      eoes += line.starts_with("type=EOE");
    }
    Counters counters;
    const auto events = read_events(cut, counters);
    EXPECT_EQ(events.size(), whole) << name;
    EXPECT_GE(counters.skipped_lines, eoes) << name;
    EXPECT_EQ(counters.cut_ends, eoes) << name;
    for (const AuditEvent& event : events) {
      EXPECT_EQ(event.partial, event.find(1300) != nullptr) << to_string(event);
    }
  }
}

// Whether the rest of the record shows nothing of what is cut off: hex that lost whole bytes.
bool shows_nothing(const std::string& rest) {
  const std::size_t value = rest.rfind('=') + 1;
  return (rest.find("type=PROCTITLE ") != std::string::npos ||
          rest.find("type=CWD ") != std::string::npos) &&
         rest.find('"') == std::string::npos && (rest.size() - value) % 2 == 0 &&
         value < rest.size();
}

// Each record of an event cut at each byte after its head, the other records being whole.
TEST(Reader, TellsOfEachCutThatShows) {
  std::size_t told = 0;
  for (const char* name : {"kubeconfig-rename-over", "kubectl-as", "fidelity/path-dirfd"}) {
    const auto lines =
        test::split_lines(read_file(std::string(AK_TEST_DATA_DIR) + "/" + name + ".log"));
    for (auto begin = lines.begin(); begin != lines.end();) {
      const auto end = std::find_if(begin, lines.end(), [](const std::string& line) {
        return line.find("type=EOE ") != std::string::npos;
      });
      ASSERT_NE(end, lines.end());
      std::string whole;
      for (auto line = begin; line != end; ++line) whole += *line + '\n';
      const std::string well = to_string(read_events(whole));
      std::size_t at = 0;
      for (auto line = begin; line != end; at += line->size() + 1, ++line) {
        for (std::size_t size = line->find("): ") + 3; size < line->size(); ++size) {
          std::string cut = whole;
          cut.erase(at + size, line->size() - size);
          const auto events = read_events(cut);
          ASSERT_EQ(events.size(), 1U) << cut;
          told += events[0].partial;
          if (to_string(events[0]) == well || shows_nothing(line->substr(0, size))) continue;
          EXPECT_TRUE(events[0].partial) << line->substr(0, size);
        }
      }
      begin = end + 1;
    }
  }
  EXPECT_GT(told, 5000U);
}

// Records of kernels that were not at hand, alone as they come where no rule asks for the syscall.
TEST(Reader, TellsACutOfARecordThatStandsAlone) {
  const struct {
    const char* whole;
    const char* cut_before;
  } cases[] = {
      {"type=AVC msg=audit(1.000:1): avc:  denied  { read } for  pid=1 comm=\"x\" name=\"y\" "
       "scontext=a:b:c:s0 tcontext=d:e:f:s0 tclass=file permissive=0",
       "tclass="},
      {"type=AVC msg=audit(1.000:1): apparmor=\"DENIED\" operation=\"open\" profile=\"/usr/bin/x\" "
       "pid=1 comm=\"x\"",
       "x\" pid="},
      {"type=USER_LOGIN msg=audit(1.000:1): pid=1 uid=0 auid=0 ses=3 msg='op=login acct=\"eve\" "
       "res=success'",
       " msg='op"},
      {"type=ANOM_ABEND msg=audit(1.000:1): auid=0 uid=0 gid=0 ses=1 pid=1 comm=\"x\" sig=11 "
       "res=1\x1d"
       "AUID=\"root\" UID=\"root\" GID=\"root\"",
       "\"root\"\n"},
      {"type=MAC_STATUS msg=audit(1.000:1): enforcing=1 old_enforcing=0 auid=0 ses=1 enabled=1 "
       "old-enabled=1 lsm=selinux res=1",
       " ses="},
      {"type=MAC_POLICY_LOAD msg=audit(1.000:1): auid=0 ses=1 lsm=selinux res=1", " ses="},
      {"type=MAC_CONFIG_CHANGE msg=audit(1.000:1): bool=x val=1 old_val=0 auid=0 ses=1", " ses="},
      {"type=BPF msg=audit(1.000:1): prog-id=21 op=LOAD", " op="},
      {"type=TTY msg=audit(1.000:1): tty pid=1 uid=0 auid=0 ses=1 major=136 minor=0 comm=\"sh\" "
       "data=6C730A",
       " data="},
      {"type=ANOM_PROMISCUOUS msg=audit(1.000:1): dev=eth0 prom=256 old_prom=0 auid=0 uid=0 gid=0 "
       "ses=1",
       " ses="},
      {"type=KERN_MODULE msg=audit(1.000:1): name=\"overlay\"", "lay\""},
      {"type=NETFILTER_CFG msg=audit(1.000:1): table=nat:5 family=2 entries=4 "
       "op=nft_register_rule pid=1 subj=unconfined comm=\"iptables\"",
       " comm="},
  };
  for (const auto& c : cases) {
    const std::string whole = c.whole;
    EXPECT_FALSE(read_events(whole + "\n").at(0).partial) << whole;
    std::string cut = whole + "\n";
    cut.resize(cut.find(c.cut_before));
    EXPECT_TRUE(read_events(cut + "\n").at(0).partial) << cut;
  }
}

TEST(Reader, TellsALineThatAnotherRecordWasWrittenInto) {
  const std::string other =
      "type=ADD_USER msg=audit(1.000:2): pid=1 uid=0 msg='op=x res=success'\n";
  for (const std::string line : {
           "type=PROCTITLE msg=audit(1.000:1): proctitle=2F62696E2F7800",
           "type=USER_END msg=audit(1.000:1): pid=1 msg='op=x res=success'\x1DUID=\"root\"",
           "type=CONFIG_CHANGE msg=audit(1.000:1): op=add_rule res=1\x1D"
           "AUID=\"root\"",
       }) {
    EXPECT_TRUE(read_events(line + other).at(0).partial) << line;
  }
}

TEST(Reader, ReadsWhatStandsBehindAnEnd) {
  Counters counters;
  const auto events = read_events(
      "type=USER_CMD msg=audit(1.000:1): cmd=\"a\"\n"
      "type=EOE msg=audit(1.000:1):type=EOE msg=audit(1.000:1): type=USER_CMD msg=audit(1.000:2): "
      "cmd=\"b\"\n"
      "type=EOE msg=audit(1.000:2): rubbish\n",
      counters);
  EXPECT_EQ(events.size(), 2U);
  EXPECT_EQ(counters.records, 5U);
  EXPECT_EQ(counters.skipped_lines, 1U);
}

TEST(Reader, BlanksAtALinesEndAreNotOfTheRecord) {
  for (const std::string name : {"kubeconfig-relative", "kubectl-plain", "busy-node"}) {
    const std::string log = read_file(std::string(AK_TEST_DATA_DIR) + "/" + name + ".log");
    for (const std::string blanks : {" ", "\t", "\r", " \v "}) {
      std::string padded;
      for (const std::string& line : test::split_lines(log)) padded += line + blanks + "\n";
      EXPECT_EQ(to_string(read_events(padded)), to_string(read_events(log))) << name;
    }
  }
}

TEST(Reader, CountsLinesThatAreNoRecords) {
  Counters counters;
  const auto events = read_events(
      "----\n"
      "time->Sun Nov 22 13:30:51 2026\n"
      "type=USER_CMD msg=audit(1.000:1): cmd=\"a\"\n"
      "\x7f"
      "ELF\x02\x01\n"
      "type=USER_CMD msg=audit(1.000:2): cmd=\"b\"\n",
      counters);
  EXPECT_EQ(events.size(), 2u);
  EXPECT_EQ(counters.skipped_lines, 3u);
  EXPECT_EQ(counters.records, 2u);
  EXPECT_EQ(counters.lines, 5u);
}

TEST(Reader, TellsCutEndsOfEventsFromOtherLinesThatAreNoRecords) {
  Counters counters;
  read_events(
      "type=EOE msg=audit(1795548\n"
      "node=a type=EOE msg=audit(17\n"
      "node=a\n"
      "type=EOE msg=audit(x)\n"
      "type=PATH msg=audit(17\n"
      "type=EOE msg=audit(1.000:1): \n",
      counters);
  EXPECT_EQ(counters.cut_ends, 2u);
  EXPECT_EQ(counters.skipped_lines, 5u);
}

TEST(Reader, DeliversWhatIsOpenWhenFlushedAndGoesOn) {
  Counters counters;
  std::size_t events = 0;
  Reader reader(counters, [&](AuditEvent&) { ++events; });
  reader.add("type=CONFIG_CHANGE msg=audit(1.000:1): op=remove_rule");
  EXPECT_EQ(events, 0u);
  reader.flush();
  EXPECT_EQ(events, 1u);
  reader.add("type=CONFIG_CHANGE msg=audit(1.000:2): op=remove_rule");
  reader.flush();
  EXPECT_EQ(events, 2u);
}

TEST(Reader, TellsBeforeWhichEventOthersAreMissing) {
  Counters counters;
  std::vector<std::uint64_t> after_loss;
  Reader reader(counters, [&](AuditEvent& event) {
    if (event.is_after_loss) after_loss.push_back(event.id.serial);
  });
  for (const char* id : {"1.000:1", "1.000:3", "1.100:4", "3.000:5", "3.100:6"}) {
    reader.add(fmt::format("type=CONFIG_CHANGE msg=audit({}): op=remove_rule", id));
  }
  reader.flush();
  EXPECT_EQ(after_loss, std::vector<std::uint64_t>{5});
}

TEST(Reader, ARecordWithoutFieldsIsAnEvent) {
  Counters counters;
  EXPECT_EQ(read_events("type=USER_CMD msg=audit(1.000:1): \n", counters).size(), 1u);
  EXPECT_EQ(counters.unparsed_events, 0u);
}

TEST(Reader, CountsSystemCallsThatNothingHasANameFor) {
  const auto log = [](const std::string& syscall, const std::string& enriched) {
    return "type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=" + syscall + " pid=1\x1D" +
           enriched + "\n";
  };
  const struct {
    std::string syscall, enriched;
    std::uint64_t unnamed;
  } cases[] = {
      {"59", "SYSCALL=execve", 0},
      {"9999", "SYSCALL=newest", 0},  // auditd's host knew it
      {"9999", "SYSCALL=unknown-syscall(9999)", 1},
      {"9999", "", 1},
  };
  for (const auto& c : cases) {
    Counters counters;
    const auto events = read_events(log(c.syscall, c.enriched), counters);
    EXPECT_EQ(counters.unnamed_syscalls, c.unnamed) << c.enriched;
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].records[0].find("syscall")->interpreted == "9999", c.unnamed > 0);
  }
}

// libauparse gives up a record whose list of permissions is over 255 bytes.
TEST(Reader, CountsEventsThatLibauparseCannotRead) {
  const std::string avc =
      "type=AVC msg=audit(1.000:1): avc:  denied  { " + std::string(300, 'x') + " } for  pid=1\n";
  Counters counters;
  EXPECT_EQ(read_events(avc, counters).size(), 0u);
  EXPECT_EQ(counters.unparsed_events, 1u);
  EXPECT_EQ(counters.events, 0u);

  const auto events = read_events(avc + "type=SYSCALL msg=audit(1.000:1): pid=1\n", counters);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events[0].partial);
}

}  // namespace
}  // namespace ak::audit
