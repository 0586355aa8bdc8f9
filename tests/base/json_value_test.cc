#include "base/json_value.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace ak {
namespace {

TEST(JsonValue, IsWrittenAsItWasRead) {
  for (const char* text : {
           R"({"b":1,"a":{"list":[-3,true,null,"x",[],{}]},"empty":""})",
           R"("a\"\\\n\u0001ä")",
           R"([9223372036854775807,-9223372036854775808,0.5,1e300])",
           "null",
       }) {
    Result<JsonValue> value = parse_json(text);
    ASSERT_TRUE(value.ok()) << text << ": " << value.error().message;
    EXPECT_EQ(value.value().text(), text);
  }
}

TEST(JsonValue, IsFoundUnderADottedNameAndByItsKind) {
  Result<JsonValue> parsed = parse_json(R"({"a":{"b":{"text":"t","number":7},"list":[1]}})");
  ASSERT_TRUE(parsed.ok());
  const JsonValue& value = parsed.value();
  EXPECT_EQ(value.string("a.b.text"), "t");
  ASSERT_NE(value.number("a.b.number"), nullptr);
  EXPECT_EQ(*value.number("a.b.number"), 7);
  ASSERT_NE(value.array("a.list"), nullptr);
  EXPECT_EQ(value.array("a.list")->size(), 1U);
  EXPECT_NE(value.object("a.b"), nullptr);
  for (const char* absent : {"b", "a.c", "a.b.text.x", "a.list.1", "a.b.number.x"}) {
    EXPECT_EQ(value.find(absent), nullptr) << absent;
  }
  EXPECT_EQ(value.string("a.b.number"), "");
  EXPECT_EQ(value.number("a.b.text"), nullptr);
  EXPECT_EQ(value.array("a.b"), nullptr);
  EXPECT_EQ(value.object("a.list"), nullptr);
}

TEST(JsonValue, IsSetUnderADottedName) {
  JsonValue value;
  value.set("a.b", "first");
  value.set("c", std::int64_t{1});
  value.set("a.d", true);
  value.set("a.b", "second");
  EXPECT_EQ(value.text(), R"({"a":{"b":"second","d":true},"c":1})");
  value.set("c.e", JsonValue());
  EXPECT_EQ(value.text(), R"({"a":{"b":"second","d":true},"c":{"e":null}})");
}

TEST(JsonValue, GivesTheTextsOfAnArrayOrTheOneText) {
  const JsonValue value = parse_json(R"({"a":["x",1,"y",[]],"b":"z","c":{}})").value();
  EXPECT_EQ(value.strings("a"), (std::vector<std::string_view>{"x", "y"}));
  EXPECT_EQ(value.strings("b"), std::vector<std::string_view>{"z"});
  EXPECT_TRUE(value.strings("c").empty());
  EXPECT_TRUE(value.strings("d").empty());
}

TEST(JsonValue, IsTakenOutUnderADottedName) {
  JsonValue value = parse_json(R"({"a":{"b":1,"c":2},"d":[3]})").value();
  for (const char* absent : {"x", "a.x", "a.b.x", "d.x"}) value.erase(absent);
  EXPECT_EQ(value.text(), R"({"a":{"b":1,"c":2},"d":[3]})");
  value.erase("a.b");
  value.erase("d");
  EXPECT_EQ(value.text(), R"({"a":{"c":2}})");
}

TEST(JsonValue, RefusesWhatIsNotJson) {
  for (const char* text : {"", "{", "{\"a\":1}x", "[1,]", "nul", "\"\xFF\"", "01", "\"a\nb\""}) {
    EXPECT_FALSE(parse_json(text).ok()) << text;
  }
  EXPECT_FALSE(parse_json(std::string_view("{}\0", 3)).ok());
}

TEST(JsonValue, NestsToTheCapAndNoDeeper) {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
  };
  for (const auto& [open, close] :
       {std::pair<const char*, const char*>{"[", "]"}, {"{\"a\":", "}"}}) {
    EXPECT_TRUE(parse_json(nested(limits::kMaxJsonDepth, open, close)).ok());
    Result<JsonValue> deeper = parse_json(nested(limits::kMaxJsonDepth + 1, open, close));
    ASSERT_FALSE(deeper.ok());
    EXPECT_NE(deeper.error().message.find("nested too deep"), std::string::npos);
    EXPECT_FALSE(parse_json(nested(1000000, open, "")).ok());
  }
}

}  // namespace
}  // namespace ak
