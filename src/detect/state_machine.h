// One query over several events on one host: takes the events that its items match, and tells
// what is complete.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/counters.h"
#include "detect/event_copy.h"
#include "detect/event_list.h"
#include "eql/query.h"

namespace ak::detect {

// The events of a complete sequence or sample, in their order.
using Events = std::vector<EventPtr>;

class StateMachine {
 public:
  virtual ~StateMachine() = default;

  // `items`: indexes of the items that match the event, ascending; SequenceQuery::items.size() is
  // `until`. Events come in their order; one that comes late is taken for what it is. `kept` is
  // keep(event), made once for all machines.
  virtual void take(const EventPtr& event, const EventCopy& kept,
                    const std::vector<std::size_t>& items, std::vector<Events>& complete) = 0;

  // No further event of that time or before will come.
  virtual void advance(TimeMs time, std::vector<Events>& complete) = 0;

  // Something that advance() can complete.
  [[nodiscard]] virtual bool is_waiting() const = 0;

  [[nodiscard]] virtual std::size_t bytes() const = 0;

  // When the state that was longest untouched was touched last; nothing without any.
  [[nodiscard]] virtual std::optional<EventOrder> oldest() const = 0;
  virtual void forget_oldest() = 0;  // REQUIRES: oldest()

  // All that is remembered, its events in the list; and that again, in a machine of the same query
  // that remembers nothing. `in` fails when it is not that.
  virtual void save(EventList& events, ByteWriter& out) const = 0;
  virtual void load(ByteReader& in, const EventList& events) = 0;
};

// REQUIRES: the query is a sequence or a sample. Keeps a copy of it. `counters` outlives it.
std::unique_ptr<StateMachine> make_state_machine(const eql::Query& query, Counters& counters);

}  // namespace ak::detect
