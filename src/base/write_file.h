// Replaces a whole small file, so that a reader sees the old or the new one and nothing between.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace ak {

enum class Durability {
  process,  // survives the process's end
  power,    // survives the machine's, too: waits for the disk
};

// Writes `bytes` to `path` + ".new" and renames that to `path`. The file is the process's own and
// has exactly `mode`, whatever the umask. A link in the way of the new file is not followed. What
// fails leaves `path` as it was.
Status write_file_atomically(const std::string& path, std::string_view bytes, mode_t mode,
                             Durability durability = Durability::process);

}  // namespace ak
