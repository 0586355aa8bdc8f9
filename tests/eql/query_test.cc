// The public face: what a compilation tells beside matching.
#include "eql/query.h"

#include <gtest/gtest.h>

#include "base/text.h"
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

TEST(Query, TellsWhatASequenceConsistsOf) {
  const Query query = compiled(
      "sequence by host.id, ?mystery with maxspan=1m "
      "[process where process.name == \"a\"] by process.pid "
      "![file where true] by process.pid "
      "[any where true] by process.parent.pid with runs=3 "
      "until [process where event.type == \"end\"] by process.pid | head 7");
  EXPECT_EQ(query.kind(), QueryKind::sequence);
  EXPECT_EQ(query.matcher(), nullptr);
  ASSERT_NE(query.sequence(), nullptr);
  const SequenceQuery& sequence = *query.sequence();
  EXPECT_EQ(sequence.maxspan_ms, 60000);
  ASSERT_EQ(sequence.items.size(), 3U);
  const SequenceItem& last = sequence.items[2];
  EXPECT_EQ(last.runs, 3U);
  EXPECT_FALSE(last.is_missing);
  EXPECT_TRUE(sequence.items[1].is_missing);
  ASSERT_EQ(last.keys.size(), 3U);
  EXPECT_EQ(last.keys[0].field, Field::host_id);
  EXPECT_FALSE(last.keys[0].is_optional);
  EXPECT_FALSE(last.keys[1].field);
  EXPECT_TRUE(last.keys[1].is_optional);
  EXPECT_EQ(last.keys[2].field, Field::process_parent_pid);
  ASSERT_TRUE(sequence.until);
  EXPECT_EQ(sequence.until->keys.size(), 3U);
  ASSERT_EQ(query.pipes().size(), 1U);
  EXPECT_EQ(query.pipes()[0].kind, PipeKind::head);
  EXPECT_EQ(query.pipes()[0].count, 7);
  EXPECT_TRUE(query.categories().empty());
  EXPECT_EQ(query.fields(),
            (std::vector<Field>{Field::event_type, Field::host_id, Field::process_pid,
                                Field::process_name, Field::process_parent_pid}));
  EXPECT_EQ(query.absent_fields(), std::vector<std::string>{"mystery"});
}

TEST(Query, MatchersOfASequenceMatchSingleEvents) {
  const Query query = compiled(
      "sample by host.id [file where file.path : \"/etc/*\"] [process where process.name == "
      "\"a\"]");
  EXPECT_EQ(query.kind(), QueryKind::sample);
  EXPECT_EQ(query.categories(), (std::vector<std::string>{"file", "process"}));
  Event event;
  event.add(Field::event_category, "process");
  event.set(Field::process_name, std::string("a"));
  EXPECT_FALSE(query.matches(event));
  EXPECT_FALSE(query.sequence()->items[0].matcher.matches(event));
  EXPECT_TRUE(query.sequence()->items[1].matcher.matches(event));
}

// The required pieces as "field=whole|begin*|*end|*anywhere*".
std::string required(std::string_view text) {
  const Query query = compiled(text);
  std::string out;
  for (const RequiredText& one : query.matcher()->required()) {
    std::vector<std::string> pieces;
    for (const Piece& piece : one.pieces) {
      const bool is_open_before = piece.place == Place::end || piece.place == Place::anywhere;
      const bool is_open_after = piece.place == Place::begin || piece.place == Place::anywhere;
      pieces.push_back((is_open_before ? "*" : "") + piece.text + (is_open_after ? "*" : ""));
    }
    out += (out.empty() ? "" : " ") + std::string(field_info(one.field).name) + "=";
    out += join(pieces, "|");
  }
  return out;
}

TEST(Query, TellsTheTextsWithoutWhichItCannotMatch) {
  EXPECT_EQ(required("any where process.name == \"a\""), "process.name=a");
  EXPECT_EQ(required("any where process.name : (\"a\", \"b\") and process.pid == 1"),
            "process.name=a|b");
  EXPECT_EQ(required("any where process.name : (\"ab*\", \"*cd\", \"*ef*\", \"g?hij*k\")"),
            "process.name=ab*|*cd|*ef*|*hij*");
  EXPECT_EQ(required("any where event.type == \"start\" and (process.name in (\"a\", \"b\") and "
                     "process.name == \"a\")"),
            "event.type=start process.name=a");
  EXPECT_EQ(required("any where process.name == \"a\" or process.name in~ (\"b\")"),
            "process.name=a|b");
  EXPECT_EQ(required("any where process.name : \"a*\" or process.name == \"a\""),
            "process.name=a*|a");
}

TEST(Query, TellsOfAlternativesWhatAllOfThemRequire) {
  EXPECT_EQ(required("any where process.name == \"a\" or user.name == \"b\""), "");
  EXPECT_EQ(required("any where (process.name == \"a\" and user.name == \"b\") or "
                     "(process.name like \"c*\" and user.id == \"0\")"),
            "process.name=a|c*");
  EXPECT_EQ(required("any where (process.name == \"a\" or false) and user.name == \"b\""),
            "process.name=a user.name=b");
  EXPECT_EQ(required("any where process.name == \"a\" or true"), "");
  EXPECT_EQ(required("any where (process.name == \"a\" or process.pid == 1) and user.id == \"0\""),
            "user.id=0");
}

TEST(Query, RequiresNoTextWhereNoneIsSure) {
  EXPECT_EQ(required("any where process.name : \"*\""), "");
  EXPECT_EQ(required("any where process.name : (\"a\", \"*?*\")"), "");
  EXPECT_EQ(required("any where not process.name == \"a\" or process.name != \"b\""), "");
  EXPECT_EQ(required("any where substring(process.name, 1) == \"a\""), "");
  EXPECT_EQ(required("any where substring(process.name, 1) in (\"a\")"), "");
  EXPECT_EQ(required("any where process.name == \"\""), "process.name=");
}

}  // namespace
}  // namespace ak::eql
