#include "base/diagnostic.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

Diagnostic at(std::size_t line, std::size_t column, std::size_t width, std::string source) {
  Diagnostic d;
  d.file = "my.toml";
  d.line = line;
  d.column = column;
  d.width = width;
  d.code = "E012";
  d.message = "unknown field \"proces.name\"";
  d.source_line = std::move(source);
  return d;
}

TEST(Diagnostic, ShowsPlaceSourceCaretAndHint) {
  Diagnostic d = at(12, 15, 11, "process where proces.name == \"x\"");
  d.hint = "did you mean \"process.name\"?";
  EXPECT_EQ(render(d),
            "my.toml:12:15: error[E012]: unknown field \"proces.name\"\n"
            "   12 | process where proces.name == \"x\"\n"
            "      |               ^^^^^^^^^^^\n"
            "      = hint: did you mean \"process.name\"?\n");
}

TEST(Diagnostic, WithoutALineSpeaksOfTheWholeFile) {
  Diagnostic d;
  d.file = "config.toml";
  d.severity = Severity::warning;
  d.message = "is empty";
  EXPECT_EQ(render(d), "config.toml: warning: is empty\n");
}

TEST(Diagnostic, CannotDriveATerminal) {
  const std::string shown = render(at(1, 3, 1, "a\x1B[2Jb\tc"));
  EXPECT_EQ(shown.find('\x1B'), std::string::npos);
  EXPECT_EQ(shown.find('\t'), std::string::npos);
}

TEST(Diagnostic, CutsALongLineAroundTheCaret) {
  const std::string source = std::string(5000, 'x') + "HERE" + std::string(5000, 'y');
  const std::string shown = render(at(1, 5001, 4, source));
  EXPECT_LT(shown.size(), 600U);
  const std::size_t here = shown.find("HERE");
  ASSERT_NE(here, std::string::npos);
  const std::size_t caret = shown.find("^^^^\n");
  ASSERT_NE(caret, std::string::npos);
  const auto column = [&](std::size_t offset) { return offset - shown.rfind('\n', offset); };
  EXPECT_EQ(column(here), column(caret));
}

TEST(Diagnostic, KeepsTheCaretInsideTheLine) {
  EXPECT_NE(render(at(1, 400, 90, "short")).find("|      ^\n"), std::string::npos);
}

TEST(Diagnostic, FindsALineOfAText) {
  const char* text = "one\r\ntwo\n\nfour";
  EXPECT_EQ(line_of(text, 1), "one");
  EXPECT_EQ(line_of(text, 3), "");
  EXPECT_EQ(line_of(text, 4), "four");
  EXPECT_EQ(line_of(text, 5), "");
}

}  // namespace
}  // namespace ak
