// A query in the form that is evaluated: a graph of tests. Each step asks one question of one field
// and names the step that follows a yes and the one that follows a no, so "and", "or" and "not"
// cost nothing, and no test is made whose answer cannot matter.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eql/condition.h"
#include "eql/expression.h"
#include "eql/interval.h"
#include "eql/matcher.h"
#include "eql/pattern.h"
#include "eql/query.h"
#include "eql/regex.h"
#include "eql/sequence.h"
#include "eql/text_set.h"
#include "event/schema.h"

namespace ak::eql {

using StepId = std::uint32_t;

inline constexpr StepId kMatch = std::numeric_limits<StepId>::max();
inline constexpr StepId kNoMatch = kMatch - 1;

struct Step {
  TestKind kind = TestKind::exists;
  Field field = Field::timestamp;
  const Subject* subject = nullptr;  // one of the program's; if there is one, it is asked
  std::uint32_t operand = 0;         // index into the vector of the kind's operands
  StepId on_true = kMatch;           // kMatch, kNoMatch, or a step before this one: evaluation ends
  StepId on_false = kNoMatch;
};

struct TextOrder {
  Operator op;
  std::string text;
};

class Program {
 public:
  std::vector<std::string> categories;  // empty: any
  StepId first = kNoMatch;
  std::vector<Step> steps;

  std::vector<std::vector<Interval>> intervals;  // of one test: sorted, apart from each other
  std::vector<TextSet> text_sets;
  std::vector<PatternList> patterns;
  std::vector<TextOrder> orders;
  std::vector<std::shared_ptr<const Regex>> regexes;
  std::vector<std::shared_ptr<const Subject>> subjects;

  std::vector<RequiredText> required;
};

struct CompiledQuery {
  QueryKind kind = QueryKind::single;
  std::optional<EventMatcher> matcher;    // single
  std::optional<SequenceQuery> sequence;  // sequence, sample
  std::vector<Pipe> pipes;
  std::vector<std::string> categories;
  std::vector<Field> fields;
  std::vector<std::string> absent_fields;
  std::vector<std::string> path_patterns;
};

}  // namespace ak::eql
