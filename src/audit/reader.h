// The front of the pipeline: lines of an audit stream in, whole audit events out.
//
//   audit::Reader reader(counters, [&](AuditEvent& event) { … });
//   while (auto line = framer.next()) reader.add(*line);   // input/line_framer.h
//   …
//   reader.flush();   // at the end, and in a live stream after kEventTimeoutMs of silence
//
// Events come out while add() or flush() runs, in the order that assembler.h tells.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>

#include "audit/assembler.h"
#include "audit/audit_event.h"
#include "audit/auparse_reader.h"
#include "base/counters.h"

namespace ak::audit {

class Reader {
 public:
  // Takes each event, which it may move from; must not call the reader.
  using Sink = std::function<void(AuditEvent&)>;

  // `counters`, which must outlive the reader, receives records, events and what is lost on the
  // way: skipped_lines, cut_ends, dropped_records, late_records, duplicate_records, lost_events,
  // unparsed_events, partial_events.
  Reader(Counters& counters, Sink sink);

  // Takes a line without its end and without NULs, as LineFramer makes them. Blanks at its end,
  // which the kernel writes none of, are left out.
  void add(std::string_view line);

  // Completes every open event.
  void flush();

  // Whether events have AuditEvent::original from now on.
  void keep_original(bool keeps) { keeps_original_ = keeps; }

  [[nodiscard]] std::size_t open_events() const { return assembler_.open_events(); }

  // As the Assembler's.
  void expect_stragglers() { assembler_.expect_stragglers(); }
  [[nodiscard]] std::optional<ResumePoint> position() const { return assembler_.position(); }
  void begin_at(ResumePoint point) { assembler_.begin_at(std::move(point)); }
  void save(ByteWriter& out) const { assembler_.save(out); }
  [[nodiscard]] bool load(ByteReader& in) { return assembler_.load(in); }
  void begin_catch_up() { assembler_.begin_catch_up(); }
  void end_catch_up() { assembler_.end_catch_up(); }

 private:
  // Takes the line's record, and returns what follows it: an EOE has nothing behind its head, so
  // that what stands there is another line, which its own end was lost before.
  [[nodiscard]] std::string_view add_first(std::string_view line);

  void finish(const RawEvent& raw);

  Counters& counters_;
  const Sink sink_;
  AuparseReader parser_;
  Assembler assembler_;
  AuditEvent event_;  // used again for each event
  bool keeps_original_ = false;
};

}  // namespace ak::audit
