// What one rename changes in the table of files: the files move with what is below them, perhaps
// past each other, and their old names may have been a third file's.
#pragma once

#include <string>
#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_naming.h"
#include "lineage/file_places.h"
#include "lineage/file_table.h"
#include "lineage/watched_files.h"

namespace ak {

// A directory that got another path.
struct MovedDirectory {
  std::string path;
  std::string original;  // empty when not known
  FileId id;             // a default one when not known
  bool confirmed = false;
  bool original_confirmed = false;
};

// Takes in a rename that judge_rename() (judge_rename.h) says is `rename`, and tells which
// directories it moved. `naming` is that of the act's host and of the same `watched` and `table`.
// REQUIRES: as judge_rename().
std::vector<MovedDirectory> learn_rename(const FileAct& act, const std::vector<FilePlace>& places,
                                         ResolvedPaths::Rename rename, const WatchedFiles& watched,
                                         FileTable& table, FileNaming& naming);

}  // namespace ak
