// Every complaint of the compiler, as a user reads it: errors.golden holds queries and the whole
// rendered text, kuery.golden those in Kibana's query language. AK_REWRITE_GOLDEN=1 writes what
// comes out now into them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "eql/errors.h"
#include "eql/kuery.h"
#include "eql/query.h"

namespace ak::eql {
namespace {

using Compile = Compilation (*)(std::string_view text);

constexpr std::string_view kPath = AK_SOURCE_DIR "/tests/eql/errors.golden";
constexpr std::string_view kKueryPath = AK_SOURCE_DIR "/tests/eql/kuery.golden";
constexpr std::string_view kTitle = "=== ";
constexpr std::string_view kRule = "---\n";

struct Entry {
  std::string title;
  std::string query;
  std::string expected;
};

std::string read_file(std::string_view path) {
  std::ifstream file{std::string(path), std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// `=== TITLE`, the query's lines, `---`, what is rendered; then the next.
std::vector<Entry> read_entries(std::string_view path) {
  std::vector<Entry> entries;
  std::istringstream lines(read_file(path));
  std::string line;
  bool in_query = false;
  while (std::getline(lines, line)) {
    if (line.rfind(kTitle, 0) == 0) {
      entries.push_back({line.substr(kTitle.size()), "", ""});
      in_query = true;
    } else if (in_query && line + '\n' == kRule) {
      in_query = false;
    } else {
      (in_query ? entries.back().query : entries.back().expected) += line + '\n';
    }
  }
  for (Entry& entry : entries) entry.query.pop_back();  // the last newline is the file's
  return entries;
}

// {{N*text}} stands for `text` N times, {{byte N}} for the byte N.
std::string expand(std::string query) {
  for (std::size_t at = 0; (at = query.find("{{", at)) != std::string::npos;) {
    const std::size_t end = query.find("}}", at);
    const std::string macro = query.substr(at + 2, end - at - 2);
    std::string text;
    if (macro.rfind("byte ", 0) == 0) {
      text += static_cast<char>(std::stoi(macro.substr(5)));
    } else {
      const std::size_t star = macro.find('*');
      for (int i = std::stoi(macro.substr(0, star)); i > 0; --i) text += macro.substr(star + 1);
    }
    query.replace(at, end + 2 - at, text);
    at += text.size();
  }
  return query;
}

std::string render_findings(Compile compile_query, const std::string& query) {
  std::string text;
  for (const Finding& finding : compile_query(query).findings) {
    const std::string_view before = std::string_view(query).substr(0, finding.offset);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    Diagnostic diagnostic;
    diagnostic.file = "query";
    diagnostic.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    diagnostic.column = finding.offset - line_begin + 1;
    diagnostic.width = finding.width;
    diagnostic.severity = finding.severity;
    diagnostic.code = finding.code;
    diagnostic.message = finding.message;
    diagnostic.hint = finding.hint;
    diagnostic.source_line = line_of(query, diagnostic.line);
    text += render(diagnostic);
  }
  return to_utf8(text);
}

bool wants_rewrite() {
  return std::getenv("AK_REWRITE_GOLDEN") != nullptr;
}

void expect_as_recorded(std::string_view path, Compile compile_query) {
  const std::vector<Entry> entries = read_entries(path);
  ASSERT_FALSE(entries.empty());
  std::string rewritten;
  for (const Entry& entry : entries) {
    const std::string rendered = render_findings(compile_query, expand(entry.query));
    rewritten += std::string(kTitle) + entry.title + '\n' + entry.query + '\n';
    rewritten += std::string(kRule) + rendered;
    if (!wants_rewrite()) {
      EXPECT_EQ(rendered, entry.expected) << entry.title;
    }
  }
  if (wants_rewrite()) std::ofstream(std::string(path), std::ios::binary) << rewritten;
}

TEST(Golden, EveryComplaintIsRenderedAsRecorded) {
  expect_as_recorded(kPath, compile);
}

TEST(Golden, EveryComplaintAboutKueryIsRenderedAsRecorded) {
  expect_as_recorded(kKueryPath, compile_kuery);
}

TEST(Golden, EveryCodeIsShown) {
  const std::string goldens = read_file(kPath) + read_file(kKueryPath);
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    const auto code = static_cast<Code>(i);
    const std::string shown = "[" + std::string(code_info(code).id) + "]: ";
    EXPECT_NE(goldens.find(shown), std::string::npos) << shown;
  }
}

TEST(Catalogue, CodesAreUniqueAndSayTheirSeverity) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    const CodeInfo& info = code_info(static_cast<Code>(i));
    EXPECT_TRUE(ids.insert(info.id).second) << info.id;
    EXPECT_EQ(info.id[0], info.severity == Severity::error ? 'E' : 'W') << info.id;
    EXPECT_EQ(info.id.size(), 4U) << info.id;
  }
}

TEST(Catalogue, EveryCodeIsExplainedInTheDocumentation) {
  const std::string document = read_file(AK_SOURCE_DIR "/docs/errors.md");
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    const CodeInfo& info = code_info(static_cast<Code>(i));
    const std::string heading = "\n### " + std::string(info.id) + " ";
    EXPECT_NE(document.find(heading), std::string::npos) << info.id;
  }
}

}  // namespace
}  // namespace ak::eql
