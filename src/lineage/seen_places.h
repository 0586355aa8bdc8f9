// What the running system shows of the names in one event: whether they lead to the directories and
// files that the event's records have. Its answer is of now, some time after the act. Devices may
// be numbered otherwise than in records (btrfs, overlay), so inodes alone are compared.
#pragma once

#include <string>

#include "base/time.h"
#include "event/path_resolver.h"
#include "lineage/file_places.h"
#include "lineage/file_source.h"

namespace ak {

class SeenPlaces {
 public:
  // `live`: nullptr in replay; those of other hosts' events are not seen either. `looked`: when the
  // last look at the watched files ended: what that taught may be of later than events of before.
  SeenPlaces(const FileAct& act, const FileSource* live, TimeMs looked)
      : live_(live != nullptr && live->host() == act.host ? live : nullptr),
        is_before_look_(act.time < looked) {}

  // Whether anybody can look, and what is known is no later than the act.
  [[nodiscard]] bool can_judge() const { return live_ != nullptr && !is_before_look_; }

  // Whether what is known may be of later than the act: live only.
  [[nodiscard]] bool is_before_look() const { return live_ != nullptr && is_before_look_; }

  // Whether the name leads to another file, or for a new one to another directory, than the record
  // has. No when nobody can judge, or the record has none.
  [[nodiscard]] bool leads_elsewhere(const FilePlace& place) const;

  // Whether the directory is at that path yet.
  [[nodiscard]] bool is_still_at(const std::string& path, const FileId& id) const;

  // Whether the file has that path, of the two that it may have come to, and not the other.
  [[nodiscard]] bool came_to(const std::string& path, const std::string& other,
                             const FileId& id) const;

  // Whether the directory that the record has is not where it was known to be, and is where the
  // name says: its number was another's before, or it was renamed, which no rule reported.
  [[nodiscard]] bool is_at_name(const FilePlace& place, const KnownPath& known) const;

 private:
  [[nodiscard]] bool is_at(const std::string& path, const FileId& id, bool must_be_directory) const;

  const FileSource* live_;
  bool is_before_look_;
};

}  // namespace ak
