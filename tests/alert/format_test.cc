#include "alert/format.h"

#include <gtest/gtest.h>

#include <memory>

#include "alert/alert.h"
#include "base/json_value.h"
#include "base/limits.h"
#include "eql/query.h"

namespace ak::alert {
namespace {

class Format : public testing::Test {
 protected:
  Format() {
    detect::RuleDescription description;
    description.id = "the-rule";
    description.name = "The Rule";
    description.severity = detect::RuleSeverity::high;
    rule_ = std::make_unique<detect::Rule>(description, *eql::compile("any where true").query);
    alert_.rule = rule_.get();
    alert_.sequence = 7;
    alert_.event.time = 1795354251123;
    alert_.event.set(Field::event_id, std::string("1795354251.123:9"));
    alert_.event.set(Field::process_name, std::string("kubectl"));
    alert_.event.set(Field::process_pid, std::int64_t{12});
  }

  Rendered ecs(std::size_t max_bytes) const {
    return render(AlertFormat::ecs, to_json(alert_, {}), max_bytes);
  }

  std::unique_ptr<detect::Rule> rule_;
  Alert alert_;
};

TEST_F(Format, EcsIsHandedOnAsItIsUpToTheLimit) {
  const std::string json = to_json(alert_, {});
  for (const std::size_t limit : {std::size_t{0}, json.size(), json.size() + 1}) {
    EXPECT_EQ(ecs(limit).text, json);
    EXPECT_FALSE(ecs(limit).shortened);
  }
  const Rendered shortened = ecs(json.size() - 1);
  EXPECT_TRUE(shortened.shortened);
  EXPECT_LT(shortened.text.size(), json.size());
}

TEST_F(Format, ShortenedEcsHoldsWhatIsNeededToActAndToFindTheAlert) {
  alert_.event.set(Field::process_command_line, std::string(3000, 'x'));
  EXPECT_EQ(ecs(3000).text,
            R"({"@timestamp":"2026-11-22T13:30:51.123Z","event":{"kind":"alert",)"
            R"("id":"1795354251.123:9","sequence":7,"severity":73},"log":{"level":"high"},)"
            R"("rule":{"id":"the-rule","name":"The Rule"},"labels":{"shortened":"true"},)"
            R"("message":"The Rule: an unknown user: an event by kubectl",)"
            R"("process":{"pid":12,"name":"kubectl"}})");
}

TEST_F(Format, ShortenedEcsCutsLongValuesToTheLimit) {
  alert_.event.set(Field::file_path, "/" + std::string(100000, 'x'));
  for (const std::size_t limit : {std::size_t{900}, std::size_t{1200}, std::size_t{4000}}) {
    const std::string json = ecs(limit).text;
    EXPECT_LE(json.size(), limit);
    EXPECT_NE(json.find(R"("file":{"path":"/xxx)"), std::string::npos) << json;
    EXPECT_TRUE(parse_json(json).ok());
  }
}

TEST_F(Format, ShortenedEcsFitsIntoTheSmallestLimitWhateverTheValues) {
  const std::string worst(100000, '\x01');  // six bytes each in JSON
  for (const Field field :
       {Field::host_name, Field::user_name, Field::process_name, Field::process_executable,
        Field::process_parent_name, Field::file_path}) {
    alert_.event.set(field, worst);
  }
  EXPECT_LE(ecs(limits::kMinRenderedBytes).text.size(), limits::kMinRenderedBytes);
  EXPECT_NE(ecs(limits::kMinRenderedBytes).text.find(R"("id":"the-rule")"), std::string::npos);

  JsonValue all_worst;
  for (const char* name : {"@timestamp", "event.kind", "event.id", "log.level", "rule.id",
                           "rule.name", "message", "file.path"}) {
    all_worst.set(name, worst);
  }
  for (const AlertFormat format : {AlertFormat::ecs, AlertFormat::cef, AlertFormat::ocsf}) {
    EXPECT_LE(render(format, all_worst.text(), limits::kMinRenderedBytes).text.size(),
              limits::kMinRenderedBytes);
  }
  const Rendered least = render(AlertFormat::ecs, all_worst.text(), limits::kMinRenderedBytes);
  Result<JsonValue> parsed = parse_json(least.text);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().string("labels.shortened"), "true");
  EXPECT_EQ(parsed.value().string("rule.id").substr(0, 5), " [???");
}

TEST_F(Format, ADocumentAboutOurselvesIsShortenedToItsMessage) {
  JsonValue notice;
  notice.set("event.kind", "event");
  notice.set("message", "3 alerts were lost");
  notice.set("audisp_kube.text", std::string(5000, 'x'));
  EXPECT_EQ(render(AlertFormat::ecs, notice.text(), 2000).text,
            R"({"event":{"kind":"event"},"labels":{"shortened":"true"},)"
            R"("message":"3 alerts were lost"})");
}

TEST_F(Format, WhatIsNoObjectBecomesTheMessageOfOne) {
  for (const std::string& text :
       {std::string(5000, 'x'), std::string(5000, '['), "[\"" + std::string(5000, 'x') + "\"]",
        std::string(5000, '\xFF')}) {
    const Rendered rendered = render(AlertFormat::ecs, text, 2000);
    EXPECT_LE(rendered.text.size(), 2000U);
    Result<JsonValue> parsed = parse_json(rendered.text);
    ASSERT_TRUE(parsed.ok()) << rendered.text;
    EXPECT_EQ(parsed.value().string("event.kind"), "event");
    EXPECT_NE(parsed.value().string("message"), "");
  }
}

TEST_F(Format, NamesAreThoseOfTheConfiguration) {
  for (const std::string_view name : alert_format_names()) {
    EXPECT_TRUE(parse_alert_format(name).has_value()) << name;
  }
  EXPECT_EQ(parse_alert_format("ecs"), AlertFormat::ecs);
  EXPECT_EQ(parse_alert_format("cef"), AlertFormat::cef);
  EXPECT_EQ(parse_alert_format("ocsf"), AlertFormat::ocsf);
  for (const char* unknown : {"", "ECS", "json"}) {
    EXPECT_FALSE(parse_alert_format(unknown).has_value()) << unknown;
  }
}

}  // namespace
}  // namespace ak::alert
