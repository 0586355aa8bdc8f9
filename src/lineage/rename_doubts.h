// What is known of names that a rename may have made untrue, where its records do not tell for
// certain which names those are: doubted, so that nothing that rests on them is confirmed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_table.h"

namespace ak {

// That of the item; nullptr when there is none.
const FilePlace* place_of(const std::vector<FilePlace>& places, const PathItem* item);

class RenameDoubts {
 public:
  // All outlive it.
  RenameDoubts(const FileAct& act, const std::vector<FilePlace>& places, FileTable& table,
               std::uint64_t host)
      : act_(act), places_(places), table_(table), host_(host) {}

  // What the records alone show to be doubtful. Before anything is learned of them.
  void doubt_all();

  // The name at the path, unless is_in_another(). What is known for certain stays, though it may
  // have gone.
  void doubt(const std::string& path, const FilePlace& place);

  // The old name, where the directory is known by another: it may be that which went.
  void doubt_namesake(const FilePlace& from, const FileTable::Name& known);

  // Whether the number of its directory tells that it is not the place, but of that name in a
  // container, say.
  [[nodiscard]] bool is_in_another(const FileTable::Name& name, const FilePlace& place) const;

  // The name in the directory, of which the path need not be known; nullptr if it is none, or has
  // no such.
  FileTable::Name* find_in(const FilePlace& parent, const FilePlace& child);

 private:
  // Whichever of the directories the name is in, what is known of it there may be no more.
  void presume(const FilePlace& child);

  // Directories of which nobody knows for certain where they were, and what an exchange hides.
  void note_strays();

  const FileAct& act_;
  const std::vector<FilePlace>& places_;
  FileTable& table_;
  std::uint64_t host_;
};

}  // namespace ak
