// The watched files as a running system would show them, from a NAME.identities.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/recordings.h"
#include "base/path.h"
#include "lineage/file_source.h"

namespace ak::test {

// The directories above are made up, since a recording does not tell them.
class ListedFiles final : public FileSource {
 public:
  ListedFiles(const std::string& list, std::string host) : host_(std::move(host)) {
    for (const std::string& line : split_lines(list)) {
      std::istringstream words(line);
      std::string device, path;
      File file;
      words >> device >> file.inode >> path;
      file.device_major = static_cast<std::uint32_t>(std::stoul(device, nullptr, 16));
      file.device_minor =
          static_cast<std::uint32_t>(std::stoul(device.substr(device.find(':') + 1), nullptr, 16));
      const std::string_view name = base_name(path);
      file.is_directory = name == ".kube" || (name.find('.') == std::string_view::npos &&
                                              name != "config" && name != "kubeconfig");
      files_[path] = file;
    }
  }

  [[nodiscard]] std::string_view host() const override { return host_; }

  [[nodiscard]] std::optional<File> look(const std::string& path) const override {
    const auto found = files_.find(path);
    return found == files_.end() ? std::nullopt : std::optional<File>(found->second);
  }

  [[nodiscard]] std::vector<std::string> list(const std::string& directory,
                                              std::size_t max_names) const override {
    std::vector<std::string> names;
    const std::string above = directory == "/" ? "/" : directory + "/";
    for (const auto& [path, file] : files_) {
      if (path.compare(0, above.size(), above) != 0 || names.size() == max_names) continue;
      const std::string name =
          path.substr(above.size(), path.find('/', above.size()) - above.size());
      if (names.empty() || names.back() != name) names.push_back(name);
    }
    return names;
  }

 private:
  std::string host_;
  std::map<std::string, File> files_;
};

}  // namespace ak::test
