#include "lineage/file_naming.h"

#include <algorithm>

#include "base/path.h"
#include "lineage/file_pins.h"

namespace ak {

void FileNaming::forget(const FileId& id, const FileTable::Entry& entry) {
  const FileTable::Name& name = *entry.name;
  const bool is_its_alone = name.ids.size() == 1 && name.parent != nullptr;
  if (entry.certain || (is_its_alone && name.certain == 0)) table_.drop(*entry.name);
  table_.forget(id);
}

void FileNaming::enter(const FilePlace& place, const FileId& id, bool is_directory) {
  if (place.may_lead_elsewhere) return;
  if (FileTable::Name* name = table_.make(host_, place.path); name != nullptr) {
    table_.bind(id, *name, place.certain, is_directory);
    if (place.certain) table_.renew(*name, true);
    if (place.is_presumed) table_.presume(*name);
    settle_pins(watched_, table_, *name);
  }
}

bool FileNaming::is_refused(const std::string& path, bool is_certain) const {
  if (is_certain) return false;
  const FileTable::Name* there = table_.find(host_, path);
  return there != nullptr && (there->certain != 0 || table_.certain_file(*there) != nullptr);
}

void FileNaming::make_way(const FilePlace& place) {
  FileTable::Name* there = table_.find(host_, place.path);
  if (there == nullptr) return;
  if (is_refused(place)) return;
  const bool is_file = there->ids.size() == 1 && there->children.empty();
  if (!is_file || !go_by_alias(there->ids.front())) table_.drop(*there);
}

void FileNaming::note_alias(const FileId& id, const std::string& path, bool is_certain) {
  if (is_refused(path, is_certain)) return;
  FileTable::Name* name = table_.add_alias(id, path);
  if (name == nullptr) return;
  table_.renew(*name, is_certain);
  pin_watched(watched_, table_, *name);
}

void FileNaming::forget_alias(const FileId& id, const FilePlace& place) {
  FileTable::Name* name = table_.find(host_, place.path);
  if (name == nullptr || name->alias_of != id) return;
  if (is_it(place, *name, *table_.peek(id))) table_.remove_alias(*name);
}

bool FileNaming::go_by_alias(FileId id) {
  const FileTable::Entry* entry = table_.peek(id);
  if (entry == nullptr) return false;
  const bool is_certain = entry->certain;
  FileTable::Name* next = nullptr;
  for (FileTable::Name* alias : entry->aliases) {
    if (is_certain && (alias->parent == nullptr || !table_.is_certain(*alias->parent))) continue;
    const bool is_watched = watched_.has_file(FileTable::path(*alias));
    if (next == nullptr || is_watched) next = alias;
    if (is_watched) break;
  }
  if (next == nullptr) return false;
  FileTable::Name& name = *next;
  table_.bind(id, name, is_certain, false);
  settle_pins(watched_, table_, name);
  return true;
}

bool FileNaming::takes_over(const FileTable::Entry& entry, const FilePlace& place) const {
  return watched_.has_file(place.path) && !watched_.has_file(FileTable::path(*entry.name));
}

void FileNaming::doubt_namesakes(const FilePlace& place) {
  const FileTable::Entry* entry = table_.peek(place.id);
  if (entry == nullptr || place.confirmed || !place.item->has_name) return;
  const auto doubt = [&](FileTable::Name& name) {
    if (name.parent == nullptr || name.text != base_name(place.item->name)) return;
    const bool is_told_apart =
        place.has_parent_id && table_.is_certain(*name.parent) && table_.is_confirmed(*name.parent);
    if (!is_told_apart) table_.doubt(name);
  };
  doubt(*entry->name);
  for (FileTable::Name* alias : entry->aliases) doubt(*alias);
}

void FileNaming::remove(const FilePlace& place) {
  if (!place.path.empty()) make_way(place);
  if (!place.has_id) return;
  forget_alias(place.id, place);
  const FileTable::Entry* entry = table_.find(place.id);
  if (entry == nullptr) return table_.forget(place.id);
  const bool was_it = is_name_of(place, *entry);
  if (was_it && go_by_alias(place.id)) return;
  if (was_it || place.is_directory) return forget(place.id, *entry);
  doubt_namesakes(place);
}

bool FileNaming::is_it(const FilePlace& place, const FileTable::Name& name,
                       const FileTable::Entry& entry) const {
  if (!place.path.empty() && place.path != FileTable::path(name)) return false;
  if (place.certain || !entry.certain || !place.item->has_name) return true;
  const FileTable::Name* directory = name.parent;
  if (directory == nullptr || name.text != base_name(place.item->name)) return false;
  if (!place.has_parent_id) return !entry.has_other_names;
  return !table_.is_certain(*directory);
}

}  // namespace ak
