// From what the user named to the list of files to read, oldest record first.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace ak::input {

// Each of `names` in turn:
//   a directory            its log set: audit.log.N … audit.log.1, audit.log, plain or .gz
//   a file `audit.log`     the same, of the directory that it is in
//   anything else          itself
// (auditd renames audit.log to .1, .1 to .2 and so on: the highest number is the oldest.) A file
// that is there both plain and as .gz is taken plain; a file that came before is not taken twice.
// An error names the argument: it does not exist, or is a directory without logs.
[[nodiscard]] Result<std::vector<std::string>> expand_logs(const std::vector<std::string>& names);

// The files that auditd has written with `path` as its log_file, oldest first: path.N … path.1,
// path, plain or .gz. Those that are there; none is no error.
[[nodiscard]] std::vector<std::string> rotated_logs(const std::string& path);

}  // namespace ak::input
