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
  };
  enum class Last { itself, target };  // of a link at the end of the path

  // `on_refusal`: why a file was not looked at; null where that was told of its mount before.
  using OnRefusal = std::function<void(const std::string*)>;
  explicit PathWalk(OnRefusal on_refusal) : on_refusal_(std::move(on_refusal)) {}

  // What statx(2) tells of the file; stx_mask is 0 where it may not be looked at. Nothing as
  // find().
  std::optional<struct statx> look(const std::string& path, Last last);

  // Nothing when there is no such file, or it lies on a mount that may hang. `path`: absolute.
  std::optional<Place> find(std::string path, Last last);

 private:
  struct Outcome {
    enum class Kind { found, nothing, turn, mounts_changed } kind = Kind::nothing;
    Place place;
    std::string turn;  // the path to go on with: a link's, or one that leads back up
  };
  using LinkId =
      std::tuple<std::uint32_t, std::uint32_t, std::uint64_t, std::int64_t, std::uint32_t>;

  Outcome walk(const MountTable& mounts, std::string_view path, Last last);
  const std::string& target_of(const Place& link);
  void refuse(const std::string& place, const Mount& mount);
  void refuse_once(const std::string& place, const std::string& reason);

  OnRefusal on_refusal_;
  LiveMounts mounts_;
  UniqueFd root_;
  std::map<LinkId, std::string> targets_;
  std::set<std::string, std::less<>> refused_;  // those that were told of
};

}  // namespace ak
