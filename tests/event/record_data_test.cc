#include "event/record_data.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "event/event_json.h"
#include "event/normalize.h"
#include "support/one_event.h"

namespace ak {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The JSON of the event's part beside its fields.
std::string extra_json(const std::string& records, bool wanted = true) {
  TextPathResolver paths;
  const Normalized normalized = normalize(test::event_of(records), paths, {.with_extra = wanted});
  const Event& event = normalized.events.at(0);
  EcsDocument document;
  if (event.extra) document.add(*event.extra);
  return document.text();
}

// JSON with the quotes of C++ texts.
std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

std::string syscall(const std::string& name, const std::string& rest) {
  return "SYSCALL " + test::arch_and_syscall(name) + " " + rest + "\n";
}

TEST(Extra, IsNotMadeUnlessAskedFor) {
  EXPECT_EQ(extra_json("SERVICE_START pid=1 msg='unit=x'\n", false), "{}");
}

TEST(Extra, HoldsWhatHasNoFieldAndNothingElse) {
  EXPECT_EQ(
      extra_json(syscall("ptrace",
                         "success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=0 ppid=1 pid=2 auid=5 uid=6 "
                         "gid=7 euid=8 suid=9 fsuid=10 egid=11 sgid=12 fsgid=13 tty=pts0 ses=3 "
                         "comm=\"xy\" exe=\"/bin/x\" subj=unconfined key=(null)~SUID=\"root\"")),
      json("{'auditd':{'data':{'items':'0','comm':'xy','subj':'unconfined'}},"
           "'user':{'saved':{'id':'9','name':'root','group':{'id':'12'}},"
           "'filesystem':{'id':'10','group':{'id':'13'}},'effective':{'group':{'id':'11'}}}}"));
}

TEST(Extra, KeepsTheBytesThatAreNotUtf8) {
  const std::string json = extra_json(
      syscall("execve", "success=yes exit=0 pid=2 ppid=1 comm=61FF exe=\"/bin/x\"") +
      "EXECVE argc=2 a0=\"x\" a1=61FE\nCWD cwd=2F62FF\nPROCTITLE proctitle=7800FD\n"
      "PATH item=0 name=2F63FC inode=1 dev=fe:00 mode=0100755 ouid=0 ogid=0 nametype=NORMAL\n");
  for (const char* hex :
       {"\"comm_hex\":\"61FF\"", "\"args_hex\":[\"78\",\"61FE\"]", "\"cwd_hex\":\"2F62FF\"",
        "\"proctitle_hex\":\"7800FD\"", "\"name_hex\":\"2F63FC\""}) {
    EXPECT_THAT(json, HasSubstr(hex));
  }
}

TEST(Extra, KeepsWhatElseTheRecordOfADirectoryOrATitleSays) {
  const std::string call = syscall("ptrace", "success=yes pid=2");
  EXPECT_EQ(extra_json(call + "CWD cwd=\"/\"\nPROCTITLE proctitle=\"x\"\n"), extra_json(call));
  EXPECT_THAT(extra_json(call + "CWD cwd=\"/\" more=1\n"),
              HasSubstr(json("{'record_type':'cwd','cwd':'/','more':'1'}")));
}

TEST(Extra, KeepsAResultThatIsNotTheOutcome) {
  EXPECT_THAT(extra_json("USER_AUTH pid=1 res=success result=other\n"),
              HasSubstr("\"result\":\"other\""));
  EXPECT_THAT(extra_json("USER_AUTH pid=1 res=success\n"), Not(HasSubstr("res\"")));
}

TEST(Extra, KeepsWhatAFieldShowsOtherwise) {
  EXPECT_EQ(extra_json(syscall("fork",
                               "success=yes exit=9 ppid=1 pid=2 auid=4294967295 tty=(none) "
                               "exe=2F62696E2F78202864656C6574656429")),
            json("{'auditd':{'data':{'ppid':'1','pid':'2','auid':'4294967295','tty':'(none)',"
                 "'exe':'/bin/x (deleted)'}}}"));
}

TEST(Extra, TellsTheOtherRecordsDecoded) {
  EXPECT_EQ(extra_json(syscall("openat", "success=yes exit=3 pid=2 ppid=1") +
                       "CWD cwd=\"/root\"\n"
                       "PATH item=0 name=2F7820 inode=5 nametype=NORMAL ouid=0~OUID=\"root\"\n"
                       "PROCTITLE proctitle=6C73002D6C\n"),
            json("{'auditd':{'records':[{'record_type':'path','item':'0','name':'/x ',"
                 "'inode':'5','nametype':'NORMAL','ouid':'0','ouid_name':'root'}]}}"));
}

TEST(Extra, TellsWhatASocketAddressMeans) {
  EXPECT_EQ(extra_json(syscall("getpeername", "success=yes exit=0 pid=2 ppid=1") +
                       "SOCKADDR saddr=020001BB0A0000010000000000000000\n"),
            json("{'auditd':{'records':[{'record_type':'sockaddr',"
                 "'saddr':'020001BB0A0000010000000000000000','family':'ipv4','addr':'10.0.0.1',"
                 "'port':'443'}]}}"));
  EXPECT_EQ(extra_json(syscall("connect", "success=yes exit=0 pid=2 ppid=1") +
                       "SOCKADDR saddr=01002F7800\n"),
            json("{'auditd':{'records':[{'record_type':'sockaddr','saddr':'01002F7800',"
                 "'family':'unix','path':'/x'}]}}"));
}

TEST(Extra, KeepsTheArgumentsOfAnExecThatFailed) {
  EXPECT_EQ(extra_json(syscall("execve", "success=no exit=-13 pid=2 ppid=1") +
                       "EXECVE argc=2 a0=\"a\" a1=\"b\"\n"),
            json("{'auditd':{'records':[{'record_type':'execve','argc':'2','args':['a','b']}]}}"));
}

TEST(Extra, GathersFieldsOfOneName) {
  EXPECT_EQ(extra_json("SERVICE_START pid=1 msg='unit=x unit=y unit=z'\n"),
            json("{'auditd':{'data':{'unit':['x','y','z']}}}"));
}

TEST(Extra, NamesAreOneWordAndBounded) {
  const std::string made =
      extra_json("SERVICE_START pid=1 msg='a.b\"=1 " + std::string(100, 'n') + "=2'\n");
  EXPECT_THAT(made, HasSubstr("\"a_b_\":\"1\""));
  EXPECT_THAT(made, HasSubstr("\"" + std::string(64, 'n') + "\":\"2\""));
}

TEST(Extra, BeyondTheCapOfNamesTheRestIsOneList) {
  const auto record = [](std::size_t count) {
    std::string text = "SERVICE_START";
    for (std::size_t i = 0; i < count; ++i) text += fmt::format(" f{}=v", i);
    return extra_json(text + "\n");
  };
  EXPECT_THAT(record(limits::kMaxRecordFields), Not(HasSubstr("more")));
  EXPECT_THAT(record(limits::kMaxRecordFields + 2),
              HasSubstr(fmt::format("\"more\":[\"f{}=v\",\"f{}=v\"]", limits::kMaxRecordFields,
                                    limits::kMaxRecordFields + 1)));
}

TEST(Extra, AFieldNamedAsTheRestIsAmongIt) {
  std::string text = "SERVICE_START more=mine";
  for (std::size_t i = 0; i < limits::kMaxRecordFields; ++i) text += fmt::format(" f{}=v", i);
  EXPECT_THAT(extra_json(text + "\n"), HasSubstr(fmt::format("\"more\":[\"mine\",\"f{}=v\"]",
                                                             limits::kMaxRecordFields - 1)));
}

// What the event has of the field, and what it has not.
TEST(Extra, AFieldToldTwiceIsAList) {
  TextPathResolver paths;
  const auto line = [&](const std::string& record) {
    return to_json(normalize(test::event_of(record + "\n"), paths, {.with_extra = true}).events[0]);
  };
  EXPECT_THAT(line("DAEMON_END op=PAM:x op=terminate op=PAM:x auid=0 res=success"),
              HasSubstr("\"op\":[\"PAM:x\",\"terminate\"]"));
  EXPECT_THAT(
      line(syscall("ptrace", "success=yes exit=0 a1=2 a1=3 pid=2 suid=7 suid=8")),
      AllOf(HasSubstr("\"a1\":[\"2\",\"3\"]"), HasSubstr("\"saved\":{\"id\":[\"7\",\"8\"]}")));
}

TEST(Extra, OfAProgramsMessageTheIdsAreNotTheSenders) {
  EXPECT_THAT(extra_json("CRYPTO_SESSION pid=932 uid=0 auid=0 ses=1 msg='op=start spid=933 suid=74 "
                         "res=success'\n"),
              AllOf(HasSubstr("\"suid\":\"74\""), Not(HasSubstr("\"saved\""))));
}

TEST(Extra, EachAddressIsItsRecords) {
  const std::string made = extra_json(syscall("connect", "success=yes exit=0 pid=2 ppid=1") +
                                      "SOCKADDR saddr=01002F7800\nSOCKADDR saddr=01002F7900\n");
  EXPECT_THAT(made, AllOf(HasSubstr("\"path\":\"/x\""), HasSubstr("\"path\":\"/y\"")));
}

}  // namespace
}  // namespace ak
