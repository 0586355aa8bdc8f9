// What one event changes in the table of files. The rules are told in file_identities.h.
#pragma once

#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_rename.h"
#include "lineage/file_table.h"
#include "lineage/watched_files.h"

namespace ak {

// Takes in what the event says, and tells which directories it moved. `rename`: what judge_rename()
// says.
// REQUIRES: `places` are the act's, from the table as it is.
std::vector<MovedDirectory> learn(const FileAct& act, const std::vector<FilePlace>& places,
                                  ResolvedPaths::Rename rename, const WatchedFiles& watched,
                                  FileTable& table);

}  // namespace ak
