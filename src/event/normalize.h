// An audit event becomes ECS events, and a fact for the process table. No clock, no I/O;
// the parent and whatever else only lineage knows come later.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "event/event.h"
#include "event/local_host.h"
#include "event/path_resolver.h"
#include "event/process_fact.h"

namespace ak::audit {
struct AuditEvent;
}

namespace ak {

struct Normalized {
  std::string host;                    // whose processes and files these are: this host's, for all
                                       // spellings of it, have the name in the options
  std::vector<Event> events;           // none for a record of no interest; several for a rename of
                                       // two watched names
  std::optional<ProcessFact> process;  // none without a SYSCALL record
};

struct NormalizeOptions {
  std::string host_name{};     // for records without node=; empty: host.name is missing
  std::string host_id{};       // for events of that host; empty: host.id is missing
  LocalHost* local = nullptr;  // none in replay
  bool with_extra = false;     // Event::extra is wanted
};

// Asks `paths` once for each event with PATH items, so that it may learn from them.
Normalized normalize(const audit::AuditEvent& audit_event, PathResolver& paths,
                     const NormalizeOptions& options);

}  // namespace ak
