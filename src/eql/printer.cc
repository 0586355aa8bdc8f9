#include "eql/printer.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "eql/string_literal.h"
#include "eql/token.h"

namespace ak::eql {
namespace {

// How strongly a node's parts hold together; an operand that binds weaker than its place needs
// parentheses.
enum Binding { kOr, kAnd, kNot, kPredicate, kSum, kProduct, kUnary, kPrimary };

Binding binding_of(const Node& node) {
  switch (node.kind) {
    case NodeKind::disjunction:
      return kOr;
    case NodeKind::conjunction:
      return kAnd;
    case NodeKind::negation:
      return kNot;
    case NodeKind::comparison:
    case NodeKind::membership:
    case NodeKind::match:
      return kPredicate;
    case NodeKind::arithmetic:
      return node.op == Operator::add || node.op == Operator::subtract ? kSum : kProduct;
    case NodeKind::minus:
      return kUnary;
    default:
      return kPrimary;
  }
}

std::string in_backquotes(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) {
    quoted += c;
    if (c == '`') quoted += '`';
  }
  return quoted + '`';
}

// A name each of whose components can stand as it is; after the first a keyword can.
bool is_plain_field(std::string_view name) {
  if (keyword_kind(name.substr(0, name.find('.'))) != TokenKind::name) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_plain_name(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::string decimal_text(double value) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  std::string text(std::begin(digits), end);
  const bool is_marked = text.find_first_of(".e") != std::string::npos;
  return is_marked ? text : text + ".0";
}

// In the largest unit that divides it.
std::string span_text(std::int64_t ms) {
  constexpr std::pair<std::int64_t, std::string_view> kUnits[] = {
      {24 * 3600 * 1000, "d"}, {3600 * 1000, "h"}, {60 * 1000, "m"}, {1000, "s"}, {1, "ms"}};
  const auto* const unit =
      std::find_if(std::begin(kUnits), std::end(kUnits),
                   [&](const auto& candidate) { return ms % candidate.first == 0; });
  return std::to_string(ms / unit->first) + std::string(unit->second);
}

class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  std::string run() {
    if (ast_.sequence) {
      print_sequence(*ast_.sequence);
    } else {
      print_filter(ast_.filter);
    }
    for (const Pipe& pipe : ast_.pipes) {
      out_ += pipe.kind == PipeKind::head ? " | head " : " | tail ";
      out_ += std::to_string(pipe.count);
    }
    return std::move(out_);
  }

 private:
  void print_filter(const EventFilter& filter) {
    const std::string& category = filter.category;
    if (category.empty()) {
      out_ += "any";
    } else {
      const bool is_plain = is_plain_name(category) && keyword_kind(category) == TokenKind::name;
      out_ += is_plain ? category : quote_string(category);
    }
    out_ += " where ";
    print_node(ast_.at(filter.condition), kOr);
  }

  void print_sequence(const Sequence& sequence) {
    out_ += sequence.is_sample ? "sample" : "sequence";
    print_keys(sequence.keys);
    if (sequence.maxspan_ms) out_ += " with maxspan=" + span_text(*sequence.maxspan_ms);
    for (const SequenceTerm& term : sequence.terms) print_term(term);
    if (!sequence.until) return;
    out_ += " until";
    print_term(*sequence.until);
  }

  void print_term(const SequenceTerm& term) {
    out_ += term.is_missing ? " ![" : " [";
    print_filter(term.filter);
    out_ += ']';
    print_keys(term.keys);
    if (term.runs > 1) out_ += " with runs=" + std::to_string(term.runs);
  }

  void print_keys(const std::vector<NodeId>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      out_ += i == 0 ? " by " : ", ";
      print_node(ast_.at(keys[i]), kPrimary);
    }
  }

  void print_node(const Node& node, Binding place) {
    const bool needs_parentheses = binding_of(node) < place;
    if (needs_parentheses) out_ += '(';
    print_bare(node);
    if (needs_parentheses) out_ += ')';
  }

  void print_bare(const Node& node) {
    switch (node.kind) {
      case NodeKind::invalid:
        break;
      case NodeKind::null:
        out_ += "null";
        break;
      case NodeKind::boolean:
        out_ += node.boolean ? "true" : "false";
        break;
      case NodeKind::integer:
        out_ += std::to_string(node.integer);
        break;
      case NodeKind::decimal:
        out_ += decimal_text(node.decimal);
        break;
      case NodeKind::string:
        out_ += quote_string(node.text);
        break;
      case NodeKind::field:
        if (node.optional) out_ += '?';
        out_ += is_plain_field(node.text) ? node.text : in_backquotes(node.text);
        break;
      case NodeKind::call:
        out_ += is_plain_name(node.text) ? node.text : in_backquotes(node.text);
        if (node.ignore_case) out_ += '~';
        print_list(node, 0, kOr);
        break;
      case NodeKind::arithmetic:
      case NodeKind::comparison:
        print_infix(node);
        break;
      case NodeKind::minus:
        out_ += '-';
        print_node(ast_.child(node, 0), kUnary);
        break;
      case NodeKind::membership:
      case NodeKind::match:
        print_listed(node);
        break;
      case NodeKind::negation:
        out_ += "not ";
        print_node(ast_.child(node, 0), kNot);
        break;
      case NodeKind::conjunction:
        print_chain(node, " and ", kNot);
        break;
      case NodeKind::disjunction:
        print_chain(node, " or ", kAnd);
        break;
    }
  }

  // Arithmetic leans to the left: only its right operand must bind stronger than itself.
  void print_infix(const Node& node) {
    const bool is_comparison = node.kind == NodeKind::comparison;
    const Binding left = is_comparison ? kSum : binding_of(node);
    const Binding right = is_comparison ? kSum : static_cast<Binding>(left + 1);
    print_node(ast_.child(node, 0), left);
    out_ += ' ';
    out_ += spelling(node.op);
    out_ += ' ';
    print_node(ast_.child(node, 1), right);
  }

  void print_listed(const Node& node) {
    print_node(ast_.child(node, 0), kSum);
    out_ += node.negated ? " not " : " ";
    out_ += spelling(node.op);
    if (node.ignore_case && node.op != Operator::colon) out_ += '~';
    out_ += ' ';
    const bool is_single = node.kind == NodeKind::match && node.children.size() == 2;
    if (is_single) {
      print_node(ast_.child(node, 1), kUnary);
    } else {
      print_list(node, 1, kUnary);
    }
  }

  void print_list(const Node& node, std::size_t first, Binding place) {
    out_ += '(';
    for (std::size_t i = first; i < node.children.size(); ++i) {
      if (i > first) out_ += ", ";
      print_node(ast_.child(node, i), place);
    }
    out_ += ')';
  }

  void print_chain(const Node& node, std::string_view word, Binding place) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out_ += word;
      print_node(ast_.child(node, i), place);
    }
  }

  const Ast& ast_;
  std::string out_;
};

}  // namespace

std::string print(const Ast& ast) {
  return Printer(ast).run();
}

}  // namespace ak::eql
