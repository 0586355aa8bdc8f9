// What a field and its values in Kibana's language become in the tree of a query.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "eql/ast.h"
#include "eql/errors.h"
#include "eql/finding.h"
#include "eql/kuery_token.h"

namespace ak::eql {

// The fields that a name stands for: several if it has wildcards.
struct KueryField {
  std::vector<std::string> names;        // that hold texts; the only one if without wildcards
  std::vector<std::string> other_names;  // with wildcards only: of other types
  Span span;
};

class KueryTree {
 public:
  explicit KueryTree(Findings& findings);

  static constexpr NodeId kInvalid = 0;  // what could not be parsed, and was reported

  // Reports a name with wildcards that stands for nothing.
  KueryField field(const KueryToken& name);

  // Any of the fields has one of the values. REQUIRES: at least one value.
  NodeId one_of(const KueryField& field, const std::vector<const KueryToken*>& values);

  // Any of the fields stands in that order to the value.
  NodeId in_order(const KueryField& field, Operator op, const KueryToken& value);

  // A single operand is itself; invalid ones are left out.
  NodeId join(NodeKind kind, const std::vector<NodeId>& operands);
  NodeId negation(NodeId operand, Span keyword);

  // More than limits::kMaxQueryNodes; reported.
  [[nodiscard]] bool is_full() const { return is_full_; }

  // The query `any where condition`. Leaves the tree empty.
  Ast finish(NodeId condition);

 private:
  struct Values;

  NodeId add(Node node);
  NodeId add_field(const std::string& name, Span span);
  NodeId add_text(NodeKind kind, std::string text, Span span);
  NodeId exists(const KueryField& field);
  void add_tests(const std::string& name, Span span, const Values& values,
                 std::vector<NodeId>& tests);
  NodeId list(NodeKind kind, Operator op, const std::string& name, Span span,
              const std::vector<const KueryToken*>& values);
  NodeId literal(const std::string& field, Operator op, const KueryToken& value);
  Values sort(const KueryField& field, const std::vector<const KueryToken*>& values);

  Findings& findings_;
  Ast ast_;
  bool is_full_ = false;
};

}  // namespace ak::eql
