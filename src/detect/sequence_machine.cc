#include "detect/sequence_machine.h"

#include <algorithm>
#include <utility>

#include "detect/join_keys.h"

namespace ak::detect {

SequenceMachine::SequenceMachine(const eql::Query& query, Counters& counters)
    : query_(query), sequence_(*query_.sequence()), counters_(counters), gaps_(1) {
  for (std::size_t i = 0; i < sequence_.items.size(); ++i) {
    if (sequence_.items[i].is_missing) {
      gaps_.back().push_back(i);
      continue;
    }
    for (std::size_t run = 0; run < sequence_.items[i].runs; ++run) {
      states_.push_back(i);
      gaps_.emplace_back();
    }
  }
}

std::vector<std::string> SequenceMachine::keys_of(const eql::SequenceItem& item,
                                                  const Event& event) const {
  return join_keys(item.keys, event, counters_);
}

bool SequenceMachine::is_expired(EventOrder first, TimeMs time) const {
  return sequence_.maxspan_ms && time - first.time > *sequence_.maxspan_ms;
}

TimeMs SequenceMachine::deadline_of(const Pending& pending) const {
  return pending.first.time + sequence_.maxspan_ms.value_or(0);
}

void SequenceMachine::take(const EventPtr& event, const EventCopy& kept,
                           const std::vector<std::size_t>& items, std::vector<Events>& complete) {
  Arrival arrival{event, kept, order_of(*event), complete};
  const auto is_matched = [&](std::size_t item) {
    return std::binary_search(items.begin(), items.end(), item);
  };
  std::vector<std::vector<std::string>> keys(sequence_.items.size());
  for (const std::size_t item : items)
    if (item < keys.size()) keys[item] = keys_of(sequence_.items[item], *event);

  for (std::size_t state = states_.size(); state-- > 0;) {
    if (!is_matched(states_[state])) continue;
    for (const std::string& key : keys[states_[state]])
      state == 0 ? begin(key, arrival) : advance_state(state, key, arrival);
  }
  for (std::size_t gap = 0; gap < gaps_.size(); ++gap) {
    for (const std::size_t item : gaps_[gap]) {
      if (!is_matched(item)) continue;
      for (const std::string& key : keys[item]) come(gap, key, arrival.order);
    }
  }
  if (sequence_.until && is_matched(keys.size())) {
    for (const std::string& key : keys_of(*sequence_.until, *event)) end_all(key, arrival.order);
  }
  forget_expired(arrival.order.time);
}

const EventPtr& SequenceMachine::event_at(std::size_t state, const Arrival& arrival) const {
  const bool is_last = state + 1 == states_.size() && gaps_.back().empty();
  return is_last ? arrival.event : arrival.copy.event;
}

void SequenceMachine::begin(const std::string& key, Arrival& arrival) {
  Table::Entry& entry = table_.touch(key, arrival.order);
  Pending pending;
  pending.events = {event_at(0, arrival)};
  pending.bytes = sizeof(Pending) + sizeof(EventPtr) + arrival.copy.bytes;
  pending.first = pending.last = arrival.order;
  const SequenceState& state = entry.state;
  if (state.absent && *state.absent < arrival.order) {
    pending.preceded = state.absent;
  } else if (state.absent_earlier && *state.absent_earlier < arrival.order) {
    pending.preceded = state.absent_earlier;
  }
  place(entry, 0, std::move(pending), arrival);
}

void SequenceMachine::advance_state(std::size_t state, const std::string& key, Arrival& arrival) {
  Table::Entry* entry = table_.find(key);
  if (entry == nullptr || entry->state.slots.size() < state) return;
  std::size_t freed = 0;
  std::optional<Pending> pending = entry->state.slots[state - 1].take_before(arrival.order, freed);
  entry->state.pending_bytes -= freed;
  if (!pending) return;
  const bool is_ended = pending->ended && *pending->ended < arrival.order;
  if (is_ended || is_expired(pending->first, arrival.order.time)) return settle(*entry);
  pending->events.push_back(event_at(state, arrival));
  pending->bytes += sizeof(EventPtr) + arrival.copy.bytes;
  pending->last = arrival.order;
  pending->ended.reset();
  place(table_.touch(key, arrival.order), state, std::move(*pending), arrival);
}

void SequenceMachine::place(Table::Entry& entry, std::size_t state, Pending pending,
                            Arrival& arrival) {
  if (state + 1 == states_.size()) {
    complete(entry, std::move(pending), arrival);
  } else {
    SequenceState& held = entry.state;
    if (held.slots.size() <= state) held.slots.resize(state + 1);
    held.pending_bytes += pending.bytes;
    held.pending_bytes -= held.slots[state].put(std::move(pending));
  }
  settle(entry);
}

void SequenceMachine::complete(Table::Entry& entry, Pending pending, Arrival& arrival) {
  if (pending.preceded && !is_expired(*pending.preceded, pending.last.time)) return;
  if (gaps_.back().empty()) {
    arrival.complete.push_back(std::move(pending.events));
    return;
  }
  deadlines_.emplace(deadline_of(pending), entry.key);
  entry.state.pending_bytes += pending.bytes;
  entry.state.waiting.push_back(std::move(pending));
}

void SequenceMachine::come(std::size_t gap, const std::string& key, EventOrder order) {
  if (gap == 0) return come_first(key, order);
  Table::Entry* entry = table_.find(key);
  if (entry == nullptr) return;
  if (gap == states_.size()) {
    end_waiting(*entry, order);
  } else if (gap <= entry->state.slots.size()) {
    entry->state.slots[gap - 1].end(order);
  }
}

void SequenceMachine::come_first(const std::string& key, EventOrder order) {
  Table::Entry& entry = table_.touch(key, order);
  SequenceState& state = entry.state;
  if (!state.absent || *state.absent < order) {
    state.absent_earlier = std::exchange(state.absent, order);
  } else if (order < *state.absent && (!state.absent_earlier || *state.absent_earlier < order)) {
    state.absent_earlier = order;
  }
  settle(entry);
}

void SequenceMachine::end_waiting(Table::Entry& entry, EventOrder order) {
  SequenceState& state = entry.state;
  std::vector<Pending> still_waiting;
  for (Pending& pending : state.waiting) {
    deadlines_.erase({deadline_of(pending), entry.key});
    if (pending.last < order && order.time <= deadline_of(pending)) {
      state.pending_bytes -= pending.bytes;
    } else {
      still_waiting.push_back(std::move(pending));
    }
  }
  state.waiting = std::move(still_waiting);
  for (const Pending& pending : state.waiting) deadlines_.emplace(deadline_of(pending), entry.key);
  settle(entry);
}

void SequenceMachine::end_all(const std::string& key, EventOrder order) {
  Table::Entry* entry = table_.find(key);
  if (entry == nullptr) return;
  for (Slot& slot : entry->state.slots) slot.end(order);
  end_waiting(*entry, order);
}

void SequenceMachine::advance(TimeMs time, std::vector<Events>& complete) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= time) {
    const auto [deadline, key] = *deadlines_.begin();
    deadlines_.erase(deadlines_.begin());
    Table::Entry* entry = table_.find(key);
    if (entry == nullptr) continue;
    SequenceState& state = entry->state;
    std::vector<Pending> still_waiting;
    for (Pending& pending : state.waiting) {
      if (deadline_of(pending) > time) {
        still_waiting.push_back(std::move(pending));
      } else {
        state.pending_bytes -= pending.bytes;
        complete.push_back(std::move(pending.events));
      }
    }
    state.waiting = std::move(still_waiting);
    settle(*entry);
  }
}

void SequenceMachine::settle(Table::Entry& entry) {
  if (entry.state.empty()) {
    table_.erase(entry);
  } else {
    table_.count(entry);
  }
}

void SequenceMachine::forget(Table::Entry& entry) {
  for (const Pending& pending : entry.state.waiting)
    deadlines_.erase({deadline_of(pending), entry.key});
  table_.erase(entry);
}

// What was last touched before maxspan can neither be completed nor prevent anything.
void SequenceMachine::forget_expired(TimeMs time) {
  if (!sequence_.maxspan_ms) return;
  for (Table::Entry* entry = table_.oldest();
       entry != nullptr && is_expired(entry->touched, time) && entry->state.waiting.empty();
       entry = table_.oldest()) {
    forget(*entry);
  }
}

std::optional<EventOrder> SequenceMachine::oldest() const {
  const Table::Entry* entry = table_.oldest();
  if (entry == nullptr) return std::nullopt;
  return entry->touched;
}

void SequenceMachine::forget_oldest() {
  forget(*table_.oldest());
}

}  // namespace ak::detect
