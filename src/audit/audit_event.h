// One whole audit event as a plain value: what the kernel or a program reported under one
// msg=audit(SEC.MS:SERIAL), decoded. It knows nothing of libauparse and nothing of ECS.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ak::audit {

// The identity of an event. Serials restart at boot, so time belongs to it; an aggregator's log
// holds several nodes, so the node does too.
struct EventId {
  std::string node;  // node=…; empty when the records carry none
  TimeMs time = 0;
  std::uint64_t serial = 0;

  auto operator<=>(const EventId&) const = default;
};

struct Field {
  std::string name;         // as in the record: "pid", "name", "a0"
  std::string value;        // as in the record, undecoded, quotes kept off: "0", "2F746D70"
  std::string interpreted;  // decoded and named (bytes, unescaped): "root", "/tmp"; from the
                            // record's own enriched part only, never from this host's databases
};

struct Record {
  int type = 0;      // AUDIT_* of linux/audit.h
  std::string name;  // "SYSCALL", "UNKNOWN[1420]"
  std::vector<Field> fields;

  // The first field of that name; nullptr if there is none.
  [[nodiscard]] const Field* find(std::string_view field) const;
};

struct AuditEvent {
  EventId id;
  std::vector<Record> records;    // in the order they came, EOE left out
  std::vector<std::string> argv;  // EXECVE, split records joined, hex decoded
  std::size_t argc = 0;           // as EXECVE said; > argv.size() when some are lost
  bool partial = false;           // records are known to be missing

  // The first record of that AUDIT_* type; nullptr if there is none.
  [[nodiscard]] const Record* find(int type) const;
};

}  // namespace ak::audit
