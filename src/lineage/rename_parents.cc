#include "lineage/rename_parents.h"

#include <algorithm>
#include <string>

#include "base/path.h"
#include "event/path_items.h"
#include "event/renamed_names.h"
#include "lineage/known_path.h"

namespace ak {
namespace {

bool is_named_child(const PathItem& item) {
  return is_child(item) && item.has_name;
}

}  // namespace

FilesBefore::FilesBefore(const FileAct& act) : act_(act) {
  if (act.effect != FileAct::Effect::renamed) return;
  const std::vector<RenamedName> names = renamed_names(act.items);
  if (names.empty()) return;
  const RenamedName& moved = names.front();
  may_be_exchange_ = may_be_exchange(act);
  if (!may_be_exchange_) at_old_name_ = moved.file;
  for (const PathItem& item : act.items) {
    if (!item.has_name || item.nametype != "DELETE" || same_file(item, *moved.file)) continue;
    at_new_name_ = &item;
  }
}

const PathItem* FilesBefore::of(const PathItem& child) const {
  if (act_.effect != FileAct::Effect::renamed) return &child;
  return is_old_name(act_.items, child) ? at_old_name_ : at_new_name_;
}

void RenameParents::note_order(const Places& places) {
  if (act_.effect != FileAct::Effect::renamed || !act_.complete) return;
  const PathItem* old_parent = nullptr;
  const PathItem* new_parent = nullptr;
  for (const FilePlace& place : places) {
    if (place.item->shares_name) return;  // the old one's comes last in any order
    if (place.parent == nullptr) continue;
    (is_old_name(act_.items, *place.item) ? old_parent : new_parent) = place.parent;
  }
  if (old_parent == nullptr || new_parent == nullptr || old_parent == new_parent) return;
  const bool old_first = old_parent < new_parent;
  // What was presumed until now may be wrong.
  if (!table_.names_old_first(host_) && old_first != act_.names_old_first) table_.note_loss(host_);
  table_.set_names_old_first(host_, old_first);
}

void RenameParents::tell_apart(Places& places, const Parents& parents) {
  const std::optional<bool> first_is_old = choose(places, parents);
  if (!first_is_old) return;
  for (FilePlace& place : places) {
    if (place.parent == nullptr && is_named_child(*place.item)) {
      place.parent = parents[is_old_name(act_.items, *place.item) == *first_is_old ? 0 : 1];
    }
  }
}

std::optional<bool> RenameParents::choose(const Places& places, const Parents& parents) {
  if (const std::optional<bool> shown = table_.names_old_first(host_)) {
    believes_names_ = believes_heard_ = false;
    is_presumed_ = is_guess_ =
        !can_be(places, parents, *shown, false) && can_be(places, parents, !*shown, false);
    return *shown;
  }
  const std::optional<bool> presumed = first_is_old_unless_shown(places, parents);
  is_presumed_ = !presumed || !is_seen(places, parents, *presumed);
  return presumed;
}

std::optional<bool> RenameParents::first_is_old_unless_shown(const Places& places,
                                                             const Parents& parents) {
  const bool is_named_first = can_be(places, parents, true, true);
  const bool is_named_second = can_be(places, parents, false, true);
  bool first = can_be(places, parents, true, false);
  bool second = can_be(places, parents, false, false);
  // The names are of another mount, or what is known is of before an unreported rename.
  for (bool* belief : {&believes_names_, &believes_heard_}) {
    if (first || second) break;
    *belief = false;
    first = can_be(places, parents, true, false);
    second = can_be(places, parents, false, false);
  }
  if (!first && !second) first = second = is_guess_ = true;
  if (is_named_first != is_named_second) return is_named_first;
  if (first != second) return first;
  const std::optional<bool> by_order = first_is_old_by_order(parents);
  return by_order ? by_order : first_is_old_if_new_matters(places, parents);
}

// Where the order is only the usual one, and is that of no plain rename of a file that is known:
// nothing. It was exchanged, or the order is the other.
std::optional<bool> RenameParents::first_is_old_by_order(const Parents& parents) {
  const bool usual = act_.names_old_first;
  if (!before_.may_be_exchanged()) return usual;
  const PathItem& file = *renamed_names(act_.items).front().file;
  return is_known_in(file, *parents[usual ? 1 : 0]) ? std::nullopt : std::optional<bool>(usual);
}

// Where nothing tells: the one way round by which a watched name is the new one. A detection must
// not be blind to it.
std::optional<bool> RenameParents::first_is_old_if_new_matters(const Places& places,
                                                               const Parents& parents) {
  const auto matters_in = [&](const PathItem& parent) {
    return std::any_of(places.begin(), places.end(), [&](const FilePlace& place) {
      const std::string path = is_new_name(place) ? path_of(place, parent) : std::string();
      return !path.empty() && watched_.matters(path, place.is_directory);
    });
  };
  const bool in_first = matters_in(*parents[0]);
  if (in_first == matters_in(*parents[1])) return std::nullopt;
  is_guess_ = true;
  return !in_first;
}

// Whether what was moved is where it came to if the first is the old name's directory. The items of
// what may be an exchange have the inode of the file that came to the old name.
bool RenameParents::is_seen(const Places& places, const Parents& parents, bool first_is_old) {
  if (before_.may_be_exchanged()) return false;
  return std::any_of(places.begin(), places.end(), [&](const FilePlace& place) {
    if (place.item->nametype != "CREATE" || !is_new_name(place) || !place.has_id) return false;
    const std::string path = path_of(place, *parents[first_is_old ? 1 : 0]);
    const std::string other = path_of(place, *parents[first_is_old ? 0 : 1]);
    return !path.empty() && !other.empty() && seen_.came_to(path, other, place.id);
  });
}

bool RenameParents::is_new_name(const FilePlace& place) const {
  return is_named_child(*place.item) && !is_old_name(act_.items, *place.item);
}

// "" where the directory is not known.
std::string RenameParents::path_of(const FilePlace& child, const PathItem& parent) {
  const auto id = id_of(host_, parent);
  const std::string directory = id ? known_path(table_, *id, true).path : std::string();
  return directory.empty() ? directory : path_in(directory, last_component(child.item->name));
}

bool RenameParents::is_known_in(const PathItem& file, const PathItem& directory) {
  const auto file_id = id_of(host_, file);
  const auto directory_id = id_of(host_, directory);
  const FileTable::Entry* known = file_id ? table_.find(*file_id) : nullptr;
  const FileTable::Entry* there = directory_id ? table_.find(*directory_id) : nullptr;
  return known != nullptr && there != nullptr && known->name->parent == there->name &&
         known->name->text == last_component(file.name);
}

// Whether the old name can lie in the first of `parents` and the new in the second, or the other
// way round. `by_name`: a directory that the names tell must then be the one known by that name,
// which in a container it is not.
bool RenameParents::can_be(const Places& places, const Parents& parents, bool first_is_old,
                           bool by_name) {
  return std::all_of(places.begin(), places.end(), [&](const FilePlace& place) {
    if (!is_named_child(*place.item)) return true;
    const bool is_old = is_old_name(act_.items, *place.item);
    const PathItem* parent = parents[is_old == first_is_old ? 0 : 1];
    if (place.parent != nullptr) return place.parent == parent;
    return can_lie_in(place, *parent) && !(by_name && is_known_as_other(place, *parent));
  });
}

bool RenameParents::is_known_as_other(const FilePlace& child, const PathItem& parent) {
  const FileTable::Name* named = table_.find(host_, directory_name(child.text));
  if (named == nullptr || !table_.is_certain(*named)) return false;
  const auto id = id_of(host_, parent);
  return !id || named->ids.front() != *id;
}

bool RenameParents::can_lie_in(const FilePlace& child, const PathItem& parent) {
  const auto id = id_of(host_, parent);
  const FileTable::Entry* directory = id ? table_.find(*id) : nullptr;
  if (directory == nullptr) return true;
  if (directory->certain && believes_names_ && !child.text.empty() &&
      FileTable::path(*directory->name) != directory_name(child.text)) {
    return false;
  }
  const PathItem* before = before_.of(*child.item);
  const auto file_id = before == nullptr ? std::nullopt : id_of(host_, *before);
  const FileTable::Entry* file = file_id ? table_.find(*file_id) : nullptr;
  // Where it is known to be under its name, it is, unless a second link may bear the same.
  const bool is_believed =
      file != nullptr && (file->certain || (believes_heard_ && is_directory(*before)));
  return !is_believed || file->has_other_names ||
         file->name->text != last_component(child.item->name) ||
         file->name->parent == directory->name;
}

}  // namespace ak
