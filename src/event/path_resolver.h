// How a PATH item's name becomes the file's true path. The seam where directory identities
// (dirfd, bind mounts, other mount namespaces) come in; lineage will know them.
#pragma once

#include <string>
#include <string_view>

namespace ak {

// One PATH record, decoded.
struct PathItem {
  std::string name;      // as the program gave it; empty when has_name is false
  bool has_name = true;  // false: (null), the program used a file descriptor
  std::string nametype;  // "NORMAL", "PARENT", "CREATE", "DELETE", "UNKNOWN"
  std::string inode;     // decimal; empty when the record has none
  std::string device;    // "fd:00"
  std::string mode;      // octal, "0100644"
  std::string uid, gid;
  std::string owner, group;  // names, from the enriched part
};

class PathResolver {
 public:
  virtual ~PathResolver() = default;

  // The absolute, normalised path of `item`, whose directory is `parent` (nullptr: the event shows
  // none), as seen from `cwd` on `host`. Empty when it cannot be known.
  [[nodiscard]] virtual std::string resolve(std::string_view host, const PathItem& item,
                                            const PathItem* parent, std::string_view cwd) const = 0;
};

// By the text alone: name joined with cwd.
class TextPathResolver final : public PathResolver {
 public:
  [[nodiscard]] std::string resolve(std::string_view host, const PathItem& item,
                                    const PathItem* parent, std::string_view cwd) const override;
};

}  // namespace ak
