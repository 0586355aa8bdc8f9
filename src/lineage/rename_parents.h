// In which of two directories that bear one name in the records the names of a rename lie.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_table.h"
#include "lineage/seen_places.h"
#include "lineage/watched_files.h"

namespace ak {

// Which files had the two names of a rename before it, by what its items say together: an item may
// have another's inode (renamed_names.h).
class FilesBefore {
 public:
  explicit FilesBefore(const FileAct& act);

  // The item of the file that had that name before the act; nullptr when it is not known.
  [[nodiscard]] const PathItem* of(const PathItem& child) const;

  [[nodiscard]] bool may_be_exchanged() const { return may_be_exchange_; }

 private:
  const FileAct& act_;
  const PathItem* at_old_name_ = nullptr;
  const PathItem* at_new_name_ = nullptr;
  bool may_be_exchange_ = false;
};

class RenameParents {
 public:
  // All outlive it.
  RenameParents(const FileAct& act, const FilesBefore& before, const WatchedFiles& watched,
                FileTable& table, const SeenPlaces& seen)
      : act_(act),
        before_(before),
        watched_(watched),
        table_(table),
        seen_(seen),
        host_(FileTable::host_key(act.host)) {}

  // The PARENT items come in the order in which the kernel's code took the names, whichever that
  // is: learns it from a rename whose names tell, and are two.
  void note_order(const std::vector<FilePlace>& places);

  // One of the directories was given by a descriptor. The old name lies in one, the new in the
  // other: the order of the records tells, once the host has shown it. Before that it is the one
  // way round that nothing known speaks against; when both would do, that of the usual order. Sets
  // the places' parents, if it can be told.
  void tell_apart(std::vector<FilePlace>& places, const std::vector<const PathItem*>& parents);

  // Whether tell_apart() took the one way round by which a watched name is the new one, or one that
  // all that is known speaks against; of the order that was shown, that what is certain does.
  [[nodiscard]] bool is_guess() const { return is_guess_; }

  // Whether nothing has shown which directory is whose: the host has not shown its order yet, or
  // what is certain speaks against that order, and no look told. What chose one may mislead: names
  // can be a chroot's, what is known outdated, and the order not the usual one.
  [[nodiscard]] bool is_presumed() const { return is_presumed_; }

 private:
  using Places = std::vector<FilePlace>;
  using Parents = std::vector<const PathItem*>;

  std::optional<bool> choose(const Places& places, const Parents& parents);
  std::optional<bool> first_is_old_unless_shown(const Places& places, const Parents& parents);
  bool is_seen(const Places& places, const Parents& parents, bool first_is_old);
  std::optional<bool> first_is_old_by_order(const Parents& parents);
  std::optional<bool> first_is_old_if_new_matters(const Places& places, const Parents& parents);
  [[nodiscard]] bool is_new_name(const FilePlace& place) const;
  std::string path_of(const FilePlace& child, const PathItem& parent);
  bool is_known_in(const PathItem& file, const PathItem& directory);
  bool can_be(const Places& places, const Parents& parents, bool first_is_old, bool by_name);
  bool is_known_as_other(const FilePlace& child, const PathItem& parent);
  bool can_lie_in(const FilePlace& child, const PathItem& parent);

  const FileAct& act_;
  const FilesBefore& before_;
  const WatchedFiles& watched_;
  FileTable& table_;
  const SeenPlaces& seen_;
  std::uint64_t host_;
  bool believes_names_ = true;  // in which directories the names lie
  bool believes_heard_ = true;  // of directories, what names alone told before
  bool is_guess_ = false;
  bool is_presumed_ = false;
};

}  // namespace ak
