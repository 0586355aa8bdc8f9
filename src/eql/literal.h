// The checker's work on literals: each becomes an operand of the field's own type, or a finding.
#pragma once

#include <optional>
#include <string>

#include "eql/ast.h"
#include "eql/condition.h"
#include "eql/finding.h"

namespace ak::eql {

// A field as a query names it.
struct NamedField {
  std::string name;
  Field field = Field::timestamp;
  FieldType type = FieldType::keyword;
};

// The test `field op literal`. REQUIRES: `op` is one of == < <= > >=; the literal is not null.
std::optional<Test> compare_test(const NamedField& field, Operator op, const Node& literal,
                                 Findings& findings);

// Adds a literal to the list of a test that `compare_test` made with == for the same field; false
// after a finding.
bool extend_test(Test& test, const NamedField& field, const Node& literal, Findings& findings);

// A literal's kind for messages: "a string".
std::string_view describe_literal(NodeKind kind);

// `left op right` of two literals; nothing if they cannot be compared. == and != take any types
// that are alike, order needs two numbers or two strings.
std::optional<bool> compare_literals(Operator op, const Node& left, const Node& right);

}  // namespace ak::eql
