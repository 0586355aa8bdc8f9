// The way to a file, walked name by name: a path that is given to the kernel as a whole may lead
// onto a file system that never answers (a server that is away, a user's FUSE program), and whoever
// looks there waits for good.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/fd.h"
#include "lineage/live_mounts.h"
#include "lineage/mount_table.h"

namespace ak {

class PathWalk {
 public:
  struct Place {
    UniqueFd fd;             // stands for the file; cannot be read from
    struct statx status {};  // stx_mask is 0: it may not be looked at
    std::string path;        // the file's own: no link leads on
  };
  enum class Last { itself, target };  // of a link at the end of the path

  // `on_refusal`: why a file was not looked at; null where that was told of its mount before.
  using OnRefusal = std::function<void(const std::string*)>;
  explicit PathWalk(OnRefusal on_refusal) : on_refusal_(std::move(on_refusal)) {}

  // Nothing when there is no such file, it lies on a mount that may hang, or the way there is too
  // long. `path`: absolute.
  std::optional<Place> find(const std::string& path, Last last);

 private:
  struct Outcome {
    enum class Kind { found, nothing, turn, mounts_changed, too_far } kind = Kind::nothing;
    Place place;
    std::string turn;  // the path to go on with: a link's, or one that leads back up
  };
  using LinkId =
      std::tuple<std::uint32_t, std::uint32_t, std::uint64_t, std::int64_t, std::uint32_t>;

  Outcome walk(const MountTable& mounts, std::string_view path, Last last, std::size_t& steps);
  const std::string& target_of(const Place& link);
  void refuse(const std::string& place, const Mount& mount);
  void refuse(const std::string& path, std::string_view reason);

  OnRefusal on_refusal_;
  LiveMounts mounts_;
  UniqueFd root_;
  std::map<LinkId, std::string> targets_;
  // What was told of: apart, so that nobody's links keep a mount from being told of.
  std::set<std::string, std::less<>> refused_mounts_;
  std::set<std::string, std::less<>> refused_paths_;
};

}  // namespace ak
