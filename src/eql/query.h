// The query language's public face: text in, a compiled query or findings out. Stages, one file
// each: lexer → parser (ast) → checker (schema) → compiler (program) → evaluator.
// Knows the schema and nothing of audit or TOML. Never recurses without bound, never throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eql/finding.h"
#include "eql/matcher.h"
#include "eql/pipe.h"
#include "eql/sequence.h"
#include "event/event.h"

namespace ak::eql {

// What a query asks for: one event, several in order, or several in any order.
enum class QueryKind : std::uint8_t { single, sequence, sample };

struct CompiledQuery;

// A compiled query. Cheap to copy; immutable, so any thread may evaluate it.
class Query {
 public:
  explicit Query(std::shared_ptr<const CompiledQuery> compiled);

  [[nodiscard]] QueryKind kind() const;

  // Single: is the event a result? Linear in query × event. False for the other kinds.
  [[nodiscard]] bool matches(const Event& event) const;

  // Single: the one matcher behind matches(); nullptr for the other kinds.
  [[nodiscard]] const EventMatcher* matcher() const;

  // Sequence and sample: what to run; nullptr for a single event. Lives as long as the query.
  [[nodiscard]] const SequenceQuery* sequence() const;

  // In the order in which they apply.
  [[nodiscard]] const std::vector<Pipe>& pipes() const;

  // The categories it can match, sorted, those of all items; empty: any.
  [[nodiscard]] const std::vector<std::string>& categories() const;

  // Every schema field it reads, join keys too, sorted, once each.
  [[nodiscard]] const std::vector<Field>& fields() const;

  // Fields it names that auditd can never supply, and unknown ones under "?". Sorted.
  [[nodiscard]] const std::vector<std::string>& absent_fields() const;

  // The files it is about: absolute paths in which `*` stands for any text. Sorted, once each.
  [[nodiscard]] const std::vector<std::string>& path_patterns() const;

 private:
  std::shared_ptr<const CompiledQuery> compiled_;
};

struct Compilation {
  std::optional<Query> query;     // present if and only if no finding is an error
  std::vector<Finding> findings;  // in the order of the text
};

Compilation compile(std::string_view text);

}  // namespace ak::eql
