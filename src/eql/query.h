// The query language's public face: text in, a compiled query or findings out. Stages, one file
// each: lexer → parser (ast) → checker (schema) → compiler (program) → evaluator.
// Knows the schema and nothing of audit or TOML. Never recurses without bound, never throws.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eql/finding.h"
#include "event/event.h"

namespace ak::eql {

class Program;  // the compiled form

// A compiled query. Cheap to copy; immutable, so any thread may evaluate it.
class Query {
 public:
  explicit Query(std::shared_ptr<const Program> program);

  // Linear in query × event.
  [[nodiscard]] bool matches(const Event& event) const;

  // The categories it can match; empty: any.
  [[nodiscard]] const std::vector<std::string>& categories() const;

  // Every schema field it reads, sorted, once each.
  [[nodiscard]] const std::vector<Field>& fields() const;

  // Fields it names that auditd can never supply.
  [[nodiscard]] const std::vector<std::string>& absent_fields() const;

 private:
  std::shared_ptr<const Program> program_;
};

struct Compilation {
  std::optional<Query> query;     // present if and only if no finding is an error
  std::vector<Finding> findings;  // in the order of the text
};

Compilation compile(std::string_view text);

}  // namespace ak::eql
