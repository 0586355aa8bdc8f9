// Which of the records that an audit rule can leave out (list `exclude`) a node's kernel writes: a
// PROCTITLE with each system call, since Linux 3.14, and a CWD where a file was named. Where the
// last events had them, an event without has lost it; where they had none, nothing is missing.
//
// A habit is known from the first such record on, and no more once the node's rules of that list
// change, or kMaxEventsWithout events in a row came without. That its PATHs have kinds (nametype=,
// since Linux 3.10 objtype=) is one of its kernel's for good. They are kept over a restart.
#pragma once

#include <cstdint>
#include <string_view>

#include "audit/recent_nodes.h"
#include "base/bytes.h"

namespace ak::audit {

// What an event has of the records that tell whether others are missing.
struct HabitualRecords {
  bool syscall = false;
  bool uring = false;
  bool title = false;
  bool named_path = false;
  bool directory = false;
  bool lacks_kind = false;  // a PATH does

  // Takes in a record of the event, AUDIT_*, whose fields are `body`.
  void add(int type, std::string_view body);
};

struct Habits {
  bool titles = false;
  bool directories = false;
  bool kinds = false;
};

// Whether the event lacks a record that its node was wont to write when it came.
[[nodiscard]] bool lacks_any(const HabitualRecords& records, Habits habits);

class NodeHabits {
 public:
  // A record of the node came, early or late; AUDIT_*, and its fields.
  void see_record(std::uint64_t node, int type, std::string_view body);

  // The event is complete: what it lacks is less of a habit.
  void see_event(std::uint64_t node, const HabitualRecords& records);

  // As of now.
  [[nodiscard]] Habits of(std::uint64_t node) const;

  // All of it, and that again. load(): REQUIRES nothing was seen. What `in` does not have is left
  // out, and `in` has failed.
  void save(ByteWriter& out) const;
  void load(ByteReader& in);
  void clear() { nodes_.clear(); }

 private:
  static constexpr std::uint8_t kMaxEventsWithout = 8;

  // Events in a row that lacked the record; kMaxEventsWithout: it is no habit.
  struct Node {
    std::uint8_t without_title = kMaxEventsWithout;
    std::uint8_t without_directory = kMaxEventsWithout;
    bool tells_kinds = false;
  };

  RecentNodes<Node> nodes_;
};

}  // namespace ak::audit
