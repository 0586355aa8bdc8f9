#include "audit/argv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"

namespace ak::audit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Fields = std::vector<std::pair<std::string, std::string>>;

ArgvBuilder::Argv build(const Fields& fields) {
  ArgvBuilder builder;
  for (const auto& [name, value] : fields) builder.add(name, value);
  return builder.build();
}

TEST(ArgvBuilder, TakesQuotedAndHexArguments) {
  const auto argv = build(
      {{"argc", "4"}, {"a0", "\"ls\""}, {"a1", "2D6C2078"}, {"a2", "\"\""}, {"a3", "\"ABCD\""}});
  EXPECT_THAT(argv.arguments, ElementsAre("ls", "-l x", "", "ABCD"));
  EXPECT_EQ(argv.argc, 4u);
  EXPECT_TRUE(argv.is_complete);
}

TEST(ArgvBuilder, JoinsASplitArgument) {
  for (const char* told : {"5", "10"}) {
    const auto argv = build({{"argc", "3"},
                             {"a0", "\"sh\""},
                             {"a1_len", told},
                             {"a1[0]", "6120"},
                             {"a1[1]", "622063"},
                             {"a2", "\"z\""}});
    EXPECT_THAT(argv.arguments, ElementsAre("sh", "a b c", "z"));
    EXPECT_TRUE(argv.is_complete);
  }
}

TEST(ArgvBuilder, HalfOfASplitArgumentIsNotAllOfIt) {
  const auto argv = build({{"argc", "1"}, {"a0_len", "6"}, {"a0[0]", "\"abc\""}});
  EXPECT_FALSE(argv.is_complete);
}

TEST(ArgvBuilder, PutsArgumentsAndPartsInTheirOrder) {
  const auto argv = build({{"a1[1]", "\"b\""},
                           {"a1[0]", "\"a\""},
                           {"a2", "\"c\""},
                           {"a0", "\"x\""},
                           {"argc", "3"},
                           {"a1[2]", "\"B\""}});
  EXPECT_THAT(argv.arguments, ElementsAre("x", "abB", "c"));
  EXPECT_TRUE(argv.is_complete);
}

TEST(ArgvBuilder, TakesTheFirstOfTwoTellings) {
  const auto argv = build({{"argc", "1"}, {"a0", "\"first\""}, {"a0", "\"second\""}});
  EXPECT_THAT(argv.arguments, ElementsAre("first"));
}

TEST(ArgvBuilder, SaysWhatIsMissing) {
  const struct {
    const char* what;
    Fields fields;
    std::size_t argc;
    std::size_t seen;
  } cases[] = {
      {"no argc", {{"a0", "\"x\""}}, 1, 1},
      {"last argument", {{"argc", "2"}, {"a0", "\"x\""}}, 2, 1},
      {"middle argument", {{"argc", "3"}, {"a0", "\"x\""}, {"a2", "\"z\""}}, 3, 2},
      {"argument beyond argc", {{"argc", "1"}, {"a0", "\"x\""}, {"a5", "\"z\""}}, 6, 2},
      {"first part", {{"argc", "1"}, {"a0[1]", "\"x\""}}, 1, 1},
      {"middle part", {{"argc", "1"}, {"a0[0]", "\"x\""}, {"a0[2]", "\"x\""}}, 1, 1},
      {"last part", {{"argc", "1"}, {"a0_len", "9"}, {"a0[0]", "\"x\""}}, 1, 1},
      {"closing quote", {{"argc", "1"}, {"a0", "\"x"}}, 1, 1},
      {"everything", {{"argc", "18446744073709551615"}}, SIZE_MAX, 0},
  };
  for (const auto& c : cases) {
    const auto argv = build(c.fields);
    EXPECT_FALSE(argv.is_complete) << c.what;
    EXPECT_EQ(argv.argc, c.argc) << c.what;
    EXPECT_EQ(argv.arguments.size(), c.seen) << c.what;
  }
}

TEST(ArgvBuilder, RefusesOtherFields) {
  ArgvBuilder builder;
  for (const char* name : {"arch", "a", "a0x", "a0[", "a0[]", "a0[1", "a0[1]x", "a0_length", "b0",
                           "a-1", "a99999999999", ""}) {
    EXPECT_FALSE(builder.add(name, "\"x\"")) << name;
  }
  EXPECT_THAT(builder.build().arguments, IsEmpty());
}

TEST(ArgvBuilder, KeepsTheCapOnArguments) {
  ArgvBuilder builder;
  builder.add("argc", std::to_string(limits::kMaxArgs));
  for (std::size_t i = 0; i < limits::kMaxArgs; ++i) builder.add("a" + std::to_string(i), "\"x\"");
  EXPECT_TRUE(builder.build().is_complete);

  builder.clear();
  builder.add("argc", std::to_string(limits::kMaxArgs + 1));
  for (std::size_t i = 0; i <= limits::kMaxArgs; ++i) builder.add("a" + std::to_string(i), "\"x\"");
  const auto argv = builder.build();
  EXPECT_FALSE(argv.is_complete);
  EXPECT_EQ(argv.arguments.size(), limits::kMaxArgs);
  EXPECT_EQ(argv.argc, limits::kMaxArgs + 1);
}

TEST(ArgvBuilder, KeepsTheCapOnBytes) {
  const std::string half = "\"" + std::string(limits::kMaxArgsBytes / 2, 'x') + "\"";
  EXPECT_TRUE(build({{"argc", "2"}, {"a0", half}, {"a1", half}}).is_complete);
  const auto argv = build({{"argc", "3"}, {"a0", half}, {"a1", half}, {"a2", "\"y\""}});
  EXPECT_FALSE(argv.is_complete);
  EXPECT_EQ(argv.arguments.size(), 2u);
  EXPECT_EQ(argv.argc, 3u);
}

}  // namespace
}  // namespace ak::audit
