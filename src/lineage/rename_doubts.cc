#include "lineage/rename_doubts.h"

#include <algorithm>

#include "event/path_items.h"
#include "event/renamed_names.h"

namespace ak {

const FilePlace* place_of(const std::vector<FilePlace>& places, const PathItem* item) {
  const auto found = std::find_if(places.begin(), places.end(), [&](const FilePlace& place) {
    return item != nullptr && place.item == item;
  });
  return found == places.end() ? nullptr : &*found;
}

void RenameDoubts::doubt_all() {
  for (const FilePlace& place : places_) {
    if (place.is_presumed) presume(place);
    // It may have the name that the program gave, or the one that is known.
    const bool is_disputed = !place.confirmed && place.text != place.path;
    if (is_child(*place.item) && place.is_directory && is_disputed) doubt(place.text, place);
  }
  note_strays();
}

void RenameDoubts::presume(const FilePlace& child) {
  if (child.has_id) table_.presume(child.id);
  for (const FilePlace& place : places_) {
    if (FileTable::Name* name = find_in(place, child)) table_.presume(*name);
  }
}

FileTable::Name* RenameDoubts::find_in(const FilePlace& parent, const FilePlace& child) {
  if (parent.item->nametype != "PARENT" || !parent.has_id) return nullptr;
  const FileTable::Entry* directory = table_.find(parent.id);
  if (directory == nullptr || !directory->is_directory) return nullptr;
  const auto there = directory->name->children.find(last_component(child.item->name));
  return there == directory->name->children.end() ? nullptr : there->second;
}

void RenameDoubts::note_strays() {
  for (const RenamedName& name : renamed_names(act_.items)) {
    const FilePlace* from = place_of(places_, name.from);
    const FilePlace* file = place_of(places_, name.file);
    if (from == nullptr || from->confirmed) continue;
    const std::string_view text = last_component(from->item->name);
    if (may_be_exchange(act_)) table_.note_stray(host_, text, FileTable::Stray::another_file);
    if (file == nullptr || !file->has_id || !file->is_directory || file->stays) continue;
    const FileTable::Entry* entry = table_.peek(file->id);
    if (entry != nullptr && entry->certain && table_.is_confirmed(*entry->name)) continue;
    table_.note_stray(host_, text, FileTable::Stray::directory);
  }
}

void RenameDoubts::doubt(const std::string& path, const FilePlace& place) {
  FileTable::Name* there = table_.find(host_, path);
  if (there != nullptr && !is_in_another(*there, place)) table_.doubt(*there);
}

bool RenameDoubts::is_in_another(const FileTable::Name& name, const FilePlace& place) const {
  if (!place.has_parent_id || name.parent == nullptr || !table_.is_certain(*name.parent)) {
    return false;
  }
  return table_.is_confirmed(*name.parent) && !FileTable::has_file(*name.parent, place.parent_id);
}

void RenameDoubts::doubt_namesake(const FilePlace& from, const FileTable::Name& known) {
  FileTable::Name* const name = table_.find(host_, from.path);
  if (name != nullptr && name != &known && !table_.is_certain(*name)) table_.doubt(*name);
}

}  // namespace ak
