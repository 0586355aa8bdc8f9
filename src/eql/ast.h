// A query as it was written, before any name or type is looked up. The nodes of one query stand in
// one vector and refer to each other by index: deep trees are freed without recursion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eql/finding.h"
#include "eql/pipe.h"

namespace ak::eql {

enum class NodeKind : std::uint8_t {
  invalid,  // reported already; later stages pass over it
  // values
  null,
  boolean,
  integer,
  decimal,
  string,
  field,       // text: its name, dots included
  call,        // text: the function's name; children: its arguments
  arithmetic,  // op; two children
  minus,       // one child, not a literal number
  // conditions
  comparison,   // op: equal … greater_equal; two children
  membership,   // in, in~: the value, then the list's literals
  match,        // op: colon, like, regex: the value, then one or more literals
  negation,     // one child
  conjunction,  // two or more children, none of them a conjunction
  disjunction,  // two or more children, none of them a disjunction
};

enum class Operator : std::uint8_t {
  none,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  colon,
  like,
  regex,
  add,
  subtract,
  multiply,
  divide,
  modulo,
};

// As the language writes it: "==", "in", "+".
std::string_view spelling(Operator op);

using NodeId = std::uint32_t;

struct Node {
  NodeKind kind = NodeKind::invalid;
  Operator op = Operator::none;
  bool negated = false;      // "not in"
  bool ignore_case = false;  // in~, like~, regex~, name~(…)
  bool optional = false;     // ?field
  bool boolean = false;
  std::uint16_t height = 1;  // of the tree below it
  Span span;
  std::int64_t integer = 0;
  double decimal = 0;
  std::string text;
  std::vector<NodeId> children;
};

// Null, booleans, numbers and strings.
bool is_literal(NodeKind kind);

// Comparisons, memberships, matches and what joins them.
bool is_condition(NodeKind kind);

// `category where condition`.
struct EventFilter {
  std::string category;  // empty: any
  Span category_span;
  NodeId condition = 0;
};

// `[category where condition] by f, … with runs=N`, or `![…]`.
struct SequenceTerm {
  EventFilter filter;
  bool is_missing = false;
  std::vector<NodeId> keys;  // fields
  std::int64_t runs = 1;
  Span span;
};

// `sequence` or `sample`.
struct Sequence {
  bool is_sample = false;
  std::vector<NodeId> keys;  // fields, before those of each term
  std::optional<std::int64_t> maxspan_ms;
  std::vector<SequenceTerm> terms;
  std::optional<SequenceTerm> until;
  Span span;  // of the first word
};

struct Ast {
  EventFilter filter;                // of a query for single events
  std::optional<Sequence> sequence;  // else
  std::vector<Pipe> pipes;
  std::vector<Node> nodes;

  [[nodiscard]] const Node& at(NodeId id) const { return nodes[id]; }
  [[nodiscard]] const Node& child(const Node& node, std::size_t i) const {
    return nodes[node.children[i]];
  }
};

}  // namespace ak::eql
