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
};

// Whether what the items show as a rename to a free name was an exchange (renamed_names.h): the
// file is known to have had the new name before. REQUIRES: as learn().
bool is_hidden_exchange(const FileAct& act, const std::vector<FilePlace>& places,
                        const FileTable& table);

// Takes in what the event says, and tells which directories it moved. `exchanged`: what
// is_hidden_exchange() says.
// REQUIRES: `places` are the act's, from the table as it is.
std::vector<MovedDirectory> learn(const FileAct& act, const std::vector<FilePlace>& places,
                                  bool exchanged, const WatchedFiles& watched, FileTable& table);

}  // namespace ak
