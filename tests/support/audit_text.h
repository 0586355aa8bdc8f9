// Audit logs and events as text, for tests: logs become events, events become text to compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_event.h"
#include "base/counters.h"

namespace ak::test {

// The events of `log`, read as a stream from auditd; what was counted is in `counters`.
std::vector<audit::AuditEvent> read_events(std::string_view log, Counters& counters);
std::vector<audit::AuditEvent> read_events(std::string_view log);

// The same read as a file, whose records may have lost their order.
std::vector<audit::AuditEvent> read_log(std::string_view log, Counters& counters);

// One event as lines:
//   1795355549.953:12408 [node=N] [partial]
//     PATH name="2F746D70" -> "/tmp"      (what is decoded is shown where it differs)
//     argv[2 of 3] "ls" "-l"
std::string to_string(const audit::AuditEvent& event);
std::string to_string(const std::vector<audit::AuditEvent>& events);

// Each event's text, sorted: for streams in which only the order may differ.
std::vector<std::string> sorted_texts(const std::vector<audit::AuditEvent>& events);

// The log without its EOE records; without what auditd appends after 0x1D.
std::string without_eoe(std::string_view log);
std::string without_names(std::string_view log);

// The lines of both logs by turns, until both are at their end.
std::string interleave(std::string_view a, std::string_view b);

std::vector<std::string> split_lines(std::string_view text);

// The *.log files in `directory`, sorted by name, as paths; and a file's contents.
std::vector<std::string> recordings(const std::string& directory);
std::string read_file(const std::string& path);

}  // namespace ak::test
