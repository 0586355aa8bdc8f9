#include "alert/ocsf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "alert/format.h"
#include "alert/ocsf_attacks.h"
#include "alert/ocsf_objects.h"
#include "support/ocsf_rules.h"

namespace ak::alert {
namespace {

using testing::Contains;
using testing::IsEmpty;

std::string read_text(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(AK_SOURCE_DIR) + "/tests/alert/" + name).rdbuf();
  return text.str();
}

JsonValue read(const std::string& name) {
  Result<JsonValue> ecs = parse_json(read_text(name));
  EXPECT_TRUE(ecs.ok()) << name;
  return ecs.ok() ? ecs.value() : JsonValue();
}

JsonValue valid(const JsonValue& ecs) {
  const std::string text = to_ocsf(ecs);
  Result<JsonValue> document = parse_json(text);
  EXPECT_TRUE(document.ok()) << text;
  if (!document) return {};
  EXPECT_THAT(test::ocsf_complaints(document.value()), IsEmpty()) << text;
  return document.value();
}

// What is in these files was checked by eye against the published schema.
TEST(Ocsf, IsTheseDocuments) {
  for (const std::string name : {"kubectl", "file", "sequence"}) {
    const std::string text = valid(read(name + ".json")).text() + "\n";
    if (std::getenv("AK_REWRITE_GOLDEN") != nullptr) {
      std::ofstream(std::string(AK_SOURCE_DIR) + "/tests/alert/" + name + ".ocsf.json") << text;
    }
    EXPECT_EQ(text, read_text(name + ".ocsf.json"));
  }
}

TEST(Ocsf, ADocumentAboutOurselvesIsOfTheApplication) {
  JsonValue notice;
  notice.set("@timestamp", "2026-11-22T13:30:51.123Z");
  notice.set("event.kind", "event");
  notice.set("event.action", "alerts-lost");
  notice.set("log.level", "error");
  notice.set("message", "3 alerts were lost");
  notice.set("audisp_kube.lost", std::int64_t{3});
  const JsonValue document = valid(notice);
  EXPECT_EQ(*document.number("class_uid"), 6002);
  EXPECT_EQ(*document.number("type_uid"), 600299);
  EXPECT_EQ(document.string("activity_name"), "alerts-lost");
  EXPECT_EQ(document.string("app.name"), "audisp-kube");
  EXPECT_EQ(document.string("severity"), "High");
  EXPECT_EQ(*document.number("unmapped.audisp_kube.lost"), 3);
}

TEST(Ocsf, MapsTheSeverity) {
  for (const auto& [severity, expected] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {0, 1}, {21, 2}, {47, 3}, {73, 4}, {99, 5}}) {
    JsonValue ecs = read("kubectl.json");
    ecs.set("event.severity", severity);
    EXPECT_EQ(*valid(ecs).number("severity_id"), expected) << severity;
  }
}

TEST(Ocsf, KeepsWhatItHasNoAttributeFor) {
  JsonValue ecs = read("kubectl.json");
  ecs.set("process.title", "k");
  ecs.set("labels.mine", "x");
  ecs.set("labels.shortened", "true");
  const JsonValue document = valid(ecs);
  EXPECT_EQ(document.string("unmapped.process.title"), "k");
  EXPECT_EQ(document.string("unmapped.labels.mine"), "x");
  EXPECT_EQ(document.find("unmapped.labels.shortened"), nullptr);
  EXPECT_EQ(document.find("unmapped.message"), nullptr);
}

TEST(Ocsf, WritesNoObjectThatTheSchemaDoesNotAdmit) {
  JsonValue ecs;
  ecs.set("event.kind", "alert");
  ecs.set("process.name", "a process without pid and id");
  ecs.set("host.name", "node_1-");  // no host name by the rules
  ecs.set("source.ip", "nowhere");
  ecs.set("source.port", std::int64_t{1});
  ecs.set("destination.ip", "::1");
  ecs.set("destination.port", std::int64_t{65536});
  const JsonValue document = valid(ecs);
  EXPECT_EQ(document.find("device.hostname"), nullptr);
  EXPECT_EQ(document.string("device.name"), "node_1-");
  const JsonValue& evidence = document.array("evidences")->front();
  EXPECT_EQ(evidence.find("actor"), nullptr);
  EXPECT_EQ(evidence.find("src_endpoint"), nullptr);
  EXPECT_EQ(evidence.find("dst_endpoint")->text(), R"({"ip":"::1"})");
}

