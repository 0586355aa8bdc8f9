// The names of the files of one event's host, as the event gives and takes them: what is known of
// the one that had the name before, and of the file's other names, follows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lineage/file_places.h"
#include "lineage/file_table.h"
#include "lineage/watched_files.h"

namespace ak {

class FileNaming {
 public:
  // Both outlive it.
  FileNaming(std::string_view host, const WatchedFiles& watched, FileTable& table)
      : host_(FileTable::host_key(host)), watched_(watched), table_(table) {}

  [[nodiscard]] std::uint64_t host() const { return host_; }

  // The file is known no more; with what is below, unless that is known better than the file
  // itself, or may be another's: of the name, or in a host's root. `entry`: what is known of it.
  void forget(const FileId& id, const FileTable::Entry& entry);

  // The place's name is now that file's. Under a name that may lead elsewhere it is not learned.
  void enter(const FilePlace& place, const FileId& id, bool is_directory);

  // Whether the place is known by a mere name, and something there or below for certain: then the
  // name does not take its place.
  [[nodiscard]] bool is_refused(const FilePlace& place) const {
    return is_refused(place.path, place.certain);
  }

  // What was known under the name of a new file is no more, if the name is to be believed.
  void make_way(const FilePlace& place);

  // The file has that name too, from now on or no more; not by a mere name what is certain.
  void note_alias(const FileId& id, const std::string& path, bool is_certain);
  void forget_alias(const FileId& id, const FilePlace& place);

  // The file has lost the name by which it is found. Whether it is known by another from now on, a
  // watched one first: not by one in a directory of which nothing is certain, where the file itself
  // is.
  bool go_by_alias(FileId id);

  // Whether the file counts under its new name rather than under the known one.
  [[nodiscard]] bool takes_over(const FileTable::Entry& entry, const FilePlace& place) const;

  // The name is gone.
  void remove(const FilePlace& place);

  // The file at the place is known by other names alone. Where one is as the record's, and nothing
  // tells that it is in another directory, it may be that one.
  void doubt_namesakes(const FilePlace& place);

  // Whether the place's name, perhaps one of which the path is not known, is that by which the file
  // is found: in a directory that is known to be another (of a chroot, say) it is not.
  [[nodiscard]] bool is_name_of(const FilePlace& place, const FileTable::Entry& entry) const {
    return is_it(place, *entry.name, entry);
  }

 private:
  [[nodiscard]] bool is_refused(const std::string& path, bool is_certain) const;
  [[nodiscard]] bool is_it(const FilePlace& place, const FileTable::Name& name,
                           const FileTable::Entry& entry) const;

  std::uint64_t host_;
  const WatchedFiles& watched_;
  FileTable& table_;
};

}  // namespace ak
