#include "lineage/seen_places.h"

#include "base/path.h"

namespace ak {

bool SeenPlaces::leads_elsewhere(const FilePlace& place) const {
  const bool by_directory = is_child(*place.item);
  if (!can_judge() || !(by_directory ? place.has_parent_id : place.has_id)) return false;
  const auto file =
      live_->look(by_directory ? std::string(directory_name(place.text)) : place.text);
  return file && file->inode != (by_directory ? place.parent_id : place.id).inode;
}

bool SeenPlaces::is_at_name(const FilePlace& place, const KnownPath& known) const {
  if (!can_judge() || !known.certain || !is_child(*place.item) || !place.has_parent_id ||
      place.text.empty() || place.text == known.path) {
    return false;
  }
  const AllAnswered all_answered(live_);
  const auto is_in = [&](const std::string& path) {
    return is_still_at(std::string(directory_name(path)), place.parent_id);
  };
  return is_in(place.text) && !is_in(known.path) && all_answered.holds();
}

bool SeenPlaces::is_at(const std::string& path, const FileId& id, bool must_be_directory) const {
  const auto there = live_->look(path);
  return there && there->inode == id.inode && (there->is_directory || !must_be_directory);
}

bool SeenPlaces::came_to(const std::string& path, const std::string& other,
                         const FileId& id) const {
  if (!can_judge()) return false;
  const AllAnswered all_answered(live_);
  return is_at(path, id, false) && !is_at(other, id, false) && all_answered.holds();
}

bool SeenPlaces::is_still_at(const std::string& path, const FileId& id) const {
  return can_judge() && is_at(path, id, true);
}

}  // namespace ak
