// What is mounted where, as /proc/self/mountinfo tells (proc(5)), and what of it may keep a reader
// waiting for good. Pure: no I/O. Users may mount (FUSE), so any byte can stand in it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace ak {

// True when file systems of that type wait for another machine or for a user's program, which may
// never answer; proc does where it shows a process's memory.
bool may_never_answer(std::string_view file_system_type);

struct Mount {
  std::uint64_t id = 0;
  std::string type;
  bool may_hang = false;
};

class MountTable {
 public:
  MountTable() = default;  // nothing is known

  // What `/` lies on, and what /etc/kubernetes does, may not hang: without these there is nothing
  // to watch.
  explicit MountTable(std::string_view mountinfo);

  // The mount that `/` lies on; null: not known.
  [[nodiscard]] const Mount* root() const { return knows_root_ ? &root_ : nullptr; }

  // Where one comes who goes to `path`, absolute and without links, from its directory on `mount`:
  // what was mounted there last, or else `mount` still.
  [[nodiscard]] const Mount& onto(const Mount& mount, const std::string& path) const;

 private:
  // The mount on which it lies, and where.
  using Place = std::pair<std::uint64_t, std::string>;

  void find_root(const std::set<std::uint64_t>& ids);
  void trust_way_to(std::string_view path);

  std::map<Place, Mount> mounts_;
  Mount root_;
  bool knows_root_ = false;
};

}  // namespace ak
