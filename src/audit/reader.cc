#include "audit/reader.h"

#include <utility>

#include "audit/record_header.h"

namespace ak::audit {

Reader::Reader(Counters& counters, Sink sink)
    : counters_(counters),
      sink_(std::move(sink)),
      assembler_(counters, [this](const RawEvent& raw) { finish(raw); }) {}

void Reader::add(std::string_view line) {
  RecordHeader header;
  if (parse_header(line, header) != HeaderProblem::none) {
    counters_.skipped_lines.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  counters_.records.fetch_add(1, std::memory_order_relaxed);
  assembler_.add(line, header);
}

void Reader::flush() {
  assembler_.flush();
}

void Reader::finish(const RawEvent& raw) {
  if (!parser_.read(raw, event_)) {
    counters_.unparsed_events.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  counters_.events.fetch_add(1, std::memory_order_relaxed);
  if (event_.partial) counters_.partial_events.fetch_add(1, std::memory_order_relaxed);
  sink_(event_);
}

}  // namespace ak::audit
