#include "support/eql/naive_evaluator.h"

#include <cctype>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "event/schema.h"

namespace ak::test {
namespace {

using eql::Ast;
using eql::Node;
using eql::NodeKind;
using eql::Operator;

// A date is a string here ("2026-11-22T…Z" as an event prints it), an IP address text.
using Scalar = std::variant<bool, long double, std::string>;

std::vector<Scalar> values_of(const Node& field, const Event& event) {
  const std::optional<Field> known = find_field(field.text);
  const Value* value = known ? event.find(*known) : nullptr;
  if (value == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(value)) return {Scalar(*text)};
  if (const auto* flag = std::get_if<bool>(value)) return {Scalar(*flag)};
  if (const auto* number = std::get_if<std::int64_t>(value)) {
    if (field_info(*known).type == FieldType::date) return {Scalar(format_time(*number))};
    return {Scalar(static_cast<long double>(*number))};
  }
  std::vector<Scalar> all;
  for (const std::string& text : std::get<Strings>(*value)) all.emplace_back(text);
  return all;
}

Scalar scalar_of(const Node& literal) {
  if (literal.kind == NodeKind::boolean) return literal.boolean;
  if (literal.kind == NodeKind::integer) return static_cast<long double>(literal.integer);
  if (literal.kind == NodeKind::decimal) return static_cast<long double>(literal.decimal);
  return literal.text;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

template <typename T>
bool holds(Operator op, const T& a, const T& b) {
  if (op == Operator::less) return a < b;
  if (op == Operator::less_equal) return a <= b;
  if (op == Operator::greater) return a > b;
  if (op == Operator::greater_equal) return a >= b;
  return a == b;
}

// One value with one literal. Generated literals that stand for numbers in text are whole.
bool holds(Operator op, const Scalar& value, const Node& literal) {
  const Scalar other = scalar_of(literal);
  const auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && std::holds_alternative<long double>(other)) {
    if (op == Operator::equal) return *text == std::to_string(literal.integer);
    std::size_t used = 0;
    try {
      const long double number = std::stoll(*text, &used);
      return used == text->size() && holds(op, number, std::get<long double>(other));
    } catch (const std::logic_error&) {
      return false;
    }
  }
  if (std::holds_alternative<long double>(value) && std::holds_alternative<std::string>(other)) {
    return holds(op, std::get<long double>(value),
                 static_cast<long double>(std::stoll(std::get<std::string>(other))));
  }
  return value.index() == other.index() && holds(op, value, other);
}

// A text in characters: UTF-8 ones, by their first byte. Generated texts are valid.
std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> all;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (continues && !all.empty()) {
      all.back() += c;
    } else {
      all.emplace_back(1, c);
    }
  }
  return all;
}

bool like(const std::vector<std::string>& pattern, std::size_t p,
          const std::vector<std::string>& text, std::size_t t) {
  if (p == pattern.size()) return t == text.size();
  if (pattern[p] == "*") {
    for (std::size_t end = t; end <= text.size(); ++end)
      if (like(pattern, p + 1, text, end)) return true;
    return false;
  }
  if (t == text.size()) return false;
  return (pattern[p] == "?" || pattern[p] == text[t]) && like(pattern, p + 1, text, t + 1);
}

bool like(std::string pattern, std::string text, bool ignore_case) {
  if (ignore_case) {
    pattern = lower(pattern);
    text = lower(text);
  }
  return like(characters(pattern), 0, characters(text), 0);
}

class Walker {
 public:
  Walker(const Ast& ast, const Event& event) : ast_(ast), event_(event) {}

  bool holds_at(const Node& node) const {
    switch (node.kind) {
      case NodeKind::boolean:
        return node.boolean;
      case NodeKind::field:
        return any(node, [](const Scalar& v) { return std::get<bool>(v); });
      case NodeKind::negation:
        return !holds_at(ast_.child(node, 0));
      case NodeKind::conjunction: {
        bool all = true;
        for (const auto child : node.children) all = holds_at(ast_.at(child)) && all;
        return all;
      }
      case NodeKind::disjunction: {
        bool some = false;
        for (const auto child : node.children) some = holds_at(ast_.at(child)) || some;
        return some;
      }
      case NodeKind::comparison:
        return comparison(node);
      case NodeKind::membership:
      case NodeKind::match:
        return listed(node) != node.negated;
      default:
        throw std::logic_error("not a condition");
    }
  }

 private:
  bool any(const Node& field, const std::function<bool(const Scalar&)>& wanted) const {
    for (const Scalar& value : values_of(field, event_))
      if (wanted(value)) return true;
    return false;
  }

  bool comparison(const Node& node) const {
    const Node& field = ast_.child(node, 0);
    const Node& literal = ast_.child(node, 1);
    if (literal.kind == NodeKind::null)
      return values_of(field, event_).empty() == (node.op == Operator::equal);
    if (node.op == Operator::not_equal)
      return !any(field, [&](const Scalar& v) { return holds(Operator::equal, v, literal); });
    return any(field, [&](const Scalar& v) { return holds(node.op, v, literal); });
  }

  bool listed(const Node& node) const {
    return any(ast_.child(node, 0), [&](const Scalar& value) {
      for (std::size_t i = 1; i < node.children.size(); ++i)
        if (holds_one(node, value, ast_.child(node, i))) return true;
      return false;
    });
  }

  static bool holds_one(const Node& node, const Scalar& value, const Node& literal) {
    const auto* text = std::get_if<std::string>(&value);
    if (node.kind == NodeKind::match)
      return text != nullptr && like(literal.text, *text, node.ignore_case);
    if (node.ignore_case && text != nullptr && literal.kind == NodeKind::string)
      return lower(*text) == lower(literal.text);
    return holds(Operator::equal, value, literal);
  }

  const Ast& ast_;
  const Event& event_;
};

}  // namespace

bool naive_matches(const Ast& ast, const Event& event) {
  const std::string& category = ast.filter.category;
  bool has_category = category.empty();
  if (const Strings* categories = event.strings(Field::event_category))
    for (const std::string& one : *categories) has_category = has_category || one == category;
  return has_category && Walker(ast, event).holds_at(ast.at(ast.filter.condition));
}

}  // namespace ak::test
