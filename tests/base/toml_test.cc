#include "base/toml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/limits.h"

namespace ak {
namespace {

// Every complaint as the user would see it.
std::string rendered(DiagnosticList& complaints) {
  std::string out;
  for (const Diagnostic& diagnostic : complaints.take()) out += render(diagnostic);
  return out;
}

// One line for each value: its name, kind, and "LINE:COL text" of key and value.
void describe(const TomlDocument& document, const TomlValue& value, const std::string& name,
              std::string& out) {
  const auto place = [&](TomlSpan span) {
    const Diagnostic d = document.diagnose(Severity::error, "", span, "");
    return fmt::format("{}:{} {}", d.line, d.column, d.source_line.substr(d.column - 1, d.width));
  };
  for (const TomlEntry& entry : value.entries) {
    const std::string path = name + "/" + entry.key;
    out += fmt::format("{} | {} | {}\n", path, place(entry.key_span), place(entry.value.span));
    describe(document, entry.value, path, out);
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const std::string path = fmt::format("{}[{}]", name, i);
    out += fmt::format("{} | {}\n", path, place(value.items[i].span));
    describe(document, value.items[i], path, out);
  }
}

std::string described(std::string_view text) {
  DiagnosticList complaints;
  const auto document = parse_toml(text, "f.toml", complaints);
  if (!document) return rendered(complaints);
  std::string out;
  describe(*document, document->root, "", out);
  return out;
}

TEST(Toml, KeepsTheFilesOrderAndThePlacesOfKeysAndValues) {
  EXPECT_EQ(described("z = 1\n"
                      "  a = 'x' # comment\n"
                      "[rule]\n"
                      "name = \"\"\"\n"
                      "two lines\"\"\"\n"
                      "[[rule.threat]]\n"
                      "b = [1, {c = true}]\n"),
            "/z | 1:1 z | 1:5 1\n"
            "/a | 2:3 a | 2:7 'x'\n"
            "/rule | 3:2 rule | 3:1 [rule]\n"
            "/rule/name | 4:1 name | 4:8 \"\"\"\n"
            "/rule/threat | 6:8 threat | 6:1 [[rule.threat]]\n"
            "/rule/threat[0] | 6:1 [[rule.threat]]\n"
            "/rule/threat[0]/b | 7:1 b | 7:5 [1, {c = true}]\n"
            "/rule/threat[0]/b[0] | 7:6 1\n"
            "/rule/threat[0]/b[1] | 7:9 {c = true}\n"
            "/rule/threat[0]/b[1]/c | 7:10 c | 7:14 true\n");
}

TEST(Toml, CountsColumnsInBytesWhateverTheTextsBytes) {
  EXPECT_EQ(described("\xEF\xBB\xBF\"\xC3\xA9\xC3\xA9\" = ['\xE2\x82\xAC', 2]\r\nb = 3\r\n"),
            "/\xC3\xA9\xC3\xA9 | 1:2 \xC3\xA9\xC3\xA9 | 1:10 ['\xE2\x82\xAC', 2]\n"
            "/\xC3\xA9\xC3\xA9[0] | 1:11 '\xE2\x82\xAC'\n"
            "/\xC3\xA9\xC3\xA9[1] | 1:18 2\n"
            "/b | 2:1 b | 2:5 3\n");
}

TEST(Toml, CountsColumnsInBytesFarIntoALongLine) {
  std::string text = "a = [";
  for (int i = 0; i < 200; ++i) text += "'\xC3\xA9', ";
  text += "7]\n";
  DiagnosticList complaints;
  const auto document = parse_toml(text, "f.toml", complaints);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root.entries[0].value.items.back().span.offset, text.find('7'));
}

TEST(Toml, PlacesADottedKeyAtItself) {
  const std::string shown = described("  fruit.apple = 1\n");
  EXPECT_NE(shown.find("/fruit | 1:3 fruit"), std::string::npos) << shown;
  EXPECT_NE(shown.find("/fruit/apple | 1:9 apple | 1:17 1"), std::string::npos) << shown;
}

TEST(Toml, TellsWhereATextIsNoToml) {
  struct Case {
    std::string_view text;
    std::size_t line;
  };
  const Case cases[] = {
      {"a = \n", 1},       {"a = 1\nb\n", 2},        {"a = 1\na = 2\n", 2},
      {"a = \"open\n", 1}, {"\xFF = 1\n", 1},        {"[a\n", 1},
      {"[.", 1},           {"x = 1\ny = '\x01'", 2}, {std::string_view("a\0=1", 4), 1},
  };
  for (const Case& c : cases) {
    DiagnosticList complaints;
    EXPECT_FALSE(parse_toml(c.text, "f.toml", complaints)) << c.text;
    const auto diagnostics = complaints.take();
    ASSERT_EQ(diagnostics.size(), 1U) << c.text;
    EXPECT_EQ(diagnostics[0].code, "E101");
    EXPECT_EQ(diagnostics[0].line, c.line) << c.text;
  }
}

TEST(Toml, RefusesNestingOneBeyondTheCap) {
  const auto brackets = [](std::size_t depth) {
    return "a = " + std::string(depth, '[') + std::string(depth, ']');
  };
  const auto dots = [](std::size_t depth) {
    std::string key = "a";
    for (std::size_t i = 0; i < depth; ++i) key += ".a";
    return key + " = 1";
  };
  const std::string cap = fmt::format("nested deeper than {} levels", limits::kMaxTomlDepth);
  for (const auto& nested : {std::function<std::string(std::size_t)>(brackets),
                             std::function<std::string(std::size_t)>(dots)}) {
    EXPECT_EQ(described(nested(limits::kMaxTomlDepth)).find(cap), std::string::npos);
    EXPECT_NE(described(nested(limits::kMaxTomlDepth + 1)).find(cap), std::string::npos);
    EXPECT_NE(described(nested(100000)).find(cap), std::string::npos);
  }
}

TEST(Toml, DoesNotCountBracketsAndDotsInsideStringsAndComments) {
  const std::string many = std::string(100, '[') + std::string(100, '.');
  for (const std::string& text :
       {"a = '" + many + "'", "a = \"\\\"" + many + "\"", "a = '''\n" + many + "'''''",
        "a = \"\"\"\n\\\"\"\"" + many + "\"\"\"\"\"", "# " + many, "a = 1 # " + many}) {
    EXPECT_EQ(described(text).find("error"), std::string::npos) << text;
  }
  // Quotes at the end of a multi-line string do not hide what follows.
  EXPECT_NE(described("a = ['''x'''', " + std::string(100, '[')).find("nested deeper"),
            std::string::npos);
}

TEST(Toml, RefusesCharactersBeyondAsciiWhereTheParserBreaksOnThem) {
  const std::string_view not_toml[] = {"é = 1",
                                       "a = é",
                                       "a = 1é",
                                       "[é]",
                                       "a\xC2\xA0= 1",
                                       "a = 'x'é",
                                       "a = [\xE3\x80\x80 1]",
                                       "a = 7b\"é\"",
                                       "a = 7='é'",
                                       "a = [1, 7[\"é\"]",
                                       "a = {b = 7.\"é\"}",
                                       "a=x\"é"};
  for (const std::string_view text : not_toml) {
    EXPECT_NE(described(text).find("error[E101]"), std::string::npos) << text;
  }
  const std::string_view folds[] = {"a = \"\"\"x \\\n  é\"\"\"", "a = \"\"\"\\é\"\"\"",
                                    "a = \"\"\"\\ é\"\"\"", "a = \"\"\"\\\r\n\n\t é\"\"\""};
  for (const std::string_view text : folds) {
    EXPECT_NE(described(text).find("error[E107]"), std::string::npos) << text;
  }
  const std::string_view fine[] = {"a = 'é'",
                                   "a = \"é\"",
                                   "# é",
                                   "'é' = 1",
                                   "a = '''\né\\ é'''",
                                   "a = \"\"\"x\\\\é \\\n yé\"\"\"",
                                   "a = 1 # é",
                                   "a.'é' = 1",
                                   "a='é'",
                                   "a=[\"é\",'é', ['é']]",
                                   "a = {b='é', \"é\" = 'é'}",
                                   "[a.'é']\nb = 'é'",
                                   "[['é']]\nb = {c=['é', {d = 'é'}], e='é'}",
                                   "a = [1,\n 'é', # x\n 'é']"};
  for (const std::string_view text : fine) {
    EXPECT_EQ(described(text).find("error"), std::string::npos) << described(text);
  }
}

TEST(Toml, RefusesATextOneByteOverTheCap) {
  const std::string fits = "#" + std::string(limits::kMaxTomlBytes - 1, 'x');
  EXPECT_EQ(described(fits), "");
  EXPECT_EQ(described(fits + "x"),
            "f.toml:1:1: error[E105]: the file has 1048577 bytes, the most is 1048576\n");
}

TEST(TomlTable, ReadsWhatIsThereAndLeavesOutWhatIsMissing) {
  DiagnosticList complaints;
  const auto document = parse_toml(
      "s = 'x'\nb = true\nn = 7\nl = ['a', 'b']\nc = 'two'\n[t]\nk = 'v'\n[[u]]\ni = 1\n[[u]]\n",
      "f", complaints);
  ASSERT_TRUE(document);
  TomlTable root(*document, complaints);
  EXPECT_EQ(root.string("s"), "x");
  EXPECT_EQ(root.boolean("b"), true);
  EXPECT_EQ(root.integer("n", 0, 7), 7);
  EXPECT_EQ(root.strings("l"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.choice("c", {"one", "two"}), 1U);
  EXPECT_EQ(root.table("t")->string("k"), "v");
  EXPECT_EQ(root.tables("u").size(), 2U);
  EXPECT_FALSE(root.string("missing"));
  EXPECT_FALSE(root.table("missing"));
  EXPECT_TRUE(root.tables("missing").empty());
  root.report_unknown_keys(Severity::error);
  EXPECT_EQ(rendered(complaints), "");
}

TEST(TomlTable, TellsWhatWasExpectedAndWhatWasFound) {
  DiagnosticList complaints;
  const auto document =
      parse_toml("[sink]\npath = 7\nlevel = 'hihg'\nmode = 99\nnames = ['a', 1]\ncolour = 'red'\n",
                 "c.toml", complaints);
  ASSERT_TRUE(document);
  TomlTable root(*document, complaints);
  TomlTable sink = *root.table("sink");
  EXPECT_FALSE(sink.string("path"));
  EXPECT_FALSE(sink.choice("level", {"low", "high"}));
  EXPECT_FALSE(sink.integer("mode", 0, 98));
  EXPECT_EQ(sink.strings("names"), std::vector<std::string>{"a"});
  EXPECT_FALSE(sink.boolean("color"));
  sink.require("format");
  sink.report_unknown_keys(Severity::error);
  EXPECT_EQ(rendered(complaints),
            "c.toml:1:1: error[E103]: [sink] has no \"format\"\n"
            "    1 | [sink]\n"
            "      | ^^^^^^\n"
            "c.toml:2:8: error[E102]: \"sink.path\" must be a string, not an integer\n"
            "    2 | path = 7\n"
            "      |        ^\n"
            "c.toml:3:9: error[E104]: \"sink.level\" must be one of: low, high\n"
            "    3 | level = 'hihg'\n"
            "      |         ^^^^^^\n"
            "c.toml:4:8: error[E104]: \"sink.mode\" must be from 0 to 98\n"
            "    4 | mode = 99\n"
            "      |        ^^\n"
            "c.toml:5:15: error[E102]: \"sink.names\" must hold only strings, not an integer\n"
            "    5 | names = ['a', 1]\n"
            "      |               ^\n"
            "c.toml:6:1: error[E106]: unknown key \"sink.colour\"\n"
            "    6 | colour = 'red'\n"
            "      | ^^^^^^\n"
            "      = hint: did you mean \"color\"?\n");
}

TEST(TomlTable, ReadsTimesAndSizesWithinTheirBounds) {
  DiagnosticList complaints;
  const auto document = parse_toml(
      "a = '90s'\nb = '64MB'\nc = 4096\nd = '2h'\ne = 'soon'\nf = '1kB'\ng = 10001\nh = 1.5\n", "f",
      complaints);
  ASSERT_TRUE(document);
  TomlTable root(*document, complaints);
  EXPECT_EQ(root.duration("a", 0, 90'000), 90'000);
  EXPECT_EQ(root.bytes("b", 0, 64'000'000), 64'000'000);
  EXPECT_EQ(root.bytes("c", 0, 4096), 4096);
  EXPECT_FALSE(root.duration("missing", 0, 1));
  EXPECT_FALSE(root.bytes("missing", 0, 1));
  EXPECT_EQ(rendered(complaints), "");
  EXPECT_FALSE(root.duration("d", 0, 3'600'000));
  EXPECT_FALSE(root.duration("e", 1000, 3'600'000));
  EXPECT_FALSE(root.bytes("f", 4096, 10'000));
  EXPECT_FALSE(root.bytes("g", 4096, 10'000));
  EXPECT_FALSE(root.bytes("h", 4096, 10'000));
  EXPECT_EQ(rendered(complaints),
            "f:4:5: error[E104]: \"d\" must be a time from 0 to 1h\n"
            "    4 | d = '2h'\n"
            "      |     ^^^^\n"
            "f:5:5: error[E104]: \"e\" must be a time from 1s to 1h\n"
            "    5 | e = 'soon'\n"
            "      |     ^^^^^^\n"
            "      = hint: a whole number and a unit: ms, s, m, h, d\n"
            "f:6:5: error[E104]: \"f\" must be a size from 4KiB to 10kB\n"
            "    6 | f = '1kB'\n"
            "      |     ^^^^^\n"
            "f:7:5: error[E104]: \"g\" must be from 4096 to 10000\n"
            "    7 | g = 10001\n"
            "      |     ^^^^^\n"
            "f:8:5: error[E102]: \"h\" must be a string, not a decimal number\n"
            "    8 | h = 1.5\n"
            "      |     ^^^\n");
}

TEST(TomlTable, CountsComplaintsOverTheCapInsteadOfKeepingThem) {
  std::string text;
  for (std::size_t i = 0; i < limits::kMaxDiagnosticsPerFile + 2; ++i) {
    text += fmt::format("key{} = 1\n", i);
  }
  DiagnosticList complaints;
  const auto document = parse_toml(text, "c.toml", complaints);
  ASSERT_TRUE(document);
  TomlTable(*document, complaints).report_unknown_keys(Severity::warning);
  EXPECT_FALSE(complaints.has_errors());
  const auto diagnostics = complaints.take();
  ASSERT_EQ(diagnostics.size(), limits::kMaxDiagnosticsPerFile + 1);
  EXPECT_EQ(render(diagnostics.back()), "c.toml: warning: 2 more not shown\n");
}

}  // namespace
}  // namespace ak
