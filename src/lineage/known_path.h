// Which file a record's item is, and by which path the table knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "event/path_resolver.h"
#include "lineage/file_table.h"

namespace ak {

// Nothing when the item does not say: its record has no such fields, or was cut.
std::optional<FileId> id_of(std::uint64_t host, const PathItem& item);

struct KnownPath {
  std::string path;  // empty: not known
  bool certain = false;
  bool is_passing = false;  // known by heard numbers that may be another file's now
  bool confirmed = false;   // certain, and not moved by a name alone
};

// Counts as a use. What has only another path (FileTable::note_other_path()) has that.
KnownPath known_path(FileTable& table, const FileId& id, bool is_directory);

}  // namespace ak
