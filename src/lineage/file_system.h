// FileSource over this machine's file systems.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/file_source.h"

namespace ak {

// Opens no file, so that looking at one leaves no record of its own; directories are listed.
class FileSystem final : public FileSource {
 public:
  // `host`: host.name of this machine's own events.
  explicit FileSystem(std::string host);

  [[nodiscard]] std::string_view host() const override { return host_; }
  [[nodiscard]] std::optional<File> look(const std::string& path) const override;
  [[nodiscard]] std::vector<std::string> list(const std::string& directory,
                                              std::size_t max_names) const override;

 private:
  std::string host_;
};

}  // namespace ak
