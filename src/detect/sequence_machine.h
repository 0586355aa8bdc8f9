// The state machine of a sequence. Each item is a state, one with runs=N is N of them; a missing
// event stands between two states, before the first, or after the last.
//
// For each key there is one pending sequence in each state. An event that matches a state's item
// takes the latest pending sequence of the state before that is strictly before it, and moves it
// on; a pending sequence is dropped then if maxspan has passed since its first event, or if
// `until` or a missing event came in between. Missing before the first event: none within maxspan
// of the last. Missing after the last: none within maxspan of the first.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "detect/key_table.h"
#include "detect/sequence_state.h"
#include "detect/state_machine.h"
#include "eql/query.h"

namespace ak::detect {

class SequenceMachine final : public StateMachine {
 public:
  // REQUIRES: query.sequence() is a sequence.
  SequenceMachine(const eql::Query& query, Counters& counters);

  void take(const EventPtr& event, const EventCopy& kept, const std::vector<std::size_t>& items,
            std::vector<Events>& complete) override;
  void advance(TimeMs time, std::vector<Events>& complete) override;
  [[nodiscard]] bool is_waiting() const override { return !deadlines_.empty(); }
  [[nodiscard]] std::size_t bytes() const override { return table_.bytes(); }
  [[nodiscard]] std::optional<EventOrder> oldest() const override;
  void forget_oldest() override;
  void save(EventList& events, ByteWriter& out) const override;
  void load(ByteReader& in, const EventList& events) override;

 private:
  using Table = KeyTable<SequenceState>;

  struct Arrival {
    const EventPtr& event;
    const EventCopy& copy;  // what is kept
    EventOrder order;
    std::vector<Events>& complete;
  };

  [[nodiscard]] std::vector<std::string> keys_of(const eql::SequenceItem& item,
                                                 const Event& event) const;
  [[nodiscard]] bool is_expired(EventOrder first, TimeMs time) const;
  [[nodiscard]] TimeMs deadline_of(const Pending& pending) const;

  // The last event of all is not kept: it is told whole.
  [[nodiscard]] const EventPtr& event_at(std::size_t state, const Arrival& arrival) const;

  void begin(const std::string& key, Arrival& arrival);
  void advance_state(std::size_t state, const std::string& key, Arrival& arrival);
  void place(Table::Entry& entry, std::size_t state, Pending pending, Arrival& arrival);
  void complete(Table::Entry& entry, Pending pending, Arrival& arrival);

  // What must be missing in that gap has come.
  void come(std::size_t gap, const std::string& key, EventOrder order);
  void come_first(const std::string& key, EventOrder order);
  void end_waiting(Table::Entry& entry, EventOrder order);
  void end_all(const std::string& key, EventOrder order);

  void settle(Table::Entry& entry);
  void forget(Table::Entry& entry);
  void forget_expired(TimeMs time);

  void load(Table::Entry& entry, ByteReader& in, const EventList& events);

  const eql::Query query_;  // keeps what `sequence_` refers to
  const eql::SequenceQuery& sequence_;
  Counters& counters_;
  std::vector<std::size_t> states_;             // each state's item
  std::vector<std::vector<std::size_t>> gaps_;  // the missing items before each state and at last
  Table table_;
  std::set<std::pair<TimeMs, std::string>> deadlines_;  // of the keys that have someone waiting
};

}  // namespace ak::detect
