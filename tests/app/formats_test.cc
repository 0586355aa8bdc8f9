// Every alert of every recording keeps the rules of the format it is rendered in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alert/format.h"
#include "app/recordings.h"
#include "base/json_value.h"
#include "base/limits.h"
#include "support/cef_rules.h"
#include "support/ocsf_rules.h"

namespace ak::test {
namespace {

using alert::AlertFormat;
using testing::IsEmpty;

class Formats : public testing::TestWithParam<Recording> {
 protected:
  // Each alert as JSON, whether or not it is told apart from others.
  static Lines alerts() {
    Lines all;
    Counters counters;
    app::Pipeline pipeline({.host_name = "node-1", .host_id = "0123456789abcdef"}, counters);
    pipeline.set_rules(shipped_rules());
    pipeline.on_alert([&](const alert::Alert& alert) { all.push_back(to_json(alert, {})); });
    pipeline.feed(GetParam().log);
    pipeline.end_source();
    pipeline.flush();
    return all;
  }

  static void check_cef(const std::string& line) {
    EXPECT_THAT(read_cef(line).complaints, IsEmpty()) << line;
  }

  static void check_ocsf(const std::string& text) {
    Result<JsonValue> document = parse_json(text);
    ASSERT_TRUE(document.ok()) << text;
    EXPECT_THAT(ocsf_complaints(document.value()), IsEmpty()) << text;
  }
};

TEST_P(Formats, EveryAlertIsValidWholeAndShortened) {
  const Lines all = alerts();
  EXPECT_GE(all.size(), GetParam().expected.size());
  for (const std::string& json : all) {
    EXPECT_EQ(render(AlertFormat::ecs, json, 0).text, json);
    check_cef(render(AlertFormat::cef, json, 0).text);
    check_ocsf(render(AlertFormat::ocsf, json, 0).text);
    for (const std::size_t limit : {limits::kMinRenderedBytes, std::size_t{2500}}) {
      const std::string ecs = render(AlertFormat::ecs, json, limit).text;
      EXPECT_LE(ecs.size(), limit);
      EXPECT_TRUE(parse_json(ecs).ok()) << ecs;
      const std::string cef = render(AlertFormat::cef, json, limit).text;
      EXPECT_LE(cef.size(), limit);
      check_cef(cef);
      const std::string ocsf = render(AlertFormat::ocsf, json, limit).text;
      EXPECT_LE(ocsf.size(), limit);
      check_ocsf(ocsf);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Formats, testing::ValuesIn(recordings()),
                         [](const testing::TestParamInfo<Recording>& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace ak::test
