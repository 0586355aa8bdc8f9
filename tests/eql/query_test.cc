// The public face: what a compilation tells beside matching.
#include "eql/query.h"

#include <gtest/gtest.h>

namespace ak::eql {
namespace {

Query compiled(std::string_view text) {
  Compilation compilation = compile(text);
  EXPECT_TRUE(compilation.query) << text;
  return compilation.query.value();
}

TEST(Query, TellsItsCategories) {
  EXPECT_EQ(compiled("process where true").categories(), std::vector<std::string>{"process"});
  EXPECT_TRUE(compiled("any where true").categories().empty());
}

TEST(Query, TellsTheFieldsItReadsOnceEachInOrder) {
  const Query query = compiled(
      "process where process.name == \"a\" or event.id != null or not process.name : \"b\" or "
      "?process.pid == 1 or ?mystery == 1 or process.hash.md5 == \"x\" or \"y\" == user.name");
  EXPECT_EQ(query.fields(), (std::vector<Field>{Field::event_id, Field::process_pid,
                                                Field::process_name, Field::user_name}));
}

TEST(Query, TellsTheFieldsThatAreNeverThere) {
  const Query query = compiled(
      "any where process.hash.md5 == \"x\" or dns.question.name : \"y\" or ?mystery == null or "
      "process.hash.md5 != \"z\" or ?process.name == \"a\"");
  EXPECT_EQ(query.absent_fields(),
            (std::vector<std::string>{"dns.question.name", "mystery", "process.hash.md5"}));
}

TEST(Query, OptionalAbsentFieldsAreNotWarnedOf) {
  EXPECT_TRUE(compile("any where ?process.hash.md5 == \"x\"").findings.empty());
  EXPECT_EQ(compile("any where process.hash.md5 == \"x\"").findings.size(), 1U);
}

TEST(Query, OutlivesItsTextAndItsCopies) {
  std::optional<Query> original = compile(std::string("any where process.name == \"a\"")).query;
  const Query copy = original.value();
  original.reset();
  Event event;
  event.set(Field::process_name, std::string("a"));
  EXPECT_TRUE(copy.matches(event));
}

TEST(Query, WarningsDoNotRefuseIt) {
  const Compilation compilation = compile("any where process.name == \"a*\"");
  EXPECT_TRUE(compilation.query);
  ASSERT_EQ(compilation.findings.size(), 1U);
  EXPECT_EQ(compilation.findings[0].severity, Severity::warning);
}

TEST(Query, FindingsComeInTheOrderOfTheText) {
  // The lexer finds the last of these, the checker the first.
  const Compilation compilation =
      compile("any where mystery == 1 or process.pid == or \"\\q\" == user.name");
  EXPECT_FALSE(compilation.query);
  std::size_t last = 0;
  for (const Finding& finding : compilation.findings) {
    EXPECT_GE(finding.offset, last);
    last = finding.offset;
  }
  ASSERT_GE(compilation.findings.size(), 3U);
  EXPECT_EQ(compilation.findings[0].code, "E041");
  EXPECT_EQ(compilation.findings[1].code, "E021");
  EXPECT_EQ(compilation.findings[2].code, "E006");
}

// A value of another kind than its field's is no match, and no crash.
TEST(Query, ValuesOfTheWrongKindNeverMatch) {
  Event event;
  event.set(Field::process_name, std::int64_t{1});
  event.set(Field::process_pid, std::string("1"));
  event.set(Field::event_category, std::string("process"));
  EXPECT_FALSE(compiled("any where process.name == \"1\" or process.name : \"*\"").matches(event));
  EXPECT_FALSE(compiled("any where process.pid == 1").matches(event));
  EXPECT_TRUE(compiled("process where true").matches(event));
}

TEST(Query, MatchesBytesThatAreNotUtf8) {
  Event event;
  event.set(Field::process_name, std::string("a\xff\xfe"));
  EXPECT_TRUE(compiled("any where process.name like \"a??\"").matches(event));
  EXPECT_FALSE(compiled("any where process.name like \"a?\"").matches(event));
  EXPECT_TRUE(compiled("any where process.name : \"A*\"").matches(event));
}

}  // namespace
}  // namespace ak::eql
