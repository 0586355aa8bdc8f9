#include "audit/auparse_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/audit_text.h"

namespace ak::audit {
namespace {

using testing::ElementsAre;

constexpr const char* kSyscall =
    "arch=c000003e syscall=257 success=yes exit=3 items=0 ppid=1 pid=2 auid=1000 uid=0 "
    "comm=\"cat\" exe=\"/bin/cat\" key=(null)";

// The event of these records, "TYPE fields…" each.
AuditEvent read(const std::vector<std::string>& records) {
  std::string log;
  for (const std::string& record : records) {
    const std::size_t space = record.find(' ');
    log += fmt::format("type={} msg=audit(1.000:1): {}\n", record.substr(0, space),
                       record.substr(space + 1));
  }
  const std::vector<AuditEvent> events = test::read_events(log);
  EXPECT_EQ(events.size(), 1u);
  return events.empty() ? AuditEvent{} : events[0];
}

Field field_of(const AuditEvent& event, std::string_view name) {
  for (const Record& record : event.records) {
    if (const Field* field = record.find(name)) return *field;
  }
  ADD_FAILURE() << "no field " << name;
  return {};
}

struct FieldCase {
  const char* name;
  const char* record;
  const char* field;
  std::string value;
  std::string interpreted;
};

class FieldTest : public testing::TestWithParam<FieldCase> {};

TEST_P(FieldTest, IsDecoded) {
  const FieldCase& c = GetParam();
  const Field field = field_of(read({c.record}), c.field);
  EXPECT_EQ(field.value, c.value);
  EXPECT_EQ(field.interpreted, c.interpreted);
}

INSTANTIATE_TEST_SUITE_P(
    AuparseReader, FieldTest,
    testing::Values(
        FieldCase{"QuotedName", "PATH item=0 name=\"/etc/x\"", "name", "/etc/x", "/etc/x"},
        FieldCase{"HexName", "PATH item=0 name=2F746D702F6120620A", "name", "2F746D702F6120620A",
                  "/tmp/a b\n"},
        FieldCase{"QuotedNameOfHexDigits", "PATH item=0 name=\"2F74\"", "name", "2F74", "2F74"},
        FieldCase{"EmptyName", "PATH item=0 name=\"\" inode=5", "name", "", ""},
        FieldCase{"NullName", "PATH item=0 name=(null) inode=5", "name", "(null)", ""},
        FieldCase{"FileNamedNull", "PATH item=0 name=\"(null)\" inode=5", "name", "(null)",
                  "(null)"},
        FieldCase{"NameThatImitatesAField", "PATH item=0 name=\"a=b,exe=x'\" inode=5", "name",
                  "a=b,exe=x'", "a=b,exe=x'"},
        FieldCase{"NameOfPunctuation", "PATH item=0 name=\"x:,')\" inode=5", "name", "x:,')",
                  "x:,')"},
        FieldCase{"HexNameCutInAByte", "PATH item=0 name=2F746D702", "name", "2F746D702", "/tmp"},
        FieldCase{"Cwd", "CWD cwd=2F612062", "cwd", "2F612062", "/a b"},
        FieldCase{"Comm", "SYSCALL comm=6120 exe=\"/a\"", "comm", "6120", "a "},
        FieldCase{"Exe", "SYSCALL comm=\"a\" exe=2F6100FF", "exe", "2F6100FF",
                  std::string("/a\0\xff", 4)},
        FieldCase{"Proctitle", "PROCTITLE proctitle=6C73002D6C002F", "proctitle", "6C73002D6C002F",
                  "ls -l /"},
        FieldCase{"Mode", "PATH mode=0100644 ouid=0", "mode", "0100644", "0100644"},
        FieldCase{"ArgumentsStayRaw", "SYSCALL arch=c000003e syscall=105 a0=3e8", "a0", "3e8",
                  "3e8"},
        FieldCase{"TitleInSmallDigits", "PROCTITLE proctitle=6c73002d6c", "proctitle", "6c73002d6c",
                  "ls -l"},
        FieldCase{"Address", "SOCKADDR saddr=020001BB0A0000010000000000000000", "saddr",
                  "020001BB0A0000010000000000000000", "020001BB0A0000010000000000000000"},
        FieldCase{"AddressWithColonsAtItsEnd", "USER_LOGIN addr=2001:db8:: res=1", "addr",
                  "2001:db8::", "2001:db8::"},
        FieldCase{"AddressOfColonsAlone", "USER_LOGIN addr=:: res=1", "addr", "::", "::"},
        FieldCase{"ValueWithBracketsAtItsEnd", "MAC_IPSEC_EVENT spi=5(0x5) res=1", "spi", "5(0x5)",
                  "5(0x5)"},
        FieldCase{"ValueInBrackets", "MAC_MAP_ADD nlbl_domain=(default) res=1", "nlbl_domain",
                  "(default)", "(default)"},
        FieldCase{"ValueInSingleQuotes", "DM_CTRL error_msg='success' res=1", "error_msg",
                  "'success'", "'success'"},
        FieldCase{"QuotedSpaces", "AVC apparmor=\"STATUS\" info=\"same as before, k=v\" pid=1",
                  "info", "same as before, k=v", "same as before, k=v"},
        FieldCase{"BehindQuotedSpaces", "AVC info=\"same as before, pid=2\" pid=1", "pid", "1",
                  "1"},
        FieldCase{"QuotedSpacesInAMessage", "USER pid=1 msg='op=\"a b\" res=success'", "op", "a b",
                  "a b"},
        FieldCase{"QuoteOfALaterValue", "SYSCALL comm=\"a b exe=\"/x\" key=\"k\"", "key", "k", "k"},
        FieldCase{"QuotedSpacesBesideTheByteThatHidesThem", "AVC info=\"a b\" x=\x1F", "x", "\x1F",
                  "\x1F"},
        FieldCase{"UserSpaceText", "USER_CMD pid=1 msg='cwd=\"/\" cmd=6C73202F exe=\"/bin/su\"'",
                  "cmd", "6C73202F", "ls /"},
        FieldCase{"LastOfAUserSpaceMessage", "USER_CMD pid=1 msg='cmd=\"x\" res=success'", "res",
                  "success", "success"}),
    [](const auto& test) { return test.param.name; });

TEST(AuparseReader, NamesSyscallAndArchWithoutEnrichment) {
  const struct {
    const char* arch;
    const char* syscall;
    const char* arch_name;
    const char* syscall_name;
  } cases[] = {
      {"c000003e", "257", "x86_64", "openat"},
      {"c000003e", "59", "x86_64", "execve"},
      {"40000003", "11", "i386", "execve"},
      {"c00000b7", "221", "aarch64", "execve"},
      {"c00000b7", "56", "aarch64", "openat"},
      {"40000028", "11", "armeb", "execve"},  // little-endian all the same
      {"40000028", "5", "armeb", "open"},
      {"c000003e", "99999", "x86_64", "99999"},
      {"c000003e", "1073742081", "x86_64", "openat"},  // x32
      {"c000003e", "1073742344", "x86_64", "1073742344"},
      {"c000003e", "424", "x86_64", "pidfd_send_signal"},
      {"80000016", "11", "s390x", "execve"},
      {"c000003e", "-1", "x86_64", "-1"},
      {"ffffffff", "59", "ffffffff", "59"},
      {"zz", "59", "zz", "59"},
      {"c000003e0000000", "59", "c000003e0000000", "59"},
  };
  for (const auto& c : cases) {
    const AuditEvent event = read({fmt::format("SYSCALL arch={} syscall={}", c.arch, c.syscall)});
    EXPECT_EQ(field_of(event, "arch").interpreted, c.arch_name);
    EXPECT_EQ(field_of(event, "syscall").interpreted, c.syscall_name);
  }
}

TEST(AuparseReader, AsksTheLogAboutASyscallThatLibauditDoesNotKnow) {
  const AuditEvent event =
      read({"SYSCALL arch=c000003e syscall=99999\x1d"
            "ARCH=x86_64 SYSCALL=newcall"});
  EXPECT_EQ(field_of(event, "syscall").interpreted, "newcall");
}

TEST(AuparseReader, NamesUsersFromTheRecordOnly) {
  const AuditEvent raw = read({"SYSCALL auid=4294967295 uid=0 gid=1"});
  EXPECT_EQ(field_of(raw, "uid").interpreted, "");
  EXPECT_EQ(field_of(raw, "gid").interpreted, "");
  EXPECT_EQ(field_of(raw, "auid").interpreted, "");

  const AuditEvent enriched =
      read({"SYSCALL auid=4294967295 uid=0 gid=1 egid=2\x1d"
            "AUID=\"unset\" UID=\"toor\" GID=6120"});
  EXPECT_EQ(field_of(enriched, "auid").interpreted, "unset");
  EXPECT_EQ(field_of(enriched, "uid").interpreted, "toor");
  EXPECT_EQ(field_of(enriched, "gid").interpreted, "a ");
  EXPECT_EQ(field_of(enriched, "egid").interpreted, "");
}

TEST(AuparseReader, EnrichmentChangesNothingButNames) {
  const AuditEvent event =
      read({"PATH item=0 name=\"/etc/x\" ouid=0 mode=0100644\x1d"
            "NAME=\"/evil\" OUID=\"root\" MODE=evil ITEM=9 extra=1"});
  EXPECT_EQ(field_of(event, "name").interpreted, "/etc/x");
  EXPECT_EQ(field_of(event, "mode").interpreted, "0100644");
  EXPECT_EQ(field_of(event, "ouid").interpreted, "root");
  EXPECT_EQ(event.records[0].find("extra"), nullptr);
}

TEST(AuparseReader, ATypeInsideARecordIsAField) {
  const AuditEvent event = read({"CWD type=SYSCALL node=x cwd=\"/\""});
  EXPECT_EQ(event.records[0].name, "CWD");
  EXPECT_EQ(event.records[0].type, 1307);
  EXPECT_EQ(field_of(event, "cwd").value, "/");
}

TEST(AuparseReader, SplitsKeys) {
  const AuditEvent event = read({"SYSCALL uid=0 key=6B65792D6101622062"});
  std::vector<std::string> keys;
  for (const Field& field : event.records[0].fields) {
    if (field.name == "key") keys.push_back(field.interpreted);
  }
  EXPECT_THAT(keys, ElementsAre("key-a", "b b"));
}

TEST(AuparseReader, MakesNoByteOfHalfAKey) {
  const AuditEvent event = read({"SYSCALL uid=0 key=6B657931016B65793"});
  std::vector<std::string> keys;
  for (const Field& field : event.records[0].fields) {
    if (field.name == "key") keys.push_back(field.interpreted);
  }
  EXPECT_THAT(keys, ElementsAre("key1", "key"));
}

TEST(AuparseReader, SeparatesTheOperationFromTheSession) {
  const AuditEvent event = read({"CONFIG_CHANGE auid=0 ses=281op=remove_rule path=\"/x\" res=1"});
  EXPECT_EQ(field_of(event, "ses").value, "281");
  EXPECT_EQ(field_of(event, "op").value, "remove_rule");
  EXPECT_EQ(field_of(read({"CONFIG_CHANGE auid=0 ses=281 op=add_rule res=1"}), "op").value,
            "add_rule");
  EXPECT_EQ(field_of(read({"CONFIG_CHANGE ses=4op=\"updated_rules\" res=1"}), "op").value,
            "updated_rules");
}

TEST(AuparseReader, TellsACallOfX32FromTheOther) {
  const AuditEvent x32 = read({"SYSCALL arch=c000003e syscall=1073741824 key=(null)"});
  EXPECT_EQ(field_of(x32, "syscall").interpreted, "read");
  EXPECT_EQ(field_of(x32, "abi").value, "x32");
  const AuditEvent other = read({"SYSCALL arch=c000003e syscall=0 key=(null)"});
  EXPECT_EQ(other.records[0].find("abi"), nullptr);
}

TEST(AuparseReader, GivesEachIdOfOneFieldItsOwnName) {
  const AuditEvent event =
      read({"USER_AVC uid=0 auid=4294967295 msg='avc: denied { start } for auid=1007 uid=1008'"
            "\x1DUID=\"root\" AUID=\"unset\" AUID=\"joe7\" UID=\"joe8\""});
  std::vector<std::string> names;
  for (const Field& field : event.records[0].fields) {
    if (field.name == "uid" || field.name == "auid") names.push_back(field.interpreted);
  }
  EXPECT_THAT(names, ElementsAre("root", "unset", "joe7", "joe8"));
}

TEST(AuparseReader, TellsALoginsOldIdsFromTheNewAsOlderKernelsWriteThem) {
  const AuditEvent event =
      read({"LOGIN pid=9 uid=0 old auid=4294967295 new auid=500 "
            "old ses=4294967295 new ses=7 res=1"});
  EXPECT_EQ(field_of(event, "auid").value, "500");
  EXPECT_EQ(field_of(event, "old-auid").value, "4294967295");
  EXPECT_EQ(field_of(event, "ses").value, "7");
}

TEST(AuparseReader, KeepsSpacesInQuotedArguments) {
  const AuditEvent event = read(
      {std::string("SYSCALL ") + kSyscall, "EXECVE argc=2 a0=\"H=1 \" a1=\"kubectl get pods\""});
  EXPECT_THAT(event.argv, ElementsAre("H=1 ", "kubectl get pods"));
}

TEST(AuparseReader, DecodesATerminalsInputAsOlderKernelsWriteIt) {
  EXPECT_EQ(
      field_of(read({"USER_TTY pid=22 uid=0 auid=0 ses=2 msg=6C732D6C61"}), "data").interpreted,
      "ls-la");
}

TEST(AuparseReader, KeepsRecordsInOrderWhateverLibauparseTakesForAnEnd) {
  const AuditEvent event = read({"PROCTITLE proctitle=\"x\"", std::string("SYSCALL ") + kSyscall,
                                 "CONFIG_CHANGE op=add_rule res=1", "NEW_IN_TEN_YEARS a=b",
                                 "PROCTITLE proctitle=\"y\"", "CWD cwd=\"/\""});
  std::vector<std::string> names;
  for (const Record& record : event.records) names.push_back(record.name);
  EXPECT_THAT(names, ElementsAre("PROCTITLE", "SYSCALL", "CONFIG_CHANGE", "NEW_IN_TEN_YEARS",
                                 "PROCTITLE", "CWD"));
  EXPECT_FALSE(event.partial);
}

TEST(AuparseReader, AnIdThatHadNoNameWhereItWasLoggedHasNone) {
  const AuditEvent event = read({std::string("SYSCALL uid=4242 gid=0 key=(null)\x1D") +
                                 "UID=\"unknown(4242)\" GID=\"root\""});
  EXPECT_EQ(event.records[0].find("uid")->interpreted, "");
  EXPECT_EQ(event.records[0].find("gid")->interpreted, "root");
}

TEST(AuparseReader, ADirectoryThatLacksItsEndIsNone) {
  const std::string whole = std::string("SYSCALL ") + kSyscall;
  const std::string cut = whole.substr(0, whole.size() - 16);
  const auto directories = [](const AuditEvent& event) {
    std::size_t count = 0;
    for (const Record& record : event.records) count += record.find("cwd") != nullptr ? 1 : 0;
    EXPECT_EQ(event.records.size(), 2u);
    return count;
  };
  EXPECT_EQ(directories(read({whole, "CWD cwd=\"/etc/kube"})), 0u);
  EXPECT_EQ(directories(read({whole, "CWD cwd=\"/etc/kubernetes\""})), 1u);
  EXPECT_EQ(directories(read({cut, "CWD cwd=\"/etc/kubernetes\""})), 1u);
  // Of hex nobody sees that it was cut, but for the other records.
  EXPECT_EQ(directories(read({whole, "CWD cwd=2F612062"})), 1u);
  EXPECT_EQ(directories(read({cut, "CWD cwd=2F612062"})), 0u);
  EXPECT_TRUE(read({cut, "CWD cwd=2F612062"}).partial);
}

TEST(AuparseReader, ReadsAnEventOfManyRecords) {
  std::vector<std::string> records = {"SYSCALL arch=c000003e syscall=2 items=1000 key=(null)"};
  for (int i = 0; i < 1000; ++i)
    records.push_back(fmt::format("PATH item={} name=\"/{}\" nametype=NORMAL", i, i));
  const AuditEvent event = read(records);
  ASSERT_EQ(event.records.size(), 1001u);
  for (std::size_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(event.records[i + 1].find("item")->value, std::to_string(i));
  }
  EXPECT_FALSE(event.partial);
}

TEST(AuparseReader, ReadsTimeZeroAndALongNode) {
  const std::string node(255, 'n');
  const auto events =
      test::read_events("node=" + node + " type=USER_CMD msg=audit(0.000:5): cmd=\"x\"\n");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].id, (EventId{node, 0, 5}));
  EXPECT_EQ(events[0].records[0].find("cmd")->value, "x");
  EXPECT_EQ(events[0].records[0].find("node"), nullptr);
}

