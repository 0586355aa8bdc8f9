// Paths that our audit rules report no more, though they should. The kernel's watch of a path is of
// one name in one directory, and ends when that directory is moved, deleted or unmounted; one of a
// tree goes along with the directory. And a rename that exchanges two files leaves the watch of its
// new name with no file, until something else gets the name (Linux 6.18, kernel/audit_watch.c: the
// name is told as given to one file, and then as taken from the other).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_event.h"
#include "base/bytes.h"
#include "event/event.h"
#include "lineage/file_source.h"
#include "lineage/watched_files.h"

namespace ak::app {

class EndedWatches {
 public:
  // REQUIRES: `events` are what the records of this host's `audit_event` tell. `files`: nullptr in
  // replay.
  void note(const audit::AuditEvent& audit_event, const std::vector<Event>& events,
            const WatchedFiles& watched, const FileSource* files);

  // Looks which directories are there again.
  void look(const FileSource& files);

  // How many paths those are now, limits::kMaxEndedWatches at most. Not one of which the directory
  // is gone: there is nothing to report.
  [[nodiscard]] std::size_t size() const;

  void save(ByteWriter& out) const;
  [[nodiscard]] bool load(ByteReader& in);
  void clear();

 private:
  struct Lost {
    std::string directory;    // in which the watch was, or the tree itself
    std::uint64_t inode = 0;  // of the one that the rule went along with; 0: there is none
    bool is_there = false;    // a directory of that name
  };

  void note_rule(const audit::Record& change);
  void note_exchange(const std::vector<Event>& events, const WatchedFiles& watched);
  void note_names(const std::vector<Event>& events);
  void leave(std::string_view path);
  void come_back(std::string_view path, std::uint64_t inode);
  bool make_room();

  std::map<std::string, Lost> lost_;  // by path; until rules are loaded
  std::set<std::string> exchanged_;   // until then too, or the name is given anew
};

}  // namespace ak::app
