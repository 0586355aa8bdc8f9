// Gathers records into events by their id (node, time, serial), and says when an event is complete:
//   - its EOE came, and it has the SYSCALL or URINGOP of each event with an EOE, and all that its
//     node is wont to write (node_habits.h); else the EOE may have overtaken what it lacks, which
//     is waited for during kGraceRecords further records. In a log, which may have passed through
//     what does not keep the order, those are waited for in any case: a record that only some
//     events have (BPRM_FCAPS, SOCKADDR) may still come;
//   - its PROCTITLE came, and after it kGraceRecords further records of the stream (without an EOE,
//     PROCTITLE is an event's last record unless the stream is in disorder: records that come
//     within the grace still belong to it, so a stream gives the same events with its EOEs
//     removed);
//   - its record's type stands alone (record_type.h). Where system calls are audited too, the one
//     that carried it may come under the same id, right behind: that is an event besides;
//   - event time of its node has moved kEventTimeoutMs past its last record, and kGraceRecords
//     records came since (a record's own time says little here: a syscall that blocked for an hour
//     reports the hour it began); or kSilentRecords came, of whatever nodes;
//   - it is the longest silent one and the caps on open events are met;
//   - flush().
// Events come out in the order in which they began (a fork goes before what its child did, though
// the call returns later), as far as that takes no long wait: an event that is complete is held
// back by one that began before it and was heard of within the last kGraceRecords records, and for
// kGraceRecords records at most (in a log kLogGraceRecords). So is it by one that waits for its
// EOE. Of a log's events that are held at one time, those of one node come out by their serials.
//
// All bounded, O(1) for a record. Counted: `dropped_records` beyond an event's caps, `late_records`
// for records of an event that is out already (they are not an event again), `duplicate_records`
// for those that say once more, byte for byte, what one of the kDuplicateWindow before it in its
// event said (dropped), and `lost_events` (serial_gaps.h). An EOE of an unknown event is of no
// consequence. A node's clock is that of its records, and goes back where their times have.
//
// What was read of a stream can be saved, so that another assembler goes on behind it: with the
// stream's log from the ResumePoint on. What then comes of events that were complete already, or
// that were caught up on, is `caught_up_again`, and nothing else: events that had begun at the
// log's end wait on while it passes by, since their records follow.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/node_clocks.h"
#include "audit/node_habits.h"
#include "audit/raw_event.h"
#include "audit/record_header.h"
#include "audit/resume_point.h"
#include "audit/serial_gaps.h"
#include "base/bytes.h"
#include "base/counters.h"
#include "base/limits.h"

namespace ak::audit {

class Assembler {
 public:
  // Takes each complete event, valid during the call; must not call the assembler.
  using Sink = std::function<void(const RawEvent&)>;

  // `counters` must outlive the assembler.
  Assembler(Counters& counters, Sink sink);

  // From now on records may come after their event's EOE, and are waited for: it is a log. auditd
  // keeps the order for its plugins, which have no time to wait.
  void expect_stragglers() { expects_stragglers_ = true; }

  // Takes the record in `line`, whose parsed head is `header`. Copies what it keeps.
  void add(std::string_view line, const RecordHeader& header);

  // Completes every open event: the stream has ended, or has been silent for kEventTimeoutMs.
  void flush();

  // Where a log of the stream is to be read on from; nothing before the first record.
  [[nodiscard]] std::optional<ResumePoint> position() const;

  // As if the stream up to there had been read, of which nothing is known. REQUIRES: as load().
  void begin_at(ResumePoint point) { loaded_ = std::move(point); }

  // The position, the ids of complete events, and how far the serials are. The events that are not
  // complete are to be read again. load(): false if `in` has not what save() wrote,
  // whole; nothing is known then. REQUIRES:
  // nothing was added before load().
  void save(ByteWriter& out) const;
  [[nodiscard]] bool load(ByteReader& in);

  // Between the two, what is added comes out of a log, and the stream may bring it again.
  void begin_catch_up() {
    max_closed_ = limits::kMaxCaughtUpEvents;
    caught_up_records_ = UINT64_MAX;
  }
  void end_catch_up() {
    max_closed_ = limits::kMaxClosedEvents;
    caught_up_records_ = record_count_;
  }

