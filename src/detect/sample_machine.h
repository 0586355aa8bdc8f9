// The state machine of a sample: events that match all of its items, each another event, in any
// order and at any distance in time. A key's events are used up when its sample is complete.
#pragma once

#include <vector>

#include "base/counters.h"
#include "detect/key_table.h"
#include "detect/state_machine.h"
#include "eql/query.h"

namespace ak::detect {

// For each item the latest events that match it. As many as there are items are enough: if the
// items can be filled with different events at all, they can with these.
struct SampleState {
  std::vector<std::vector<EventCopy>> events;

  [[nodiscard]] std::size_t bytes() const;
};

class SampleMachine final : public StateMachine {
 public:
  // REQUIRES: query.sequence() is a sample.
  SampleMachine(const eql::Query& query, Counters& counters);

  void take(const EventPtr& event, const EventCopy& kept, const std::vector<std::size_t>& items,
            std::vector<Events>& complete) override;
  void advance(TimeMs, std::vector<Events>&) override {}
  [[nodiscard]] bool is_waiting() const override { return false; }
  [[nodiscard]] std::size_t bytes() const override { return table_.bytes(); }
  [[nodiscard]] std::optional<EventOrder> oldest() const override;
  void forget_oldest() override;
  void save(EventList& events, ByteWriter& out) const override;
  void load(ByteReader& in, const EventList& events) override;

 private:
  const eql::Query query_;  // keeps what `sample_` refers to
  const eql::SequenceQuery& sample_;
  Counters& counters_;
  KeyTable<SampleState> table_;
};

}  // namespace ak::detect
