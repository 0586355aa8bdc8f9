#include "detect/event_sorter.h"

#include "base/limits.h"

namespace ak::detect {

void EventSorter::put(EventPtr event) {
  const std::size_t bytes = bytes_of(*event);
  const EventOrder order = order_of(*event);
  bytes_ += bytes;
  events_.emplace(order, std::pair(std::move(event), bytes));
}

EventPtr EventSorter::take(TimeMs until) {
  if (events_.empty()) return nullptr;
  const auto first = events_.begin();
  if (first->first.time > until && bytes_ <= limits::kMaxSortedBytes) return nullptr;
  EventPtr event = std::move(first->second.first);
  bytes_ -= first->second.second;
  events_.erase(first);
  return event;
}

void EventSorter::save(EventList& events, ByteWriter& out) const {
  out.number(events_.size());
  for (const auto& [order, event] : events_) out.number(events.number_of(event.first));
}

void EventSorter::load(ByteReader& in, const EventList& events) {
  const std::size_t count = in.count(limits::kMaxSortedBytes);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    if (EventPtr event = events.read(in)) put(std::move(event));
  }
}

}  // namespace ak::detect
