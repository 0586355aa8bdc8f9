#include "support/eql/naive_evaluator.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "event/schema.h"
#include "support/eql/naive_regex.h"

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

bool regex(std::string expression, std::string text, bool ignore_case) {
  if (ignore_case) {
    expression = lower(expression);
    text = lower(text);
  }
  return naive_regex(characters(expression), characters(text));
}

// Null is no scalar.
using Computed = std::optional<Scalar>;

std::string joined(const std::vector<std::string>& parts, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) out += parts[i];
  return out;
}

std::string text_of(const Scalar& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<long double>(&value))
    return std::to_string(static_cast<long long>(*number));
  return std::get<std::string>(value);
}

// Generated operands are whole and small.
Computed naive_arithmetic(const std::string& name, long double a, long double b) {
  if (name == "add" || name == "+") return a + b;
  if (name == "subtract" || name == "-") return a - b;
  if (name == "multiply" || name == "*") return a * b;
  if (b == 0) return std::nullopt;
  if (name == "divide" || name == "/") return std::trunc(a / b);
  return std::fmod(a, b);
}

Computed naive_substring(const std::string& text, const std::vector<Scalar>& arguments) {
  const std::vector<std::string> all = characters(text);
  const auto position = [&](std::size_t i) {
    long double at = arguments.size() > i ? std::get<long double>(arguments[i])
                                          : static_cast<long double>(all.size());
    if (at < 0) at += static_cast<long double>(all.size());
    at = std::min(std::max(at, 0.0L), static_cast<long double>(all.size()));
    return static_cast<std::size_t>(at);
  };
  return Scalar(joined(all, position(1), std::max(position(1), position(2))));
}

Computed naive_number(const std::string& text) {
  std::size_t used = 0;
  try {
    const long double value = std::stoll(text, &used);
    return used == text.size() ? Computed(value) : std::nullopt;
  } catch (const std::logic_error&) {
    return std::nullopt;
  }
}

Computed naive_call(const std::string& name, bool ignore_case, std::vector<Scalar> arguments) {
  if (name == "string") return Scalar(text_of(arguments[0]));
  if (name == "concat") {
    std::string all;
    for (const Scalar& argument : arguments) all += text_of(argument);
    return Scalar(all);
  }
  if (!std::holds_alternative<std::string>(arguments[0])) {
    return naive_arithmetic(name, std::get<long double>(arguments[0]),
                            std::get<long double>(arguments[1]));
  }
  const std::string text = std::get<std::string>(arguments[0]);
  if (name == "length") return Scalar(static_cast<long double>(characters(text).size()));
  if (name == "number") return naive_number(text);
  if (name == "substring") return naive_substring(text, arguments);
  const std::string part = std::get<std::string>(arguments[1]);
  const std::string folded = ignore_case ? lower(text) : text;
  const std::string sought = ignore_case ? lower(part) : part;
  const std::size_t found = folded.find(sought);
  if (name == "stringContains") return Scalar(found != std::string::npos);
  if (name == "startsWith") return Scalar(found == 0);
  if (name == "endsWith") {
    return Scalar(folded.size() >= sought.size() &&
                  folded.substr(folded.size() - sought.size()) == sought);
  }
  if (name == "indexOf") {
    if (found == std::string::npos) return std::nullopt;
    return Scalar(static_cast<long double>(characters(text.substr(0, found)).size()));
  }
  throw std::logic_error("not a function: " + name);
}

class Walker {
 public:
  Walker(const Ast& ast, const Event& event) : ast_(ast), event_(event) {}

  bool holds_at(const Node& node) const {
    switch (node.kind) {
      case NodeKind::boolean:
        return node.boolean;
      case NodeKind::field:
      case NodeKind::call:
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
  // The several-valued field that the node names, if any.
  const Node* varying_in(const Node& node) const {
    if (node.kind == NodeKind::field) {
      const std::optional<Field> field = find_field(node.text);
      return field && field_info(*field).many ? &node : nullptr;
    }
    for (const auto child : node.children)
      if (const Node* found = varying_in(ast_.at(child))) return found;
    return nullptr;
  }

  // `element` stands for the several-valued field.
  Computed compute(const Node& node, const Computed& element) const {
    if (node.kind == NodeKind::null) return std::nullopt;
    if (eql::is_literal(node.kind)) return scalar_of(node);
    if (node.kind == NodeKind::field) {
      if (varying_in(node) != nullptr) return element;
      const std::vector<Scalar> values = values_of(node, event_);
      return values.empty() ? Computed() : Computed(values[0]);
    }
    std::vector<Scalar> arguments;
    for (const auto child : node.children) {
      const Computed argument = compute(ast_.at(child), element);
      if (!argument) return std::nullopt;
      arguments.push_back(*argument);
    }
    if (node.kind == NodeKind::minus) return -std::get<long double>(arguments[0]);
    if (node.kind == NodeKind::arithmetic) {
      return naive_arithmetic(std::string(spelling(node.op)), std::get<long double>(arguments[0]),
                              std::get<long double>(arguments[1]));
    }
    return naive_call(node.text, node.ignore_case, arguments);
  }

  // For each value of the several-valued field, or once where there is none.
  std::vector<Computed> elements_for(const Node& node) const {
    std::vector<Computed> elements;
    if (const Node* varying = varying_in(node))
      for (const Scalar& value : values_of(*varying, event_)) elements.emplace_back(value);
    if (elements.empty()) elements.emplace_back();
    return elements;
  }

  bool any(const Node& node, const std::function<bool(const Scalar&)>& wanted) const {
    for (const Computed& element : elements_for(node)) {
      const Computed value = compute(node, element);
      if (value && wanted(*value)) return true;
    }
    return false;
  }

  bool comparison(const Node& node) const {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    if (right.kind == NodeKind::null)
      return any(left, [](const Scalar&) { return true; }) != (node.op == Operator::equal);
    const bool is_negated = node.op == Operator::not_equal;
    const Operator op = is_negated ? Operator::equal : node.op;
    if (eql::is_literal(right.kind))
      return any(left, [&](const Scalar& v) { return holds(op, v, right); }) != is_negated;
    bool some = false;
    for (const Computed& element : elements_for(node)) {
      const Computed a = compute(left, element);
      const Computed b = compute(right, element);
      some = some || (a && b && a->index() == b->index() && holds(op, *a, *b));
    }
    return some != is_negated;
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
    if (node.op == Operator::regex)
      return text != nullptr && regex(literal.text, *text, node.ignore_case);
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
