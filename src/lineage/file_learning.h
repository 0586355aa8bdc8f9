// What one event changes in the table of files. The rules are told in file_identities.h.
#pragma once

#include <string>
#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_table.h"
#include "lineage/watched_files.h"

namespace ak {

// A directory that got another path.
struct MovedDirectory {
  std::string path;
  std::string original;  // empty when not known
  FileId id;             // a default one when not known
};

// Whether what may be an exchange (renamed_names.h) was one. The file that the items show came to
// the one name or the other: it is known to have had one of them before, or another file to have
// had the old one. REQUIRES: as learn().
ResolvedPaths::Rename judge_rename(const FileAct& act, const std::vector<FilePlace>& places,
                                   const FileTable& table);

// Takes in what the event says, and tells which directories it moved. `rename`: what judge_rename()
// says.
// REQUIRES: `places` are the act's, from the table as it is.
std::vector<MovedDirectory> learn(const FileAct& act, const std::vector<FilePlace>& places,
                                  ResolvedPaths::Rename rename, const WatchedFiles& watched,
                                  FileTable& table);

}  // namespace ak
