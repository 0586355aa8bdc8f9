// The mounts that this process sees, as they are now.
#pragma once

#include "base/fd.h"
#include "lineage/mount_table.h"

namespace ak {

class LiveMounts {
 public:
  // Those of the mount namespace that this process is in at the first call. Read anew if anything
  // was mounted or unmounted since. One that is empty: they cannot be read.
  const MountTable& current();

  // Whether they are others than at the last time that this was asked, or they were read.
  [[nodiscard]] bool has_changed() const;

  // By current(), in any case.
  void read_again() { is_read_ = false; }

 private:
  void read();

  UniqueFd mountinfo_;
  MountTable table_;
  bool is_read_ = false;
};

}  // namespace ak