TEST(Ocsf, HostNamesAreOfLettersDigitsAndHyphensBetween) {
  for (const char* good : {"a", "node-1", "node-1.example.org", "0.a"}) {
    EXPECT_TRUE(is_hostname(good)) << good;
  }
  for (const char* bad : {"", "-a", "a-", "a..b", ".a", "a.", "a-.b", "a.-b", "a_b", "ä"}) {
    EXPECT_FALSE(is_hostname(bad)) << bad;
  }
}

TEST(Ocsf, TellsWhichSubtechniqueIsOfWhichTechnique) {
  const auto attacks = [](const char* threat) {
    return ocsf_attacks(parse_json(std::string(R"({"threat":)") + threat + "}").value()).text();
  };
  EXPECT_EQ(attacks(R"({"tactic":{"id":["TA1"],"name":["A"]},"technique":{"id":["T1","T10"],)"
                    R"("name":["N","M"],"subtechnique":{"id":["T10.1","T10.2"]}}})"),
            R"([{"tactic":{"uid":"TA1","name":"A"},"technique":{"uid":"T1","name":"N"}},)"
            R"({"tactic":{"uid":"TA1","name":"A"},"technique":{"uid":"T10","name":"M"},)"
            R"("sub_technique":{"uid":"T10.1"}},)"
            R"({"tactic":{"uid":"TA1","name":"A"},"technique":{"uid":"T10","name":"M"},)"
            R"("sub_technique":{"uid":"T10.2"}}])");
  EXPECT_EQ(attacks(R"({"tactic":{"id":["TA1","TA2"]},"technique":{"id":["T1"]}})"),
            R"([{"technique":{"uid":"T1"}},{"tactic":{"uid":"TA1"}},{"tactic":{"uid":"TA2"}}])");
  EXPECT_EQ(attacks("{}"), "null");
}

TEST(Ocsf, IsShortenedWithAMark) {
  JsonValue ecs = read("kubectl.json");
  ecs.set("process.command_line", std::string(5000, '\x01'));
  const std::string whole = to_ocsf(ecs);
  EXPECT_EQ(render(AlertFormat::ocsf, ecs.text(), whole.size()).text, whole);
  const Rendered shortened = render(AlertFormat::ocsf, ecs.text(), whole.size() - 1);
  EXPECT_TRUE(shortened.shortened);
  const JsonValue document = parse_json(shortened.text).value();
  EXPECT_THAT(test::ocsf_complaints(document), IsEmpty());
  EXPECT_THAT(document.strings("metadata.labels"), Contains("shortened"));
  EXPECT_EQ(document.string("finding_info.analytic.uid"), ecs.string("rule.id"));
}

// The rules are of use only if they find what is wrong.
TEST(OcsfRules, FindWhatIsWrong) {
  const JsonValue good = valid(read("kubectl.json"));
  const auto complaints = [&](const char* name, JsonValue value) {
    JsonValue bad = good;
    bad.set(name, std::move(value));
    return test::ocsf_complaints(bad);
  };
  EXPECT_THAT(complaints("severity_id", std::int64_t{7}), Contains(testing::HasSubstr("list")));
  EXPECT_THAT(complaints("severity_id", "3"), Contains(testing::HasSubstr("no number")));
  EXPECT_THAT(complaints("type_uid", std::int64_t{200402}), Contains("type_uid is not 200401"));
  EXPECT_THAT(complaints("finding_info.made_up", "x"), Contains(testing::HasSubstr("attribute")));
  EXPECT_THAT(complaints("evidences", JsonValue()), Contains(testing::HasSubstr("no array")));
  EXPECT_THAT(complaints("device.hostname", "a b"), Contains(testing::HasSubstr("host name")));
  EXPECT_THAT(complaints("metadata.product", JsonValue::Object()),
              Contains(".metadata.product.vendor_name is required and missing"));
  EXPECT_THAT(complaints("metadata.product", JsonValue::Object()),
              Contains(testing::HasSubstr("one is required")));
}

}  // namespace
}  // namespace ak::alert
