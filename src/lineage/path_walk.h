// The way to a file, walked name by name: a path that is given to the kernel as a whole may lead
// onto a file system that never answers (a server that is away, a user's FUSE program), and whoever
// looks there waits for good.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "lineage/live_mounts.h"
#include "lineage/mount_table.h"
#include "lineage/shunned.h"

namespace ak {

class PathWalk {
 public:
  struct Place {
    UniqueFd fd;                     // stands for the file; cannot be read from
    struct statx status {};          // stx_mask is 0: it may not be looked at
    std::string path;                // the file's own: no link leads on
    bool is_by_others_link = false;  // FileSource::File
  };
  enum class Last { itself, target };  // of a link at the end of the path

  // The directory that is being searched, and whose it is.
  struct Position {
    std::uint32_t owner = 0;
    std::string directory;  // empty: the root
  };

  // `on_refusal`: why a file was not looked at; null where that was told of its mount before.
  using OnRefusal = std::function<void(const std::string*)>;
  explicit PathWalk(OnRefusal on_refusal) : on_refusal_(std::move(on_refusal)) {}

  // Nothing when there is no such file, it lies on a mount that may hang, or the way there is too
  // long. `path`: absolute.
  std::optional<Place> find(const std::string& path, Last last);

  // FileSource::dangling().
  std::optional<std::string> find_missing(const std::string& path);

  // Whether a name may be looked for in the directory, which is the position from now on.
  bool enter(const Place& directory);

  // Which directories are not searched from now on; the walk is nowhere.
  void shun(std::shared_ptr<const Shunned> shunned);

  // How many directories it has not entered for that since the last call.
  std::size_t take_not_entered() { return std::exchange(not_entered_, 0); }

  // Where the walk is, if anywhere: for another thread, which waits for it.
  [[nodiscard]] std::optional<Position> position() const {
    const std::lock_guard lock(mutex_);
    return position_;
  }

 private:
  struct Outcome {
    enum class Kind { found, missing, nothing, turn, mounts_changed, too_far } kind = Kind::nothing;
    Place place;       // where it is missing, its directory but for the path
    std::string turn;  // the path to go on with: a link's, or one that leads back up
  };

  // A link that was followed: what it leads to has that many names after it on the way.
  struct Followed {
    std::uint32_t owner = 0;
    std::size_t names_after = 0;
  };
  struct Way {
    std::size_t steps = 0;
    std::vector<Followed> open;
    std::size_t links = 0;
    bool is_by_others_link = false;
  };
  using LinkId =
      std::tuple<std::uint32_t, std::uint32_t, std::uint64_t, std::int64_t, std::uint32_t>;

  Outcome find(const std::string& path, Last last, Way& way);
  Outcome walk(const MountTable& mounts, std::string_view path, Last last, Way& way);
  static void close_followed(Way& way, std::size_t names_after, std::uint32_t owner);
  const std::string& target_of(const Place& link);
  void refuse(const std::string& place, const Mount& mount);
  void refuse(const std::string& path, std::string_view reason);

  OnRefusal on_refusal_;
  std::shared_ptr<const Shunned> shunned_ = std::make_shared<Shunned>();
  std::size_t not_entered_ = 0;
  mutable std::mutex mutex_;
  std::optional<Position> position_;  // guarded by it
  LiveMounts mounts_;
  UniqueFd root_;
  std::map<LinkId, std::string> targets_;
  // What was told of: apart, so that nobody's links keep a mount from being told of.
  std::set<std::string, std::less<>> refused_mounts_;
  std::set<std::string, std::less<>> refused_paths_;
};

}  // namespace ak
