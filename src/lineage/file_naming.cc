#include "lineage/file_naming.h"

#include "base/path.h"
#include "lineage/file_pins.h"

namespace ak {

void FileNaming::forget(const FileId& id, const FileTable::Entry& entry) {
  if (entry.certain || entry.name->certain == 0) table_.drop(*entry.name);
  table_.forget(id);
}

void FileNaming::enter(const FilePlace& place, const FileId& id, bool is_directory) {
  if (place.leads_back && place.is_mere_name) return;
  if (FileTable::Name* name = table_.make(host_, place.path); name != nullptr) {
    table_.bind(id, *name, place.certain, is_directory);
    settle_pins(watched_, table_, *name);
  }
}

void FileNaming::make_way(const FilePlace& place) {
  FileTable::Name* there = table_.find(host_, place.path);
  if (there == nullptr || (!place.certain && there->certain != 0)) return;
  const bool is_file = there->ids.size() == 1 && there->children.empty();
  if (!is_file || !go_by_alias(there->ids.front(), place.path)) table_.drop(*there);
}

bool FileNaming::go_by_alias(FileId id, const std::string& lost) {
  table_.remove_alias(id, lost);
  const FileTable::Entry* entry = table_.peek(id);
  if (entry == nullptr || entry->aliases.empty()) return false;
  const std::string path = entry->aliases.front();
  const bool certain = entry->certain;
  table_.remove_alias(id, path);
  const FileTable::Name* directory = table_.find(host_, directory_name(path));
  if (directory == nullptr || (certain && !table_.is_certain(*directory))) return false;
  FileTable::Name* name = table_.make(host_, path);
  if (name == nullptr) return false;
  table_.bind(id, *name, certain, false);
  settle_pins(watched_, table_, *name);
  return true;
}

bool FileNaming::takes_over(const FileTable::Entry& entry, const FilePlace& place) const {
  return watched_.has_file(place.path) && !watched_.has_file(FileTable::path(*entry.name));
}

void FileNaming::remove(const FilePlace& place) {
  if (!place.path.empty()) make_way(place);
  if (!place.has_id) return;
  table_.remove_alias(place.id, place.path);
  const FileTable::Entry* entry = table_.find(place.id);
  if (entry == nullptr) return table_.forget(place.id);
  const bool is_it = place.path == FileTable::path(*entry->name);
  if (is_it && go_by_alias(place.id, place.path)) return;
  if (is_it || (place.path.empty() && may_be(place, *entry)) || place.is_directory) {
    forget(place.id, *entry);
  }
}

bool FileNaming::may_be(const FilePlace& place, const FileTable::Entry& entry) const {
  if (!entry.certain || !place.item->has_name) return true;
  const FileTable::Name* directory = entry.name->parent;
  if (directory == nullptr || entry.name->text != base_name(place.item->name)) return false;
  if (!place.has_parent_id) return !entry.has_other_names;
  return !table_.is_certain(*directory);
}

}  // namespace ak
