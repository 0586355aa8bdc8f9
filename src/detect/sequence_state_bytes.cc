// Saving and loading of a sequence's state.
#include <utility>

#include "base/limits.h"
#include "detect/sequence_machine.h"
#include "detect/sequence_state.h"

namespace ak::detect {

std::size_t bytes_of(const Pending& pending) {
  std::size_t bytes = sizeof(Pending);
  for (const EventPtr& event : pending.events) bytes += sizeof(EventPtr) + bytes_of(*event);
  return bytes;
}

void save(const std::optional<EventOrder>& order, ByteWriter& out) {
  out.boolean(order.has_value());
  if (!order) return;
  out.integer(order->time);
  out.number(order->serial);
}

std::optional<EventOrder> load_order(ByteReader& in) {
  if (!in.boolean()) return std::nullopt;
  const TimeMs time = in.integer();
  return EventOrder{time, in.number()};
}

void save(const Pending& pending, EventList& events, ByteWriter& out) {
  for (const EventPtr& event : pending.events) out.number(events.number_of(event));
  save(pending.ended, out);
  save(pending.preceded, out);
}

Pending load_pending(ByteReader& in, const EventList& events, std::size_t count) {
  Pending pending;
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    EventPtr event = events.read(in);
    if (event) pending.events.push_back(std::move(event));
  }
  pending.ended = load_order(in);
  pending.preceded = load_order(in);
  if (in.failed() || pending.events.empty()) return {};
  pending.first = order_of(*pending.events.front());
  pending.last = order_of(*pending.events.back());
  pending.bytes = bytes_of(pending);
  return pending;
}

void Slot::save(EventList& events, ByteWriter& out) const {
  for (const std::optional<Pending>* pending : {&newest_, &earlier_}) {
    out.boolean(pending->has_value());
    if (*pending) ak::detect::save(**pending, events, out);
  }
}

std::size_t Slot::load(ByteReader& in, const EventList& events, std::size_t count) {
  std::size_t bytes = 0;
  for (std::optional<Pending>* pending : {&newest_, &earlier_}) {
    if (in.boolean()) *pending = load_pending(in, events, count);
    if (*pending) bytes += (*pending)->bytes;
  }
  return bytes;
}

void SequenceMachine::save(EventList& events, ByteWriter& out) const {
  out.number(table_.size());
  for (const Table::Entry& entry : table_.entries()) {
    out.text(entry.key);
    ak::detect::save(entry.touched, out);
    const SequenceState& state = entry.state;
    out.number(state.slots.size());
    for (const Slot& slot : state.slots) slot.save(events, out);
    out.number(state.waiting.size());
    for (const Pending& pending : state.waiting) ak::detect::save(pending, events, out);
    ak::detect::save(state.absent, out);
    ak::detect::save(state.absent_earlier, out);
  }
}

void SequenceMachine::load(ByteReader& in, const EventList& events) {
  const std::size_t count = in.count(limits::kMaxRuleSequenceBytes);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    const std::string key(in.text());
    const std::optional<EventOrder> touched = load_order(in);
    load(table_.touch(key, touched.value_or(EventOrder{})), in, events);
  }
}

void SequenceMachine::load(Table::Entry& entry, ByteReader& in, const EventList& events) {
  SequenceState& state = entry.state;
  state.slots.resize(in.count(states_.size() - 1));
  for (std::size_t i = 0; i < state.slots.size(); ++i) {
    state.pending_bytes += state.slots[i].load(in, events, i + 1);
  }
  const std::size_t waiting = in.count(gaps_.back().empty() ? 0 : limits::kMaxRuleSequenceBytes);
  for (std::size_t i = 0; i < waiting && !in.failed(); ++i) {
    Pending pending = load_pending(in, events, states_.size());
    if (in.failed()) break;
    state.pending_bytes += pending.bytes;
    deadlines_.emplace(deadline_of(pending), entry.key);
    state.waiting.push_back(std::move(pending));
  }
  state.absent = load_order(in);
  state.absent_earlier = load_order(in);
  settle(entry);
}

}  // namespace ak::detect
