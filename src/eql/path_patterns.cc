#include "eql/path_patterns.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace ak::eql {
namespace {

bool has_certain_top(std::string_view path) {
  if (path.empty() || path.front() != '/') return false;
  const std::string_view top = path.substr(1, path.find('/', 1) - 1);
  return !top.empty() && top.size() + 1 < path.size() && top.find('*') == std::string_view::npos;
}

void add(std::string pattern, std::set<std::string>& found) {
  std::replace(pattern.begin(), pattern.end(), '?', '*');
  if (has_certain_top(pattern)) found.insert(std::move(pattern));
}

void collect(const Test& test, std::set<std::string>& found) {
  const bool is_text = test.kind == TestKind::one_of || test.kind == TestKind::like_one_of;
  if (!is_text || test.subject) return;
  for (const std::string& text : test.texts) {
    if (test.field == Field::file_path || test.field == Field::file_original_path) {
      add(text, found);
    } else if (test.field == Field::file_directory) {
      add(text + "/*", found);
    }
  }
}

// What is denied names files that the query is not about.
void collect(const Condition& condition, std::set<std::string>& found) {
  if (condition.kind == ConditionKind::test) collect(condition.test, found);
  if (condition.kind == ConditionKind::negation) return;
  for (const Condition& operand : condition.operands) collect(operand, found);
}

}  // namespace

std::vector<std::string> path_patterns(const CheckedQuery& query) {
  std::set<std::string> found;
  if (!query.sequence) collect(query.filter.condition, found);
  if (query.sequence) {
    for (const CheckedItem& item : query.sequence->items) collect(item.filter.condition, found);
  }
  return {found.begin(), found.end()};
}

}  // namespace ak::eql
