// Queries on events, from the tables in tests/eql/cases, and in tests/eql/kuery in Kibana's query
// language. A table's lines:
//   event NAME              begins an event; its fields follow, two blanks in
//     FIELD = VALUE         "text", 12, true, or ["a", "b"]
//   yes NAME  QUERY         the query matches the event
//   no NAME  QUERY          it does not
//   # …                     a comment
// Every query compiles; warnings are no matter here.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "eql/date.h"
#include "eql/kuery.h"
#include "eql/lexer.h"
#include "eql/query.h"

namespace ak::eql {
namespace {

Value value_of(Field field, std::string_view text) {
  Findings findings;
  const std::vector<Token> tokens = lex(text, findings);
  const Token& first = tokens[0];
  if (first.kind == TokenKind::open_bracket) {
    Strings texts;
    for (const Token& token : tokens)
      if (token.kind == TokenKind::string) texts.push_back(token.text);
    return texts;
  }
  if (field_info(field).type == FieldType::date) return parse_date(first.text).value();
  if (first.kind == TokenKind::string) return first.text;
  if (first.kind == TokenKind::minus) return -tokens[1].integer;
  if (first.kind == TokenKind::integer) return first.integer;
  return first.kind == TokenKind::true_word;
}

// The first word of `line`, which is taken off it with the blanks after it.
std::string take_word(std::string& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  std::string word = line.substr(0, end);
  line.erase(0, std::min(line.find_first_not_of(' ', end), line.size()));
  return word;
}

class Table {
 public:
  explicit Table(const std::filesystem::path& path)
      : compile_(path.parent_path().filename() == "kuery" ? compile_kuery : compile) {
    std::ifstream file(path);
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number)
      run(line, path.filename().string() + ":" + std::to_string(number));
  }

  [[nodiscard]] std::size_t cases() const { return cases_; }

 private:
  void run(std::string line, const std::string& place) {
    if (line.empty() || line[0] == '#') return;
    if (line.rfind("  ", 0) == 0) return set_field(line.substr(2), place);
    const std::string verb = take_word(line);
    const std::string event = take_word(line);
    if (verb == "event") {
      current_ = &events_[event];
      return;
    }
    ASSERT_TRUE(verb == "yes" || verb == "no") << place;
    ASSERT_EQ(events_.count(event), 1U) << place;
    ++cases_;
    const Compilation compilation = compile_(line);
    ASSERT_TRUE(compilation.query) << place << ": " << compilation.findings[0].message;
    EXPECT_EQ(compilation.query->matches(events_[event]), verb == "yes") << place << ": " << line;
  }

  void set_field(std::string line, const std::string& place) {
    const std::string name = take_word(line);
    const std::optional<Field> field = find_field(name);
    ASSERT_TRUE(field.has_value()) << place << ": " << name;
    ASSERT_EQ(take_word(line), "=") << place;
    current_->set(*field, value_of(*field, line));
  }

  Compilation (*compile_)(std::string_view text);
  std::map<std::string, Event> events_;
  Event* current_ = nullptr;
  std::size_t cases_ = 0;
};

class Cases : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Cases, AnswerAsTheTableSays) {
  EXPECT_GT(Table(GetParam()).cases(), 0U);
}

std::vector<std::filesystem::path> tables() {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {AK_SOURCE_DIR "/tests/eql/cases", AK_SOURCE_DIR "/tests/eql/kuery"})
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".cases") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

INSTANTIATE_TEST_SUITE_P(Eql, Cases, testing::ValuesIn(tables()), [](const auto& param) {
  const std::filesystem::path& path = param.param;
  const bool is_kuery = path.parent_path().filename() == "kuery";
  return (is_kuery ? "kuery_" : "") + path.stem().string();
});

}  // namespace
}  // namespace ak::eql