  [[nodiscard]] std::size_t open_events() const { return waiting_.count + queue_.size(); }

 private:
  using Slot = std::uint32_t;
  static constexpr Slot kNoSlot = UINT32_MAX;
  static constexpr Slot kClosed = UINT32_MAX - 1;  // in index_: the event is out
  static constexpr Slot kAlone = UINT32_MAX - 2;   // the same of one whose record stood alone
  // The same two, of events whose records may come again.
  static constexpr Slot kCaughtUp = UINT32_MAX - 3;
  static constexpr Slot kCaughtUpAlone = UINT32_MAX - 4;
  static constexpr bool is_closed(Slot slot) { return slot >= kCaughtUpAlone && slot != kNoSlot; }
  static constexpr Slot closed(bool stood_alone, bool may_come_again) {
    if (may_come_again) return stood_alone ? kCaughtUpAlone : kCaughtUp;
    return stood_alone ? kAlone : kClosed;
  }

  struct Key {
    std::uint64_t node_hash;  // 64 bits: two nodes of one stream will not share it
    TimeMs time;
    std::uint64_t serial;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };

  struct OpenEvent {
    RawEvent raw;
    Key key{};
    bool is_queued = false;  // it stands in queue_, else in waiting_
    bool is_done = false;    // nothing more is awaited
    bool has_ended = false;  // its EOE came
    HabitualRecords has;
    Habits habits;                   // its node's at its last record
    std::uint64_t first_record = 0;  // the stream's count of records at its first one
    std::uint64_t last_record = 0;   // the same at its PROCTITLE, or its last record
    TimeMs last_clock = 0;           // event time of its node at its last record
    Slot previous = kNoSlot;         // in waiting_
    Slot next = kNoSlot;
  };

  // Events that wait for more records, the longest silent one first: a list through the slots.
  struct WaitingList {
    Slot first = kNoSlot;
    Slot last = kNoSlot;
    std::size_t count = 0;
  };

  Slot open(const Key& key, std::string_view node);
  void note_position(const RecordHeader& header);
  [[nodiscard]] std::uint64_t note_serial(const Key& key, int type);
  void append(OpenEvent& event, std::string_view line, const RecordHeader& header, int type);
  void advance(Slot slot, int type);
  [[nodiscard]] static bool lacks_records(const OpenEvent& event);
  void wait(Slot slot);
  void stop_waiting(Slot slot);
  void enqueue(Slot slot, bool is_done);
  [[nodiscard]] bool is_silent(const OpenEvent& event) const;
  void settle();
  [[nodiscard]] std::uint64_t held_back_records() const {
    return expects_stragglers_ ? limits::kLogGraceRecords : limits::kGraceRecords;
  }
  [[nodiscard]] std::deque<Slot>::iterator place_of(const OpenEvent& event);
  [[nodiscard]] bool comes_before(const OpenEvent& a, const OpenEvent& b) const;
  [[nodiscard]] static bool are_of_one_numbering(const OpenEvent& a, const OpenEvent& b);
  [[nodiscard]] bool is_held_back(const OpenEvent& event) const;
  void enforce_caps();
  void emit_first();
  void emit(Slot slot);
  void remember_closed(const Key& key, Slot state);
  [[nodiscard]] std::vector<const OpenEvent*> oldest_first() const;

  Counters& counters_;
  const Sink sink_;
  SerialGaps gaps_;
  NodeHabits habits_;
  std::vector<OpenEvent> slots_;  // used again, with their memory
  std::vector<Slot> free_slots_;
  std::unordered_map<Key, Slot, KeyHash> index_;
  WaitingList waiting_;
  std::deque<Slot> queue_;  // complete but for an EOE that may come, in order of emission
  std::deque<Key> closed_;  // the ids that index_ holds as closed, oldest first
  std::size_t open_bytes_ = 0;
  std::uint64_t record_count_ = 0;
  NodeClocks clocks_;
  bool expects_stragglers_ = false;
  EventId last_;  // of the last record that is not an EOE
  std::optional<ResumePoint> loaded_;
  std::size_t max_closed_ = limits::kMaxClosedEvents;
  std::uint64_t caught_up_records_ = 0;  // record_count_ at the end of the catch-up
};

}  // namespace ak::audit
