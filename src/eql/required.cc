#include "eql/required.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace ak::eql {
namespace {

// A test that only a few texts of a field can pass.
std::optional<RequiredText> required_by(const Test& test) {
  if (test.subject) return std::nullopt;
  const bool is_literal_list =
      test.kind == TestKind::one_of ||
      (test.kind == TestKind::like_one_of &&
       std::none_of(test.texts.begin(), test.texts.end(), [](std::string_view text) {
         return text.find_first_of("*?") != std::string_view::npos;
       }));
  if (!is_literal_list) return std::nullopt;
  return RequiredText{test.field, test.ignore_case, test.texts};
}

// One of several tests, each of which requires a text of the same field.
std::optional<RequiredText> required_by_any(const std::vector<Condition>& operands) {
  std::optional<RequiredText> all;
  for (const Condition& operand : operands) {
    if (operand.kind != ConditionKind::test) return std::nullopt;
    std::optional<RequiredText> one = required_by(operand.test);
    if (!one) return std::nullopt;
    if (!all) {
      all = std::move(one);
      continue;
    }
    if (one->field != all->field) return std::nullopt;
    all->ignore_case = all->ignore_case || one->ignore_case;
    all->texts.insert(all->texts.end(), one->texts.begin(), one->texts.end());
  }
  return all;
}

void collect(const Condition& condition, std::map<Field, RequiredText>& required) {
  if (condition.kind == ConditionKind::all) {
    for (const Condition& operand : condition.operands) collect(operand, required);
    return;
  }
  std::optional<RequiredText> found;
  if (condition.kind == ConditionKind::test) found = required_by(condition.test);
  if (condition.kind == ConditionKind::any) found = required_by_any(condition.operands);
  if (!found) return;
  const auto held = required.find(found->field);
  if (held == required.end() || held->second.texts.size() > found->texts.size())
    required.insert_or_assign(found->field, std::move(*found));
}

}  // namespace

std::vector<RequiredText> required_texts(const Condition& condition) {
  std::map<Field, RequiredText> by_field;
  collect(condition, by_field);
  std::vector<RequiredText> required;
  required.reserve(by_field.size());
  for (auto& [field, texts] : by_field) required.push_back(std::move(texts));
  return required;
}

}  // namespace ak::eql
