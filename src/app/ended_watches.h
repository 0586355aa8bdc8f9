// What the kernel reports no more since our rules were loaded, though they stand. Its watch of a
// path is of one name in one directory: the rule is removed when that directory is moved or
// deleted. And a rename that exchanges two files leaves the watch of its new name with no file,
// until something else gets the name (Linux 6.18, kernel/audit_watch.c: the name is told as given
// to one file and then as taken from the other).
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "audit/audit_event.h"
#include "base/bytes.h"
#include "event/event.h"
#include "lineage/watched_files.h"

namespace ak::app {

class EndedWatches {
 public:
  // REQUIRES: `events` are what the records of this host's `audit_event` tell.
  void note(const audit::AuditEvent& audit_event, const std::vector<Event>& events,
            const WatchedFiles& watched);

  // How many paths those are now; limits::kMaxEndedWatches at most.
  [[nodiscard]] std::size_t size() const { return removed_.size() + exchanged_.size(); }

  void save(ByteWriter& out) const;
  [[nodiscard]] bool load(ByteReader& in);
  void clear();

 private:
  void note_rule(const audit::Record& change);
  void note_names(const std::vector<Event>& events);
  void add(std::set<std::string>& paths, std::string path);

  std::set<std::string> removed_;    // until rules are loaded
  std::set<std::string> exchanged_;  // until then too, or the name is given anew
};

}  // namespace ak::app
