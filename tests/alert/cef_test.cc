#include "alert/cef.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alert/format.h"
#include "support/cef_rules.h"

namespace ak::alert {
namespace {

using testing::IsEmpty;

JsonValue kubectl_alert() {
  JsonValue ecs;
  ecs.set("@timestamp", "2026-11-22T13:30:51.123Z");
  ecs.set("message", "Impersonation: alice ran \"kubectl --as=root\"");
  ecs.set("event.kind", "alert");
  ecs.set("event.id", "1795354251.123:9");
  ecs.set("event.category", JsonValue::Array{JsonValue("process")});
  ecs.set("event.action", JsonValue::Array{JsonValue("exec")});
  ecs.set("event.outcome", "success");
  ecs.set("event.created", "2026-11-22T13:30:52.000Z");
  ecs.set("event.sequence", std::int64_t{7});
  ecs.set("event.severity", std::int64_t{47});
  ecs.set("event.risk_score", std::int64_t{50});
  ecs.set("rule.id", "kubectl-impersonation");
  ecs.set("rule.name", "Kubectl Impersonation");
  ecs.set("host.name", "node-1");
  ecs.set("user.name", "alice");
  ecs.set("user.id", "1000");
  ecs.set("user.audit.name", "alice");
  ecs.set("process.pid", std::int64_t{12});
  ecs.set("process.executable", "/usr/bin/kubectl");
  ecs.set("process.command_line", "kubectl --as=root");
  ecs.set("process.parent.name", "sh");
  ecs.set("process.parent.pid", std::int64_t{11});
  ecs.set("threat.technique.id", JsonValue::Array{JsonValue("T1078")});
  ecs.set("auditd.keys", JsonValue::Array{JsonValue("k1"), JsonValue("k2")});
  return ecs;
}

test::CefEvent valid(const JsonValue& ecs) {
  const std::string line = to_cef(ecs);
  test::CefEvent event = test::read_cef(line);
  EXPECT_THAT(event.complaints, IsEmpty()) << line;
  return event;
}

TEST(Cef, IsThisLine) {
  EXPECT_EQ(
      to_cef(kubectl_alert()),
      "CEF:0|audisp-kube|audisp-kube|" AK_TEST_VERSION
      "|kubectl-impersonation|Kubectl Impersonation|6|externalId=1795354251.123:9 "
      "cat=process act=exec outcome=success msg=Impersonation: alice ran "
      "\"kubectl --as\\=root\" dvchost=node-1 suser=alice suid=1000 sproc=/usr/bin/kubectl "
      "spid=12 cs1=kubectl --as\\=root cs1Label=commandLine cs2=sh cs2Label=parentProcess "
      "cs4=T1078 cs4Label=attackTechniques cs5=k1,k2 cs5Label=auditKeys cs6=alice "
      "cs6Label=loginUser cn1=7 cn1Label=alertSequence cn2=11 cn2Label=parentProcessId cn3=50 "
      "cn3Label=riskScore start=1795354251123 end=1795354251123 rt=1795354252000");
  valid(kubectl_alert());
}

TEST(Cef, MapsTheSeverity) {
  for (const auto& [severity, expected] : std::vector<std::pair<std::int64_t, std::string>>{
           {0, "0"}, {21, "3"}, {22, "6"}, {47, "6"}, {73, "8"}, {74, "10"}, {99, "10"}}) {
    JsonValue ecs = kubectl_alert();
    ecs.set("event.severity", severity);
    EXPECT_EQ(valid(ecs).header[5], expected) << severity;
  }
}

TEST(Cef, AnAttackersTextEndsNeitherItsValueNorItsLine) {
  const std::string hostile = "a|b\\c=d\ne\rf cs1=x  \\\\|";
  JsonValue ecs = kubectl_alert();
  ecs.set("file.path", hostile);
  ecs.set("rule.name", hostile);
  const test::CefEvent event = valid(ecs);
  EXPECT_EQ(event.extension.at("filePath"), hostile);
  EXPECT_EQ(event.header[4], "a|b\\c=d e f cs1=x  \\\\|");
  EXPECT_EQ(event.extension.at("cs1"), "kubectl --as=root");
}

TEST(Cef, ControlCharactersAreWrittenAsTheirNumbers) {
  JsonValue ecs = kubectl_alert();
  ecs.set("file.path", std::string("\x1B[2J\x00\t\xC2\x9B", 8));
  EXPECT_EQ(valid(ecs).extension.at("filePath"), "\\x1b[2J\\x00\\t\\x9b");
}

TEST(Cef, KeepsEachKeysLengthAndSaysWhatWasCut) {
  for (const auto& [field, key, length] :
       std::vector<std::tuple<std::string, std::string, std::size_t>>{
           {"file.path", "filePath", 1023},
           {"event.id", "externalId", 40},
           {"host.name", "dvchost", 100},
           {"container.id", "cs3", 4000},
           {"message", "msg", 1023}}) {
    JsonValue ecs = kubectl_alert();
    ecs.set(field, std::string(length, 'x'));
    EXPECT_EQ(valid(ecs).extension.at(key), std::string(length, 'x'));
    EXPECT_EQ(valid(ecs).extension.count("audispkubeTruncated"), 0U);
    ecs.set(field, std::string(length + 1, 'x'));
    EXPECT_LE(valid(ecs).extension.at(key).size(), length);
    EXPECT_EQ(valid(ecs).extension.at("audispkubeTruncated"), key);
    // A character of two bytes at the cut stays whole.
    ecs.set(
        field, "x" + [&] {
          std::string text;
          for (std::size_t i = 0; i < length; ++i) text += "\xC3\xA4";
          return text;
        }());
    valid(ecs);
    ecs.set(field, std::string(length, '\x01'));  // four characters each
    valid(ecs);
  }
}

TEST(Cef, PutsAddressesWhereTheirKindBelongs) {
  JsonValue ecs = kubectl_alert();
  ecs.set("source.ip", "10.1.2.3");
  ecs.set("source.port", std::int64_t{65535});
  ecs.set("destination.ip", "2001:db8::1");
  ecs.set("destination.port", std::int64_t{65536});
  ecs.set("network.direction", "egress");
  const auto extension = valid(ecs).extension;
  EXPECT_EQ(extension.at("src"), "10.1.2.3");
  EXPECT_EQ(extension.at("spt"), "65535");
  EXPECT_EQ(extension.at("c6a3"), "2001:db8::1");
  EXPECT_EQ(extension.count("dst") + extension.count("dpt"), 0U);
  EXPECT_EQ(extension.at("deviceDirection"), "1");
  ecs.set("source.ip", "nowhere");
  EXPECT_EQ(valid(ecs).extension.count("src"), 0U);
}

TEST(Cef, TellsTheEventsOfASequence) {
  JsonValue ecs = kubectl_alert();
  JsonValue first, last;
  first.set("@timestamp", "2026-11-22T13:30:50.000Z");
  first.set("event.id", "1795354250.000:3");
  last.set("event.id", "1795354251.123:9");
  ecs.set("events", JsonValue::Array{first, last});
  const auto extension = valid(ecs).extension;
  EXPECT_EQ(extension.at("audispkubeEventIds"), "1795354250.000:3,1795354251.123:9");
  EXPECT_EQ(extension.at("start"), "1795354250000");
  EXPECT_EQ(extension.at("end"), "1795354251123");
}

TEST(Cef, ADocumentAboutOurselvesIsNoAlert) {
  JsonValue notice;
  notice.set("@timestamp", "2026-11-22T13:30:51.123Z");
  notice.set("event.kind", "event");
  notice.set("event.action", "alerts-lost");
  notice.set("log.level", "error");
  notice.set("message", "3 alerts were lost");
  EXPECT_EQ(to_cef(notice),
            "CEF:0|audisp-kube|audisp-kube|" AK_TEST_VERSION
            "|alerts-lost|audisp-kube alerts-lost|8|act=alerts-lost msg=3 alerts were lost "
            "start=1795354251123 end=1795354251123 rt=1795354251123");
  notice.erase("event.action");
  notice.set("event.kind", "metric");
  notice.set("log.level", "info");
  EXPECT_EQ(valid(notice).header[3], "status");
  EXPECT_EQ(valid(notice).header[5], "0");
}

TEST(Cef, IsShortenedWithAMark) {
  JsonValue ecs = kubectl_alert();
  ecs.set("process.command_line", std::string(3500, '='));  // two characters each
  const std::string whole = to_cef(ecs);
  EXPECT_EQ(render(AlertFormat::cef, ecs.text(), whole.size()).text, whole);
  const Rendered shortened = render(AlertFormat::cef, ecs.text(), whole.size() - 1);
  EXPECT_TRUE(shortened.shortened);
  const test::CefEvent event = test::read_cef(shortened.text);
  EXPECT_THAT(event.complaints, IsEmpty());
  EXPECT_EQ(event.extension.at("audispkubeShortened"), "true");
  EXPECT_EQ(event.extension.at("externalId"), "1795354251.123:9");
  EXPECT_EQ(event.extension.at("cn1"), "7");
  EXPECT_EQ(event.extension.at("suser"), "alice");
}

}  // namespace
}  // namespace ak::alert
