// The part of the parser that reads one condition, and what conditions consist of. The grammar
// stands in eql/parser.h.
#pragma once

#include <vector>

#include "eql/tree_builder.h"

namespace ak::eql {

class ConditionParser : protected TreeBuilder {
 public:
  using TreeBuilder::TreeBuilder;

 protected:
  NodeId parse_condition() { return parse_or(); }

  // ["?"] name { "." name }
  NodeId parse_field();

 private:
  NodeId parse_or();
  NodeId parse_and();
  NodeId parse_chain(NodeKind kind, TokenKind word);
  NodeId parse_not();
  NodeId parse_predicate();
  void report_after_predicate(NodeKind before);
  NodeId parse_comparison(NodeId left, Operator op);

  NodeId parse_listed(NodeId left, NodeKind kind, Operator op, bool is_negated);
  bool parse_list(Operator op, std::vector<NodeId>& literals);
  bool is_missing_comma();
  bool close_parenthesis(Span open);
  NodeId parse_literal(Operator op);

  NodeId parse_sum();
  NodeId parse_product();
  NodeId parse_unary();
  NodeId parse_primary();
  NodeId report_missing_value();
  NodeId parse_parenthesis();
  NodeId parse_call();
};

}  // namespace ak::eql
