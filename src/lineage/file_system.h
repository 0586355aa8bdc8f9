// FileSource over this machine's file systems.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/counters.h"
#include "lineage/file_source.h"
#include "lineage/path_walk.h"

namespace ak {

// Opens no file, so that looking at one leaves no record of its own; directories are listed. Looks
// at nothing that may never answer: there all is as if there were no files. For one thread.
class FileSystem final : public FileSource {
 public:
  // `host`: host.name of this machine's own events. `warn`: told of each place where it does not
  // look. Both outlive this.
  FileSystem(std::string host, Counters& counters, std::function<void(const std::string&)> warn);

  [[nodiscard]] std::string_view host() const override { return host_; }
  [[nodiscard]] std::optional<File> look(const std::string& path) const override;
  [[nodiscard]] std::optional<std::string> dangling(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& directory,
                                              std::size_t max_names) const override;

 private:
  std::string host_;
  mutable PathWalk walk_;
};

}  // namespace ak
