// What a directory that was renamed is seen to hold a moment later, and what that tells of the
// moment of the rename: a file may have come, or gone, since.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "lineage/file_source.h"
#include "lineage/watched_files.h"

namespace ak {

// A record's time is the kernel's last tick before the call began, which comes a hundred times a
// second at the least (CONFIG_HZ); a file is dated more exactly since Linux 6.13.
inline constexpr TimeMs kTickMs = 10;

class MovedFiles {
 public:
  // `found`: in the directory of that path, and in those below, which are among them.
  MovedFiles(std::string directory, std::vector<WatchedFile> found);

  // Those that are no directories, but may be links to one.
  [[nodiscard]] std::vector<std::string> files() const;

  // Of a path below the directory, by the dates of the file and of the directories on the way: it
  // came into being later; it was there, since nothing was changed since; a link is on the way, so
  // that it had no such path below the old name of the directory. `time`: of the rename.
  [[nodiscard]] bool is_younger_than(TimeMs time, const std::string& path) const;
  [[nodiscard]] bool was_there_at(TimeMs time, const std::string& path) const;
  [[nodiscard]] bool is_behind_link(const std::string& path) const;

  // Whether files may be missing: as many were found as are looked for, or the directories' dates
  // let some have gone since. A rename, too, changes what it moves, within a tick if it need not
  // wait.
  [[nodiscard]] bool may_lack_files_of(TimeMs time) const;

 private:
  [[nodiscard]] std::vector<const FileSource::File*> way_to(const std::string& path) const;

  std::string directory_;
  std::map<std::string, FileSource::File, std::less<>> found_;
};

}  // namespace ak
