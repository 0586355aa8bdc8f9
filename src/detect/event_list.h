// The events that a saved state of sequences names, each once. Events never change, so they are
// shared with the machines that hold them and written out later, on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "detect/event_copy.h"

namespace ak::detect {

class EventList {
 public:
  std::uint64_t number_of(const EventPtr& event);

  // With the names of the fields, so that a program with other fields reads it too.
  void save(ByteWriter& out) const;
  // A field that is no more, or of another type, is left out.
  [[nodiscard]] bool load(ByteReader& in);

  // `in` fails when the number that it has is of no event; nullptr then.
  [[nodiscard]] EventPtr read(ByteReader& in) const;

 private:
  std::vector<EventPtr> events_;
  std::unordered_map<const Event*, std::uint64_t> numbers_;
};

}  // namespace ak::detect
