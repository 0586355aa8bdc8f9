#include "lineage/seen_places.h"

#include "base/path.h"

namespace ak {
bool SeenPlaces::leads_elsewhere(const FilePlace& place) const {
  if (!can_judge()) return false;
  const bool by_directory = is_child(*place.item);
  const auto file =
      live_->look(by_directory ? std::string(directory_name(place.text)) : place.text);
  return file && file->inode != (by_directory ? place.parent_id : place.id).inode;
}

bool SeenPlaces::is_at_name(const FilePlace& place, const KnownPath& known) const {
  if (!can_judge() || !known.certain || !is_child(*place.item) || !place.has_parent_id ||
      place.text.empty() || place.text == known.path) {
    return false;
  }
  const auto is_at = [&](const std::string& path) {
    const auto there = live_->look(std::string(directory_name(path)));
    return there && there->is_directory && there->inode == place.parent_id.inode;
  };
  return is_at(place.text) && !is_at(known.path);
}

}  // namespace ak
