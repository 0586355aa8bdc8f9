// The files whose names matter most: those that the shipped detections are about. They are looked
// at when the program starts, and a file that has one of these names and others counts under this
// one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/file_source.h"

namespace ak {

// True when the absolute, normalised path is one of theirs.
bool is_watched(std::string_view path);

// True when the path is a directory that one of them can lie in, however deep.
bool may_hold_watched(std::string_view path);

struct WatchedFile {
  std::string path;
  FileSource::File file;
};

// The watched files that exist and the directories they lie in, at most `max_files`. `below`: only
// what lies there, and that directory; "/" for all. A directory that is left unlisted or cut at the
// cap is no error.
std::vector<WatchedFile> find_watched(const FileSource& source, std::string_view below,
                                      std::size_t max_files);

}  // namespace ak
