// Events that are kept until others follow: cut to size, and counted in bytes.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "event/event.h"

namespace ak::detect {

using EventPtr = std::shared_ptr<const Event>;

// The order of one host's events.
struct EventOrder {
  TimeMs time = 0;
  std::uint64_t serial = 0;

  friend auto operator<=>(const EventOrder&, const EventOrder&) = default;
};

inline EventOrder order_of(const Event& event) {
  return {event.time, event.serial};
}

// About what the event takes in memory.
std::size_t bytes_of(const Event& event);

struct EventCopy {
  EventPtr event;
  std::size_t bytes = 0;
};

// The event itself if it is small; else a copy in which a text over limits::kMaxKeptValueBytes has
// lost its end, and a list those elements that no longer fit. A command line that belongs to a cut
// list is made anew from what is left of it, so that credentials can still be told in it.
EventCopy keep(const EventPtr& event);

}  // namespace ak::detect
