#include "lineage/path_walk.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
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

// Links, and names that lead back up, before it is a loop. The kernel follows 40 links.
constexpr int kMaxTurns = 128;

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

std::string joined(std::string_view directory, std::string_view name, std::string_view rest) {
  std::string path(directory);
  for (const std::string_view part : {name, rest}) {
    path += '/';
    path += part;
  }
  return path;
}

}  // namespace

// Where nothing may hang, as on most nodes, the kernel goes there at once, in a tenth of the time.
// Not where users make links: one may lead by way of /proc to what is mounted in a container alone.
std::optional<struct statx> PathWalk::look(const std::string& path, Last last) {
  const MountTable& mounts = mounts_.current();
  if (mounts.root() == nullptr || mounts.may_hang() || !path.starts_with("/etc/")) {
    const std::optional<Place> place = find(path, last);
    return place ? std::optional(place->status) : std::nullopt;
  }
  struct statx status {};
  const int flags = kLook | (last == Last::itself ? AT_SYMLINK_NOFOLLOW : 0);
  if (::statx(AT_FDCWD, path.c_str(), flags, kWanted, &status) != 0) return std::nullopt;
  return status;
}

std::optional<Place> PathWalk::find(std::string path, Last last) {
  int changes = 0;
  for (int turns = 0; turns < kMaxTurns; ++turns) {
    const MountTable& mounts = mounts_.current();
    if (mounts.root() == nullptr) {
      refuse_once("", "nothing is looked at: what is mounted where cannot be read");
      return std::nullopt;
    }
    Outcome outcome = walk(mounts, path, last);
    switch (outcome.kind) {
      case Outcome::Kind::found:
        return std::move(outcome.place);
      case Outcome::Kind::nothing:
        return std::nullopt;
      case Outcome::Kind::turn:
        path = std::move(outcome.turn);
        break;
      case Outcome::Kind::mounts_changed:
        mounts_.read_again();
        if (++changes > kMaxChanges) {
          refuse_once(path, path + " is not looked at: what is mounted there cannot be told");
          return std::nullopt;
        }
        break;
    }
  }
  refuse_once(path, path + " is not looked at: too many links lead there");
  return std::nullopt;
}

// Asks the table before each step, and after it whether the step has led where the table says, as
// something can be mounted in between. Where nothing is audited the step itself asks nothing of
// what is mounted; else the kernel asks for the file's capabilities (audit_copy_inode), and whoever
// mounts within these microseconds can still make it wait.
PathWalk::Outcome PathWalk::walk(const MountTable& mounts, std::string_view path, Last last) {
  const Mount* mount = mounts.root();
  if (!root_) root_.reset(place_at(AT_FDCWD, "/"));
  Place place;  // none: still at the root
  std::string here;
  std::size_t depth = 0;
  while (true) {
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    if (path.empty()) break;
    const std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(name.size());
    if (name == ".") continue;
    if (name == "..") return {Outcome::Kind::turn, {}, joined(directory_name(here), "", path)};
    if (++depth > limits::kMaxFileDepth) return {};
    std::string there = here + "/" + std::string(name);
    mount = &mounts.onto(*mount, there);
    if (mount->may_hang) {
      refuse(there, *mount);
      return {};
    }
    if (mounts_.has_changed()) return {Outcome::Kind::mounts_changed, {}, {}};
    const int from = place.fd ? place.fd.get() : root_.get();
    place = look_at(from, there.c_str() + here.size() + 1);
    if (!place.fd) return {};
    if (!is_on(place, *mount)) return {Outcome::Kind::mounts_changed, {}, {}};
    const bool is_last = path.find_first_not_of('/') == std::string_view::npos;
    if (is_link(place) && (!is_last || last == Last::target)) {
      const std::string& target = target_of(place);
      if (target.empty()) return {};
      const std::string_view base = target.front() == '/' ? std::string_view() : here;
      return {Outcome::Kind::turn, {}, joined(base, target, path)};
    }
    here = std::move(there);
  }
  if (!place.fd) place = look_at(AT_FDCWD, "/");
  if (!place.fd) return {};
  return {Outcome::Kind::found, std::move(place), {}};
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
  refuse_once(place, place + " is not looked at: its file system (" + mount.type +
                         ") may never answer; files there are known by their names alone");
}

void PathWalk::refuse_once(const std::string& place, const std::string& reason) {
  const bool is_told = refused_.contains(place) || refused_.size() >= limits::kMaxToldMounts;
  if (!is_told) refused_.insert(place);
  on_refusal_(is_told ? nullptr : &reason);
}

}  // namespace ak
