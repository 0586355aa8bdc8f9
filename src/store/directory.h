// The directory and the file that only we may read: alerts tell of attacks, and of what was missed.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "base/result.h"

namespace ak::store {

// Makes the directory (0700, not its parents) if it is missing. An error if it is another's, or
// others may write into it.
Status make_private_directory(const std::string& path);

// Makes the file (0600) if it is missing. An error if it is no plain file, or another's.
Status make_private_file(const std::string& path);

// Tells a file from another of its name; {0, 0}: there is none.
using FileId = std::pair<dev_t, ino_t>;
FileId file_id(const std::string& path);

}  // namespace ak::store
