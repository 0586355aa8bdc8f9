#include "base/json.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

TEST(JsonWriter, WritesCompactJson) {
  JsonWriter json;
  json.begin_object();
  json.key("list");
  json.begin_array();
  json.number(-3);
  json.boolean(true);
  json.end_array();
  json.key("empty");
  json.string("");
  json.end_object();
  EXPECT_EQ(json.text(), R"({"list":[-3,true],"empty":""})");
}

TEST(JsonWriter, KeepsAnAttackersBytesInsideTheirString) {
  JsonWriter json;
  json.string(std::string_view("\",\"x\":1}\n\r\x00\x1B\xFF", 13));
  EXPECT_EQ(json.text(), "\"\\\",\\\"x\\\":1}\\n\\r\\u0000\\u001B\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace ak
