#include "alert/short_json.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "eql/query.h"

namespace ak::alert {
namespace {

class ShortJson : public testing::Test {
 protected:
  ShortJson() {
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

  std::unique_ptr<detect::Rule> rule_;
  Alert alert_;
};

TEST_F(ShortJson, HoldsWhatIsNeededToActAndToFindTheAlert) {
  const std::string json = to_short_json(alert_, {}, 2000);
  for (const char* part :
       {R"("@timestamp":"2026-11-22T13:30:51.123Z")", R"("id":"1795354251.123:9")",
        R"("sequence":7)", R"("severity":73)", R"("rule":{"id":"the-rule","name":"The Rule"})",
        R"("process":{"pid":12,"name":"kubectl"})", R"("shortened":"true")", R"("message":)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
  }
}

TEST_F(ShortJson, CutsLongValuesToTheSizeAskedFor) {
  alert_.event.set(Field::file_path, "/" + std::string(100000, 'x'));
  for (const std::size_t max_bytes : {std::size_t{900}, std::size_t{1200}, std::size_t{4000}}) {
    const std::string json = to_short_json(alert_, {}, max_bytes);
    EXPECT_LE(json.size(), max_bytes);
    EXPECT_NE(json.find(R"("file":{"path":"/xxx)"), std::string::npos) << json;
  }
}

TEST_F(ShortJson, FitsIntoTheSmallestSyslogMessageWhateverTheValues) {
  const std::string worst(100000, '\x01');  // six bytes each in JSON
  for (const Field field :
       {Field::host_name, Field::user_name, Field::process_name, Field::process_executable,
        Field::process_parent_name, Field::file_path}) {
    alert_.event.set(field, worst);
  }
  const std::string json = to_short_json(alert_, {}, limits::kMinSyslogBytes - 128);
  EXPECT_LE(json.size(), limits::kMinSyslogBytes - 128);
  EXPECT_NE(json.find(R"("id":"the-rule")"), std::string::npos);
}

}  // namespace
}  // namespace ak::alert
