// What the derivation of audit rules asks of a host: which names exist, and where links lead. An
// interface, so that rules can be derived from a tree in a test; FilesystemHost is the real one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ak::coverage {

// All paths are absolute. Nothing here throws; what cannot be read is as if it were not there.
class HostView {
 public:
  virtual ~HostView() = default;

  // The names that exist and match `pattern`, sorted by bytes. `*` stands for any run of bytes
  // within one component, a leading dot included.
  [[nodiscard]] virtual std::vector<std::string> glob(std::string_view pattern) const = 0;

  // `path` with every symbolic link resolved; nothing when it leads nowhere.
  [[nodiscard]] virtual std::optional<std::string> resolve(std::string_view path) const = 0;

  // Links are followed.
  [[nodiscard]] virtual bool is_directory(std::string_view path) const = 0;

  // A file's bytes, at most limits::kMaxRuleFileBytes of them; "" when it cannot be read.
  [[nodiscard]] virtual std::string read(std::string_view path) const = 0;
};

// The file system below `root`, seen as a process chrooted there would: absolute links stay inside.
class FilesystemHost final : public HostView {
 public:
  explicit FilesystemHost(std::string root = "/");

  [[nodiscard]] std::vector<std::string> glob(std::string_view pattern) const override;
  [[nodiscard]] std::optional<std::string> resolve(std::string_view path) const override;
  [[nodiscard]] bool is_directory(std::string_view path) const override;
  [[nodiscard]] std::string read(std::string_view path) const override;

 private:
  [[nodiscard]] std::string on_disk(std::string_view path) const;

  std::string root_;  // without a trailing slash: "" for the real root
};

}  // namespace ak::coverage
