// A query after its check: names are fields, literals have the types of the fields they are
// compared with, and what can be decided without an event is decided. Front ends for other query
// languages can build it too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eql/expression.h"
#include "eql/interval.h"
#include "eql/pipe.h"
#include "eql/regex.h"
#include "eql/sequence.h"
#include "event/schema.h"

namespace ak::eql {

enum class TestKind : std::uint8_t {
  exists,
  in_intervals,       // a number, a date in ms, a boolean as 0 or 1
  text_in_intervals,  // text that is a whole number
  one_of,             // text equal to one of `texts`
  like_one_of,        // text that a pattern of `texts` matches
  in_order,           // text that stands in `order` to texts[0], byte by byte
  matches_regex,      // text that `regex` matches
  is_true,            // of a subject: it is true
};

// One question to one field, or to a subject: a value computed from fields. True when any of the
// values satisfies it; false when there is none.
struct Test {
  TestKind kind = TestKind::exists;
  Field field = Field::timestamp;
  bool ignore_case = false;
  Operator order = Operator::none;
  std::vector<Interval> intervals;
  std::vector<std::string> texts;
  std::shared_ptr<const Regex> regex;
  std::shared_ptr<const Subject> subject;  // if there is one, it is asked and not `field`
};

enum class ConditionKind : std::uint8_t { constant, test, all, any, negation };

struct Condition {
  ConditionKind kind = ConditionKind::constant;
  bool value = false;               // constant
  Test test;                        // test
  std::vector<Condition> operands;  // all, any: two or more; negation: one

  static Condition constant(bool value);
  static Condition of(Test test);
  static Condition negation(Condition operand);
};

// `category where condition`, checked.
struct CheckedFilter {
  std::string category;  // empty: any
  Condition condition;
};

// SequenceItem and SequenceQuery (eql/sequence.h) before their filters are compiled.
struct CheckedItem {
  CheckedFilter filter;
  std::vector<JoinKey> keys;
  std::size_t runs = 1;
  bool is_missing = false;
};
struct CheckedSequence {
  bool is_sample = false;
  std::vector<CheckedItem> items;
  std::optional<CheckedItem> until;
  std::optional<std::int64_t> maxspan_ms;
};

struct CheckedQuery {
  CheckedFilter filter;                     // of a query for single events
  std::optional<CheckedSequence> sequence;  // else
  std::vector<Pipe> pipes;
  std::vector<Field> fields;               // read, sorted, once each
  std::vector<std::string> absent_fields;  // named, never supplied; sorted, once each
};

}  // namespace ak::eql
