// One event's names against what is known: which file each is, and by which path it goes.
#pragma once

#include <string>
#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_table.h"
#include "lineage/known_path.h"
#include "lineage/watched_files.h"

namespace ak {

class SeenPlaces;

// A PATH item with what its event and the table say of it.
struct FilePlace {
  const PathItem* item = nullptr;
  const PathItem* parent = nullptr;  // the directory's item, where it can be told
  FileId id;
  FileId parent_id;
  bool has_id = false;
  bool has_parent_id = false;
  bool is_directory = false;
  std::string text;        // the path by the name alone; empty when that does not tell
  std::string path;        // the path; empty when not known
  std::string directory;   // that of the path, or known without it
  bool certain = false;    // the path is known through a certain identity
  bool confirmed = false;  // so it is, and no name speaks against it
  bool may_lead_elsewhere =
      false;                 // by the name alone, which leads back (a/../b), by a link perhaps
  bool stays = false;        // a renamed directory that is where it was known to be: mounted there
  bool is_guessed = false;   // of two directories the one in which the name matters was taken
  bool is_presumed = false;  // of two directories one was taken that nothing has shown to be it
};

// The places of the first limits::kMaxResolvedItems items, in their order. `table` is read; what is
// found counts as used. `seen`: asked whether a watched name leads to the file that the record has,
// where that is known for certain to be another (a chroot, or a mount over it).
std::vector<FilePlace> find_places(const FileAct& act, const WatchedFiles& watched,
                                   FileTable& table, const SeenPlaces& seen);

// A name in a record against the other by which its file is known. A watched name before one that
// is not, then what is certain, then what the record says.
KnownPath choose_path(KnownPath known, const std::string& text, bool is_directory,
                      const WatchedFiles& watched);

}  // namespace ak
