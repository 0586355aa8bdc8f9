#include "audit/reader.h"

#include <linux/audit.h>

#include <algorithm>
#include <utility>

#include "audit/record_header.h"

namespace ak::audit {
namespace {

// An EOE is nothing but its head, so that it shows a sender who cuts records short.
bool is_cut_end(std::string_view line) {
  constexpr std::string_view kHead = "type=EOE msg=audit(";
  if (line.starts_with("node=")) line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
  return line.starts_with(kHead) && line.find(')') == std::string_view::npos;
}

// Whether libaudit is too old for the system call, and the log does not name it either.
bool has_unnamed_syscall(const AuditEvent& event) {
  const Record* const record = event.find(AUDIT_SYSCALL);
  const Field* const syscall = record == nullptr ? nullptr : record->find("syscall");
  return syscall != nullptr && syscall->interpreted == syscall->value;
}

// The kernel ends none in a blank: it is of what the log passed through.
std::string_view without_blanks(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\v\f\r") + 1);
}

std::string lines_of(const RawEvent& raw) {
  std::string text;
  for (const RawRecord& record : raw.records) {
    if (!text.empty()) text += '\n';
    text += raw.line(record);
  }
  return text;
}

}  // namespace

Reader::Reader(Counters& counters, Sink sink)
    : counters_(counters),
      sink_(std::move(sink)),
      assembler_(counters, [this](const RawEvent& raw) { finish(raw); }) {}

void Reader::add(std::string_view line) {
  do {
    line = add_first(without_blanks(line));
  } while (!line.empty());
}

std::string_view Reader::add_first(std::string_view line) {
  RecordHeader header;
  if (parse_header(line, header) != HeaderProblem::none) {
    counters_.skipped_lines.fetch_add(1, std::memory_order_relaxed);
    if (is_cut_end(line)) counters_.cut_ends.fetch_add(1, std::memory_order_relaxed);
    return {};
  }
  counters_.records.fetch_add(1, std::memory_order_relaxed);
  const bool is_end = header.type == "EOE";
  assembler_.add(is_end ? line.substr(0, header.body) : line, header);
  return is_end ? line.substr(header.body) : std::string_view();
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
  if (has_unnamed_syscall(event_)) {
    counters_.unnamed_syscalls.fetch_add(1, std::memory_order_relaxed);
  }
  event_.original = keeps_original_ ? lines_of(raw) : std::string();
  sink_(event_);
}

}  // namespace ak::audit
