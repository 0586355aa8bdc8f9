#include "event/event_json.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

TEST(EcsDocument, NestsDottedNamesInTheOrderOfFirstUse) {
  EcsDocument document;
  document.set("event.kind", "alert");
  document.set("rule.id", "x");
  document.set("event.severity", std::int64_t{47});
  document.set("message", "m");
  EXPECT_EQ(document.text(),
            R"({"event":{"kind":"alert","severity":47},"rule":{"id":"x"},"message":"m"})");
}

TEST(EcsDocument, LaterValueReplacesAndKeepsItsPlace) {
  EcsDocument document;
  document.set("event.kind", "event");
  document.set("event.id", "1");
  document.set("event.kind", "alert");
  EXPECT_EQ(document.text(), R"({"event":{"kind":"alert","id":"1"}})");
}

TEST(EcsDocument, WritesEachKindOfValue) {
  EcsDocument document;
  document.set("b", true);
  document.set("n", std::int64_t{-5});
  document.set("many", Strings{"x", "y"});
  document.set("one", Strings{"x"});
  document.set("none", Strings{});
  EXPECT_EQ(document.text(), R"({"b":true,"n":-5,"many":["x","y"],"one":["x"],"none":[]})");
}

TEST(EcsDocument, EscapesWhatCouldEndTheString) {
  EcsDocument document;
  document.set("v", std::string("a\"b\\c\nd\xFF"));
  EXPECT_EQ(document.text(), "{\"v\":\"a\\\"b\\\\c\\nd\xEF\xBF\xBD\"}");
}

TEST(EcsDocument, HoldsArraysOfObjects) {
  EcsDocument technique;
  technique.set("technique.id", "T1550");
  EcsDocument document;
  document.set("threat", std::vector<EcsDocument>{technique, EcsDocument{}});
  EXPECT_EQ(document.text(), R"({"threat":[{"technique":{"id":"T1550"}},{}]})");
}

TEST(EcsDocument, ErasesFieldsAndWholeObjects) {
  EcsDocument document;
  document.set("a.b", "1");
  document.set("a.c", "2");
  document.set("d.e", "3");
  document.erase("a.b");
  document.erase("d");
  document.erase("a.c.x");
  document.erase("nowhere.x");
  EXPECT_EQ(document.text(), R"({"a":{"c":"2"}})");
}

TEST(EcsDocument, NameThroughAValueReplacesIt) {
  EcsDocument document;
  document.set("a", "1");
  document.set("a.b", "2");
  EXPECT_EQ(document.text(), R"({"a":{"b":"2"}})");
}

TEST(EcsDocument, EditSeesEveryValueOfAnEvent) {
  Event event;
  event.set(Field::process_args, Strings{"--token", "s3cret"});
  event.set(Field::process_name, "kubectl");
  EcsDocument document;
  document.add(event, [](Field field, Value& value) {
    if (field == Field::process_args) std::get<Strings>(value)[1] = "***";
  });
  EXPECT_EQ(document.text(), R"({"process":{"name":"kubectl","args":["--token","***"]}})");
  EXPECT_EQ((*event.strings(Field::process_args))[1], "s3cret");
}

TEST(EventJson, WritesDatesAsTextInTheSchemasOrder) {
  Event event;
  event.set(Field::process_pid, std::int64_t{4});
  event.set(Field::timestamp, std::int64_t{1});
  EXPECT_EQ(to_json(event), R"({"@timestamp":"1970-01-01T00:00:00.001Z","process":{"pid":4}})");
  EXPECT_EQ(to_json(Event{}), "{}");
}

}  // namespace
}  // namespace ak
