// Whether what is recorded as a rename to a free name was one, or an exchange of two files.
#pragma once

#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_table.h"

namespace ak {

// Whether what may be an exchange (renamed_names.h) was one. The file that the items show came to
// the one name or the other: it is known to have had one of them before, or another file to have
// had the old one. REQUIRES: `places` are the act's, from the table as it is.
ResolvedPaths::Rename judge_rename(const FileAct& act, const std::vector<FilePlace>& places,
                                   const FileTable& table);

}  // namespace ak