TEST(AuparseReader, JoinsArgumentsOverRecords) {
  const AuditEvent event =
      read({std::string("SYSCALL ") + kSyscall, "EXECVE argc=3 a0=\"sh\" a1_len=10 a1[0]=6120",
            "EXECVE a1[1]=622063 a2=\"z\""});
  EXPECT_THAT(event.argv, ElementsAre("sh", "a b c", "z"));
  EXPECT_EQ(event.argc, 3u);
  EXPECT_FALSE(event.partial);
  EXPECT_EQ(event.records[1].fields.size(), 1u);
}

TEST(AuparseReader, ADirectoryWithoutItsLastHalfByteIsNotKnown) {
  const AuditEvent event = read({"SYSCALL arch=c000003e syscall=2 items=1 key=(null)",
                                 "CWD cwd=2F746D702", "PATH item=0 name=\"a\" nametype=NORMAL"});
  EXPECT_TRUE(event.partial);
  EXPECT_EQ(event.records[1].find("cwd"), nullptr);
}

TEST(AuparseReader, TellsWhatIsPartial) {
  const std::string syscall = std::string("SYSCALL ") + kSyscall;
  const std::string path = "PATH item=0 name=\"/a\" nametype=NORMAL";
  const std::string owned = "PATH item=0 name=\"/a\" ouid=0 ogid=0 nametype=NORMAL";
  const std::string longest =
      "PATH item=0 name=\"/" + std::string(8000, 'a') + "\" ouid=0 ogid=0 nametype=NORMAL";
  const std::string kCapabilities = " cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0";
  const std::string kNames =
      "\x1D"
      "ARCH=x86_64 SYSCALL=open UID=\"root\" FSGID=\"root\"";
  const std::string kOwners = "\x1DOUID=\"root\" OGID=\"root\"";
  const struct {
    const char* what;
    std::vector<std::string> records;
    bool is_partial;
  } cases[] = {
      {"a syscall alone", {syscall}, false},
      {"an LSM's record alone", {"AVC avc:  denied  { read } for  pid=1 tclass=file"}, false},
      {"an item without its PATH", {"SYSCALL syscall=2 items=1 key=(null)"}, true},
      {"all items", {"SYSCALL syscall=2 items=1 key=(null)", path}, false},
      {"a PATH alone", {path}, true},
      {"a PROCTITLE alone", {"PROCTITLE proctitle=\"a\""}, true},
      {"a syscall's capabilities alone", {"BPRM_FCAPS fver=0 fp=0"}, true},
      {"a syscall's flags alone", {"OPENAT2 oflag=01 mode=0 resolve=0x8"}, true},
      {"an io_uring operation", {"URINGOP uring_op=18 items=1 key=(null)", path}, false},
      {"an io_uring operation without its PATH", {"URINGOP uring_op=18 items=1 key=(null)"}, true},
      {"a hidden item", {"SYSCALL arch=c000003e syscall=240 items=2 key=(null)", path}, false},
      {"a missing argument", {syscall, "EXECVE argc=2 a0=\"x\""}, true},
      {"a quote without end", {syscall, "CWD cwd=\"/et"}, true},
      {"a name without its last half byte",
       {syscall, "PATH item=0 name=2F746D702 nametype=NORMAL"},
       true},
      {"an argument without its last half byte", {syscall, "EXECVE argc=1 a0=2F746D702"}, true},
      {"a name without its directory", {syscall, "PATH item=0 name=\"a\" nametype=NORMAL"}, true},
      {"a name with its directory",
       {syscall, "CWD cwd=\"/\"", "PATH item=0 name=\"a\" nametype=NORMAL"},
       false},
      {"a file without a name", {syscall, "PATH item=0 name=(null) nametype=NORMAL"}, false},
      {"an exec without its arguments",
       {"SYSCALL arch=c000003e syscall=59 success=yes items=0 key=(null)"},
       true},
      {"an exec that failed",
       {"SYSCALL arch=c000003e syscall=59 success=no items=0 key=(null)"},
       false},
      {"a connection without its address",
       {"SYSCALL arch=c000003e syscall=42 success=yes items=0 key=(null)"},
       true},
      {"a socket's name without its address",
       {"SYSCALL arch=c000003e syscall=49 success=yes items=0 key=(null)"},
       true},
      {"a connection with its address",
       {"SYSCALL arch=c000003e syscall=42 success=yes items=0 key=(null)",
        "SOCKADDR saddr=020001BB0A0000010000000000000000"},
       false},
      {"a connection with half its address",
       {"SYSCALL arch=c000003e syscall=42 success=yes items=0 key=(null)",
        "SOCKADDR saddr=0A0001BB0000000020010DB80000000000000000"},
       true},
      {"a connection with half its address, of a host of the other byte order",
       {"SYSCALL arch=80000016 syscall=362 success=yes items=0 key=(null)",
        "SOCKADDR saddr=0002D9037F"},
       true},
      {"a connection that failed by its short address",
       {"SYSCALL arch=c000003e syscall=42 success=no exit=-22 items=0 key=(null)",
        "SOCKADDR saddr=020001BB"},
       false},
      {"an address without its last half byte",
       {"SYSCALL arch=c000003e syscall=44 success=no exit=-1 items=0 key=(null)",
        "SOCKADDR saddr=020001BB0A0000010"},
       true},
      {"keys without their last half byte",
       {"SYSCALL arch=c000003e syscall=2 items=0 key=6B657931016B65793"},
       true},
      {"a whole key that names follow after a blank",
       {"SYSCALL syscall=2 items=0 key=(null) ARCH=x86_64 SYSCALL=open"},
       false},
      {"keys that names follow", {"SYSCALL syscall=2 items=0 key=61620163ARCH=x86_64"}, true},
      {"a terminal's input without its last half byte",
       {"TTY tty pid=2 uid=0 auid=0 ses=7 major=136 minor=1 comm=\"bash\" data=72706D2"},
       true},
      {"a program's command without its last half byte",
       {"USER_CMD pid=2 uid=0 auid=0 ses=7 msg='cwd=\"/\" cmd=6C7320D terminal=tty res=success'"},
       true},
      {"a kernel's word without its value",
       {"MAC_STATUS enforcing=0 ses=7 lsm=selinux res="},
       true},
      {"a login before what the program says", {"USER_LOGIN pid=11396 uid=0 auid=10"}, true},
      {"a login without anything", {"USER_LOGIN "}, true},
      {"a syscall without its key", {"SYSCALL arch=c000003e syscall=2 items=0 exe=\"/a\""}, true},
      {"a key cut short", {"SYSCALL arch=c000003e syscall=2 items=0 key=(nu"}, true},
      {"a path without its kind", {syscall, "PATH item=0 name=\"/a\" mode=0100644"}, true},
      {"a kind cut short", {syscall, "PATH item=0 name=\"/a\" nametype=NORM"}, true},
      {"a kind as older kernels name it",
       {syscall, "PATH item=0 name=\"/a\" objtype=NORMAL"},
       false},
      {"a title without its last half byte", {syscall, "PROCTITLE proctitle=2F746D702"}, true},
      {"capabilities cut short", {syscall, path + " cap_fp=0 cap_fi=0 cap_fe=0"}, true},
      {"capabilities as older kernels tell them",
       {syscall, path + " cap_fp=1 cap_fe=0 cap_fver=2"},
       false},
      {"capabilities that nobody looked at",
       {syscall, path + " cap_fe=? cap_fver=? cap_fp=? cap_fi=?"},
       false},
      {"capabilities that nobody looked at cut short",
       {syscall, path + " cap_fe=? cap_fver=? cap_fp=?"},
       true},
      {"a file whose capabilities others have",
       {syscall, path + kCapabilities, "PATH item=1 name=\"/b\" nametype=NORMAL"},
       true},
      {"a file that nobody looked at among others",
       {syscall, path + kCapabilities, path + " cap_fe=? cap_fver=? cap_fp=? cap_fi=?"},
       false},
      {"a program's capabilities without the files' root",
       {syscall, path + kCapabilities, "BPRM_FCAPS fver=0 pe=0 pa=0"},
       true},
      {"a program's capabilities of an older kernel",
       {syscall, path, "BPRM_FCAPS fver=0 pe=0"},
       false},
      {"arguments cut short", {syscall, "OPENAT2 oflag=01 mode=0"}, true},
      {"all arguments", {syscall, "OPENAT2 oflag=01 mode=0 resolve=0x8"}, false},
      {"names", {syscall + kNames, owned + kOwners}, false},
      {"names of some records", {syscall + kNames, owned}, true},
      {"names of some records that have no ids", {syscall + kNames, path, "CWD cwd=\"/\""}, false},
      {"no names", {syscall, owned}, false},
      {"names cut short",
       {syscall + "\x1D"
                  "ARCH=x86_64 SYSCALL=open UID=\"root\""},
       true},
      {"the last name cut short", {syscall + kNames, owned + "\x1DOUID=\"root\" OGID=\"ro"}, true},
      {"the last name missing", {syscall + kNames, owned + "\x1DOUID=\"root\" OGID="}, true},
      {"a name with a space", {syscall + kNames, owned + "\x1DOUID=\"root\" OGID=612062"}, false},
      {"a name with a space cut short",
       {syscall + kNames, owned + "\x1DOUID=\"root\" OGID=61206"},
       true},
      {"an address",
       {syscall + kNames, "SOCKADDR saddr=1000\x1DSADDR={ saddr_fam=netlink }"},
       false},
      {"an address cut short",
       {syscall + kNames, "SOCKADDR saddr=1000\x1DSADDR={ saddr_fam=netl"},
       true},
      {"an address that auditd cannot read",
       {syscall + kNames, "SOCKADDR saddr=0000\x1DSADDR=unknown-family(0)"},
       false},
      {"an address's name without its value",
       {syscall + kNames, "SOCKADDR saddr=0000\x1DSADDR="},
       true},
      {"a process without a name",
       {syscall, "OBJ_PID opid=7 oauid=0 ouid=0 oses=1 ocomm=\"\""},
       false},
      {"a path of a kernel before kinds and titles",
       {syscall, "PATH item=0 name=\"/a\" mode=0100644 ouid=0 ogid=0 rdev=00:00"},
       false},
      {"a path without its kind, of a kernel with titles",
       {syscall, "PATH item=0 name=\"/a\" rdev=00:00", "PROCTITLE proctitle=\"a\""},
       true},
      {"a path without its kind among others",
       {syscall, "PATH item=0 name=\"/a\" rdev=00:00", path},
       true},
      {"what a program says",
       {"USER_AUTH pid=1 uid=0 msg='op=PAM:auth acct=\"a\" res=failed'"},
       false},
      {"what a program says cut short",
       {"USER_AUTH pid=1 uid=0 msg='op=PAM:auth acct=\"a\" terminal=ssh r"},
       true},
      {"what a program says cut behind its quote", {"USER_AUTH pid=1 uid=0 msg='"}, true},
      {"names without any", {"CONFIG_CHANGE op=add_rule res=1\x1D"}, true},
      {"a name without its value",
       {"CONFIG_CHANGE op=add_rule res=1\x1D"
        "AU"},
       true},
      {"an item twice in another's place",
       {"SYSCALL syscall=2 items=2 key=(null)", path, path + " cap_frootid=0"},
       true},
      {"a filter's word",
       {"SECCOMP auid=1 pid=2 sig=31 arch=c000003e syscall=1 compat=0 ip=0x1 code=0x80"},
       false},
      {"a filter's word cut short",
       {"SECCOMP auid=1 pid=2 sig=31 arch=c000003e syscall=1 compat"},
       true},
      {"a login cut short", {"LOGIN pid=1 old-auid=1 auid=1000 tty=(none) old-ses=1 ses=2"}, true},
      {"a login of an older kernel",
       {"LOGIN pid=1 uid=0 old auid=1 new auid=2 old ses=1 new ses=2"},
       false},
      {"a login's name",
       {"LOGIN pid=1 auid=1000 ses=2 res=1\x1DUID=\"root\" AUID=\"alice\""},
       false},
      {"a login's name cut short",
       {"LOGIN pid=1 auid=1000 ses=2 res=1\x1DUID=\"root\" AUID=\"al"},
       true},
      {"an address without its name", {syscall + kNames, "SOCKADDR saddr=1000"}, true},
      {"a record too long to be given names", {syscall + kNames, longest}, false},
      {"a word without its value", {syscall, path + " cap_frootid="}, true},
      {"a word cut short", {syscall, path + " cap_fro"}, true},
      {"a record of another kind that ends in a word", {syscall, "AVC tclass=file word"}, false},
      {"a file that was not found, as older kernels tell it",
       {syscall, "CWD cwd=\"/\"", "PATH item=0 name=\"/etc/nofile\""},
       false},
      {"a terminal's input, as older kernels tell it",
       {"USER_TTY pid=22 uid=0 auid=0 ses=2 msg=6C73"},
       false},
      {"a socket call", {syscall, "SOCKETCALL nargs=3 a0=3 a1=bf a2=10"}, false},
      {"a socket call without its last argument", {syscall, "SOCKETCALL nargs=3 a0=3 a1=bf"}, true},
  };
  for (const auto& c : cases) EXPECT_EQ(read(c.records).partial, c.is_partial) << c.what;
}

}  // namespace
}  // namespace ak::audit
