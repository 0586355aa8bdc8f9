#include "lineage/path_walk.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <utility>

#include "base/limits.h"
#include "base/path.h"

namespace ak {
namespace {

using Place = PathWalk::Place;

// open_tree(2), which C libraries before glibc 2.36 do not have; its number is the same on all
// machines.
constexpr long kOpenTree = 428;

// From one name to the next, those of links too, until the way is too long. Each takes some
// microseconds, and anybody can make a way for others to go.
constexpr std::size_t kMaxSteps = limits::kMaxFileDepth;

// Mounts and unmounts during one look, before it is given up.
constexpr int kMaxChanges = 32;

// Unlike an open, no audit rule on reading sees it: a record of it would have the file looked at
// again. Nothing is mounted by it either, and none that is mounted there is asked.
int place_at(int directory, const char* name) {
  constexpr unsigned kFlags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | O_CLOEXEC;
  const long fd = ::syscall(kOpenTree, directory, name, kFlags);
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(fd);
  return ::openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

constexpr int kLook = AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC;
constexpr unsigned kWanted = STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID;

Place look_at(int directory, const char* name) {
  Place place;
  place.fd.reset(place_at(directory, name));
  constexpr int kFlags = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | kLook;
  if (place.fd && ::statx(place.fd.get(), "", kFlags, kWanted, &place.status) != 0) {
    place.status.stx_mask = 0;
  }
  return place;
}

// What a security module keeps from being looked at, and an old kernel, do not tell.
bool is_on(const Place& place, const Mount& mount) {
  return (place.status.stx_mask & STATX_MNT_ID) == 0 || place.status.stx_mnt_id == mount.id;
}

bool is_link(const Place& place) {
  return place.status.stx_mask != 0 && S_ISLNK(place.status.stx_mode);
}

std::size_t count_names(std::string_view path) {
  std::size_t count = 0;
  bool is_in_name = false;
  for (const char c : path) {
    if (c != '/' && !is_in_name) ++count;
    is_in_name = c != '/';
  }
  return count;
}

std::string joined(std::string_view directory, std::string_view name, std::string_view rest) {
  std::string path(directory);
  for (const std::string_view part : {name, rest}) {
    path += '/';
    path += part;
  }
  return path;
}

}  // namespace

std::optional<Place> PathWalk::find(const std::string& path, Last last) {
  Way way;
  Outcome outcome = find(path, last, way);
  if (outcome.kind != Outcome::Kind::found) return std::nullopt;
  outcome.place.is_by_others_link = way.is_by_others_link;
  return std::move(outcome.place);
}

std::optional<std::string> PathWalk::find_missing(const std::string& path) {
  Way way;
  Outcome outcome = find(path, Last::target, way);
  if (outcome.kind != Outcome::Kind::missing || way.links == 0) return std::nullopt;
  close_followed(way, 0, outcome.place.status.stx_uid);
  if (way.is_by_others_link || !find(path, Last::itself)) return std::nullopt;
  return std::move(outcome.place.path);
}

PathWalk::Outcome PathWalk::find(const std::string& path, Last last, Way& way) {
  std::string next = path;
  int changes = 0;
  while (true) {
    const MountTable& mounts = mounts_.current();
    if (mounts.root() == nullptr) {
      refuse("", "nothing is looked at: what is mounted where cannot be read");
      return {};
    }
    Outcome outcome = walk(mounts, next, last, way);
    switch (outcome.kind) {
      case Outcome::Kind::found:
      case Outcome::Kind::missing:
      case Outcome::Kind::nothing:
        return outcome;
      case Outcome::Kind::turn:
        next = std::move(outcome.turn);
        break;
      case Outcome::Kind::mounts_changed:
        mounts_.read_again();
        way.steps = 0;
        if (++changes <= kMaxChanges) break;
        refuse(path, " is not looked at: what is mounted there cannot be told");
        return {};
      case Outcome::Kind::too_far:
        refuse(path, " is not looked at: the way there is too long");
        return {};
    }
  }
}

// Asks the table before each step, and after it whether the step has led where the table says, as
// something can be mounted in between. Where nothing is audited the step itself asks nothing of
// what is mounted; else the kernel asks for the file's capabilities (audit_copy_inode), and whoever
// mounts within these microseconds can still make it wait.
PathWalk::Outcome PathWalk::walk(const MountTable& mounts, std::string_view path, Last last,
                                 Way& way) {
  const Mount* mount = mounts.root();
  if (!root_) root_.reset(place_at(AT_FDCWD, "/"));
  Place place;  // none: still at the root
  std::string here;
  while (true) {
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    if (path.empty()) break;
    const std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(name.size());
    if (name == ".") continue;
    if (++way.steps > kMaxSteps) return {Outcome::Kind::too_far, {}, {}};
    if (name == "..") return {Outcome::Kind::turn, {}, joined(directory_name(here), "", path)};
    std::string there = here + "/" + std::string(name);
    mount = &mounts.onto(*mount, there);
    if (mount->may_hang) {
      refuse(there, *mount);
      return {};
    }
    if (mounts_.has_changed()) return {Outcome::Kind::mounts_changed, {}, {}};
    place.path = here;
    if (!enter(place)) return {};
    const std::size_t names_after = count_names(path);
    Place directory = std::move(place);
    place =
        look_at(directory.fd ? directory.fd.get() : root_.get(), there.c_str() + here.size() + 1);
    if (!place.fd) {
      if (errno != ENOENT || names_after != 0) return {};
      directory.path = std::move(there);
      return {Outcome::Kind::missing, std::move(directory), {}};
    }
    if (!is_on(place, *mount)) return {Outcome::Kind::mounts_changed, {}, {}};
    if (is_link(place) && (names_after != 0 || last == Last::target)) {
      const std::string& target = target_of(place);
      if (target.empty()) return {};
      way.open.push_back({place.status.stx_uid, names_after});
      ++way.links;
      const std::string_view base = target.front() == '/' ? std::string_view() : here;
      return {Outcome::Kind::turn, {}, joined(base, target, path)};
    }
    close_followed(way, names_after, place.status.stx_uid);
    here = std::move(there);
  }
  if (!place.fd) place = look_at(AT_FDCWD, "/");
  if (!place.fd) return {};
  close_followed(way, 0, place.status.stx_uid);
  place.path = here.empty() ? "/" : std::move(here);
  return {Outcome::Kind::found, std::move(place), {}};
}

bool PathWalk::enter(const Place& directory) {
  const bool is_known = directory.fd && directory.status.stx_mask != 0;
  const std::uint32_t owner = is_known ? directory.status.stx_uid : 0;
  const std::string path = directory.path == "/" ? std::string() : directory.path;
  if (shunned_->has(owner, path, std::chrono::steady_clock::now())) {
    ++not_entered_;
    refuse(path, "/ is not looked at: whoever looked there was kept waiting");
    return false;
  }
  const std::lock_guard lock(mutex_);
  position_ = {owner, path};
  return true;
}

void PathWalk::shun(std::shared_ptr<const Shunned> shunned) {
  shunned_ = std::move(shunned);
  const std::lock_guard lock(mutex_);
  position_.reset();
}

// Of links that lead to a file of that owner, which has that many names after it: all that have as
// many or more were followed to get there.
void PathWalk::close_followed(Way& way, std::size_t names_after, std::uint32_t owner) {
  std::erase_if(way.open, [&](const Followed& link) {
    if (link.names_after < names_after) return false;
    if (link.owner != 0 && link.owner != owner) way.is_by_others_link = true;
    return true;
  });
}

// Read once for each link, whose target never changes: audit rules on reading see it.
const std::string& PathWalk::target_of(const Place& link) {
  const struct statx& status = link.status;
  const LinkId id{status.stx_dev_major, status.stx_dev_minor, status.stx_ino,
                  status.stx_ctime.tv_sec, status.stx_ctime.tv_nsec};
  const auto known = targets_.find(id);
  if (known != targets_.end()) return known->second;
  std::array<char, PATH_MAX> target{};
  const ssize_t size = ::readlinkat(link.fd.get(), "", target.data(), target.size());
  if (targets_.size() >= limits::kMaxLinkTargets) targets_.clear();
  return targets_[id] = std::string(target.data(), size < 0 ? 0 : static_cast<std::size_t>(size));
}

void PathWalk::refuse(const std::string& place, const Mount& mount) {
  const bool is_new =
      refused_mounts_.size() < limits::kMaxToldMounts && refused_mounts_.insert(place).second;
  const std::string reason = place + " is not looked at: its file system (" + mount.type +
                             ") may never answer; files there are known by their names alone";
  on_refusal_(is_new ? &reason : nullptr);
}

void PathWalk::refuse(const std::string& path, std::string_view reason) {
  const bool is_new =
      refused_paths_.size() < limits::kMaxToldMounts && refused_paths_.insert(path).second;
  const std::string text = path + std::string(reason);
  on_refusal_(is_new ? &text : nullptr);
}

}  // namespace ak
