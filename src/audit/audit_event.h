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
  std::string name;   // as in the record: "pid", "name", "a0"
  std::string value;  // as in the record, undecoded, quotes kept off: "0", "2F746D70"

  // What the value means:
  //   text (names, paths, comm, proctitle, keys)  its bytes, unescaped: "/tmp"
  //   a user's or group's id                      its name, if the record tells it; else ""
  //   syscall, arch                               the names: "openat", "x86_64"
  //   exit of a syscall that failed               the error's name: "EACCES"
  //   anything else                               the same as `value`
  // Never from this host's databases. "" for an unquoted (null), which the kernel writes where
  // there is no text: a file really named "(null)" has that as `interpreted`.
  std::string interpreted;

  bool is_cut = false;  // a text whose closing quote is missing, or half of its last byte
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
  std::vector<std::string> argv;  // EXECVE, split records joined, hex decoded; these fields are
                                  // only here, EXECVE's record keeps argc alone
  std::size_t argc = 0;           // as EXECVE said; > argv.size() when some are lost
  bool lacks_args = false;        // arguments are missing, or parts of some
  bool partial = false;           // records are known to be missing, or ends of records
  bool lacks_items = false;       // PATH records may be among them
  bool lacks_call = false;        // the SYSCALL or URINGOP is, which its records accompany
  std::string original;           // the records as they came, a line each; only if asked for
  bool is_after_loss = false;     // since the node's last one it showed that events are missing
  std::uint64_t boot = 0;         // so often the node was booted since the stream began

  // The first record of that AUDIT_* type; nullptr if there is none.
  [[nodiscard]] const Record* find(int type) const;
};

}  // namespace ak::audit
