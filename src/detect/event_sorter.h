// Puts one host's events into their order. An audit event carries the time at which its system
// call began and comes when that ends, so events overtake each other by some milliseconds, a
// blocking call by any time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "detect/event_copy.h"
#include "detect/event_list.h"

namespace ak::detect {

class EventSorter {
 public:
  void put(EventPtr event);

  // The first event, if it is no younger than that, or if more than limits::kMaxSortedBytes wait;
  // else nullptr.
  EventPtr take(TimeMs until);

  // All events, in their order, and those again.
  void save(EventList& events, ByteWriter& out) const;
  void load(ByteReader& in, const EventList& events);

  [[nodiscard]] bool empty() const { return events_.empty(); }

 private:
  // Events of one audit event keep the order in which they came.
  std::multimap<EventOrder, std::pair<EventPtr, std::size_t>> events_;
  std::size_t bytes_ = 0;
};

}  // namespace ak::detect
