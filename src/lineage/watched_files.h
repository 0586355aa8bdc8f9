// The files whose names matter most: those that the loaded detections are about. They are looked at
// when the program starts, and a file that has one of these names and others counts under this one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/file_source.h"

namespace ak {

struct WatchedFile {
  std::string path;
  FileSource::File file;
};

// A watched name that leads to another, where no file may be.
struct WatchedLink {
  std::string path;
  std::string target;
};

class WatchedFiles {
 public:
  WatchedFiles() = default;  // none

  // `patterns`: absolute, normalised paths in which `*` stands for any text, "/" too.
  explicit WatchedFiles(std::vector<std::string> patterns);

  // Those of Kubernetes, where no detection tells.
  static WatchedFiles of_kubernetes() {
    return WatchedFiles({"/root/.kube/config", "/home/*/.kube/config", "/var/lib/*/kubeconfig",
                         "/etc/kubernetes/*.conf", "/etc/kubernetes/pki/*",
                         "/etc/kubernetes/manifests/*"});
  }

  // True when the absolute, normalised path is one of theirs.
  [[nodiscard]] bool has(std::string_view path) const;

  // The same of a file that is no directory: a pattern that is the directory of others does not
  // mean it.
  [[nodiscard]] bool has_file(std::string_view path) const;

  // True when the path is a directory of which every file is one of theirs, whatever its name.
  [[nodiscard]] bool has_all_in(std::string_view path) const;

  // True when the path is a directory that one of them can lie in, however deep.
  [[nodiscard]] bool may_be_below(std::string_view path) const;

  // True when the path is one of theirs, or a directory on the way to one.
  [[nodiscard]] bool matters(std::string_view path, bool is_directory) const {
    return is_directory ? has(path) || may_be_below(path) : has_file(path);
  }

  // Those that exist and the directories they may lie in, at most `max_files`. `below`: only what
  // lies there, whatever its name, and that directory; "/" for all. A directory that is left
  // unlisted or cut at the cap is no error; `is_cut` tells whether there may be more for a cap.
  // `dangling` gets those that are links to where no file is, as many again.
  [[nodiscard]] std::vector<WatchedFile> find(const FileSource& source, std::string_view below,
                                              std::size_t max_files, bool* is_cut = nullptr,
                                              std::vector<WatchedLink>* dangling = nullptr) const;

 private:
  std::vector<std::string> patterns_;
  std::vector<std::string> file_patterns_;  // those that are not the directory of others
};

}  // namespace ak
