// Queries over several events, compiled: what a sequence or a sample asks for. Plain values; who
// runs them keeps the state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "eql/matcher.h"
#include "event/schema.h"

namespace ak::eql {

// A field of `by`.
struct JoinKey {
  std::optional<Field> field;  // nothing: a field that no event has, so that it is always null
  bool is_optional = false;    // ?field: null joins with null. Else an event without it never joins
};

struct SequenceItem {
  EventMatcher matcher;
  std::vector<JoinKey> keys;  // those of the whole query, then the item's own
  std::size_t runs = 1;       // with runs=N: that many matching events in a row
  bool is_missing = false;    // ![…]: no matching event in this place
};

// Every item has as many keys as any other, `until` too; events belong together when the first
// keys of their items are equal, the second ones, and so on.
struct SequenceQuery {
  std::vector<SequenceItem> items;         // two or more; sequence: in this order, sample: in any
  std::optional<SequenceItem> until;       // sequence only
  std::optional<std::int64_t> maxspan_ms;  // sequence only; there when an item is missing
};

}  // namespace ak::eql
