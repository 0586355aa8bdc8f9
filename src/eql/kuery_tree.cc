#include "eql/kuery_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "eql/pattern.h"
#include "event/schema.h"

namespace ak::eql {
namespace {

// Nothing for a field that no event has: the checker reports or warns of it.
std::optional<FieldType> type_of(const std::string& name) {
  const std::optional<Field> field = find_field(name);
  if (!field) return std::nullopt;
  return field_info(*field).type;
}

bool is_anything(const KueryToken& value) {
  return !value.text.empty() && value.wildcards.size() == value.text.size();
}

// EQL's patterns have no escape: one with '?', or with a '*' that means itself, is written as a
// regular expression.
bool is_pattern(const KueryToken& value) {
  const auto stars = std::count(value.text.begin(), value.text.end(), '*');
  return static_cast<std::size_t>(stars) == value.wildcards.size() &&
         value.text.find('?') == std::string::npos;
}

std::string regex_of(const KueryToken& value) {
  std::string regex;
  auto wildcard = value.wildcards.begin();
  for (std::size_t at = 0; at < value.text.size(); ++at) {
    const char c = value.text[at];
    if (wildcard != value.wildcards.end() && *wildcard == at) {
      regex += ".*";
      ++wildcard;
    } else {
      if (std::string_view(".?+*|{}[]()\"\\#@&<>~^$-").find(c) != std::string_view::npos)
        regex += '\\';
      regex += c;
    }
  }
  return regex;
}

bool is_cidr(const KueryToken& value) {
  return value.text.find('/') != std::string::npos;
}

}  // namespace

// A list's values by the operator that each needs.
struct KueryTree::Values {
  std::vector<const KueryToken*> exact, blocks, patterns, regexes;
  bool anything = false;
};

KueryTree::KueryTree(Findings& findings) : findings_(findings) {
  ast_.nodes.emplace_back();  // kInvalid
}

NodeId KueryTree::add(Node node) {
  if (is_full_) return kInvalid;
  if (ast_.nodes.size() > limits::kMaxQueryNodes) {
    findings_.add(Code::too_large, node.span, {std::to_string(limits::kMaxQueryNodes)});
    is_full_ = true;
    return kInvalid;
  }
  std::size_t height = 0;
  for (const NodeId child : node.children)
    height = std::max<std::size_t>(height, ast_.nodes[child].height);
  node.height = static_cast<std::uint16_t>(height + 1);
  ast_.nodes.push_back(std::move(node));
  return static_cast<NodeId>(ast_.nodes.size() - 1);
}

NodeId KueryTree::add_text(NodeKind kind, std::string text, Span span) {
  Node node;
  node.kind = kind;
  node.text = std::move(text);
  node.span = span;
  return add(std::move(node));
}

NodeId KueryTree::add_field(const std::string& name, Span span) {
  return add_text(NodeKind::field, name, span);
}

KueryField KueryTree::field(const KueryToken& name) {
  KueryField field;
  field.span = name.span;
  if (name.wildcards.empty()) {
    field.names.push_back(name.text);
    return field;
  }
  const Pattern pattern(name.text, false);
  for (const std::string_view known : field_names()) {
    if (!pattern.matches(known)) continue;
    const bool is_text = type_of(std::string(known)) == FieldType::keyword;
    (is_text ? field.names : field.other_names).emplace_back(known);
  }
  if (!field.names.empty() || !field.other_names.empty()) return field;
  if (is_never_present(name.text)) {
    field.names.push_back(name.text);
  } else {
    findings_.add(Code::unknown_field, name.span, {name.text}, "no field has such a name");
  }
  return field;
}

NodeId KueryTree::join(NodeKind kind, const std::vector<NodeId>& operands) {
  Node node;
  node.kind = kind;
  for (const NodeId operand : operands) {
    if (operand == kInvalid) continue;
    const Node& child = ast_.nodes[operand];
    if (child.kind == kind) {
      node.children.insert(node.children.end(), child.children.begin(), child.children.end());
    } else {
      node.children.push_back(operand);
    }
  }
  if (node.children.empty()) return kInvalid;
  if (node.children.size() == 1) return node.children[0];
  node.span = ast_.nodes[node.children.front()].span;
  return add(std::move(node));
}

NodeId KueryTree::negation(NodeId operand, Span keyword) {
  if (operand == kInvalid) return kInvalid;
  Node node;
  node.kind = NodeKind::negation;
  node.span = keyword;
  node.children = {operand};
  return add(std::move(node));
}

NodeId KueryTree::exists(const KueryField& field) {
  std::vector<NodeId> tests;
  for (const std::vector<std::string>* names : {&field.names, &field.other_names}) {
    for (const std::string& name : *names) {
      Node node;
      node.kind = NodeKind::comparison;
      node.op = Operator::not_equal;
      node.span = field.span;
      node.children = {add_field(name, field.span), add_text(NodeKind::null, "", field.span)};
      tests.push_back(add(std::move(node)));
    }
  }
  return join(NodeKind::disjunction, tests);
}

KueryTree::Values KueryTree::sort(const KueryField& field,
                                  const std::vector<const KueryToken*>& values) {
  const bool is_single = field.names.size() == 1;
  const std::optional<FieldType> type = is_single ? type_of(field.names[0]) : FieldType::keyword;
  Values sorted;
  for (const KueryToken* value : values) {
    if (is_anything(*value)) {
      sorted.anything = true;
    } else if (type && *type != FieldType::keyword && !value->wildcards.empty()) {
      findings_.add(Code::wildcard_type, value->span, {field.names[0], type_name(*type)});
    } else if (type == FieldType::ip && is_cidr(*value)) {
      sorted.blocks.push_back(value);
    } else if (value->wildcards.empty()) {
      sorted.exact.push_back(value);
    } else {
      (is_pattern(*value) ? sorted.patterns : sorted.regexes).push_back(value);
    }
  }
  return sorted;
}

// A boolean field is compared with a boolean, every other with a string: the checker makes of it
// what the field holds.
NodeId KueryTree::literal(const std::string& field, Operator op, const KueryToken& value) {
  if (op == Operator::regex) return add_text(NodeKind::string, regex_of(value), value.span);
  if (type_of(field) != FieldType::boolean || (value.text != "true" && value.text != "false"))
    return add_text(NodeKind::string, value.text, value.span);
  Node node;
  node.kind = NodeKind::boolean;
  node.boolean = value.text == "true";
  node.span = value.span;
  return add(std::move(node));
}

NodeId KueryTree::list(NodeKind kind, Operator op, const std::string& name, Span span,
                       const std::vector<const KueryToken*>& values) {
  Node node;
  node.kind = kind;
  node.op = op;
  node.span = cover(span, values.back()->span);
  if (kind == NodeKind::call) node.text = "cidrMatch";
  node.children.push_back(add_field(name, span));
  for (const KueryToken* value : values) node.children.push_back(literal(name, op, *value));
  return add(std::move(node));
}

void KueryTree::add_tests(const std::string& name, Span span, const Values& values,
                          std::vector<NodeId>& tests) {
  if (values.exact.size() == 1) {
    tests.push_back(list(NodeKind::comparison, Operator::equal, name, span, values.exact));
  } else if (!values.exact.empty()) {
    tests.push_back(list(NodeKind::membership, Operator::in, name, span, values.exact));
  }
  if (!values.patterns.empty())
    tests.push_back(list(NodeKind::match, Operator::like, name, span, values.patterns));
  if (!values.regexes.empty())
    tests.push_back(list(NodeKind::match, Operator::regex, name, span, values.regexes));
  if (!values.blocks.empty())
    tests.push_back(list(NodeKind::call, Operator::none, name, span, values.blocks));
}

NodeId KueryTree::one_of(const KueryField& field, const std::vector<const KueryToken*>& values) {
  const Values sorted = sort(field, values);
  if (sorted.anything) return exists(field);
  std::vector<NodeId> tests;
  for (const std::string& name : field.names) add_tests(name, field.span, sorted, tests);
  return join(NodeKind::disjunction, tests);
}

NodeId KueryTree::in_order(const KueryField& field, Operator op, const KueryToken& value) {
  std::vector<NodeId> tests;
  for (const std::string& name : field.names)
    tests.push_back(list(NodeKind::comparison, op, name, field.span, {&value}));
  return join(NodeKind::disjunction, tests);
}

Ast KueryTree::finish(NodeId condition) {
  ast_.filter.condition = condition;
  return std::move(ast_);
}

}  // namespace ak::eql
