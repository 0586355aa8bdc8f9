// What a sequence remembers for one key.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "detect/event_copy.h"
#include "detect/event_list.h"

namespace ak::detect {

// A sequence of which the first events have come.
struct Pending {
  std::vector<EventPtr> events;
  std::size_t bytes = 0;
  EventOrder first, last;
  std::optional<EventOrder> ended;     // the first event after the last that it must not be before
  std::optional<EventOrder> preceded;  // the latest event before the first that must be missing
};

// About what it takes in memory, by its events.
std::size_t bytes_of(const Pending& pending);

void save(const Pending& pending, EventList& events, ByteWriter& out);
// One of so many events; `in` fails if it is none.
Pending load_pending(ByteReader& in, const EventList& events, std::size_t count);

void save(const std::optional<EventOrder>& order, ByteWriter& out);
std::optional<EventOrder> load_order(ByteReader& in);

// The pending sequence in one state, the newest, and the one before for as long as the newest may
// be no older than the event that asks.
class Slot {
 public:
  // Returns the bytes that became free.
  std::size_t put(Pending pending);

  // Takes the latest that is strictly before, with all that are older.
  std::optional<Pending> take_before(EventOrder order, std::size_t& bytes_freed);

  // Marks those that are strictly before.
  void end(EventOrder order);

  [[nodiscard]] bool empty() const { return !newest_; }

  void save(EventList& events, ByteWriter& out) const;
  // Sequences of so many events each. Returns the bytes that they take.
  std::size_t load(ByteReader& in, const EventList& events, std::size_t count);

 private:
  std::optional<Pending> newest_, earlier_;
};

struct SequenceState {
  std::vector<Slot> slots;       // [i]: sequences of i + 1 events
  std::vector<Pending> waiting;  // whole, unless an event comes that must be missing
  std::optional<EventOrder> absent, absent_earlier;  // the latest events that must come before none
  std::size_t pending_bytes = 0;

  [[nodiscard]] std::size_t bytes() const {
    return slots.capacity() * sizeof(Slot) + pending_bytes;
  }
  [[nodiscard]] bool empty() const;
};

}  // namespace ak::detect
