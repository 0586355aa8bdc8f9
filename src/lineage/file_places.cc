#include "lineage/file_places.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/path_items.h"
#include "event/path_text.h"
#include "event/renamed_names.h"
#include "lineage/rename_parents.h"
#include "lineage/seen_places.h"
#include "lineage/watched_files.h"

namespace ak {
namespace {

bool is_usable(std::string_view name) {
  return !name.empty() && name != "." && name != "..";
}

// Whether `..` comes after another component.
bool leads_back(std::string_view name) {
  bool has_component = false;
  while (!name.empty()) {
    const std::string_view component = name.substr(0, name.find('/'));
    name.remove_prefix(std::min(component.size() + 1, name.size()));
    if (component == ".." && has_component) return true;
    if (!component.empty() && component != "." && component != "..") has_component = true;
  }
  return false;
}

class Finder {
 public:
  Finder(const FileAct& act, const WatchedFiles& watched, FileTable& table, const SeenPlaces& seen)
      : act_(act),
        watched_(watched),
        table_(table),
        seen_(seen),
        host_(FileTable::host_key(act.host)),
        before_(act),
        parents_(act, before_, watched, table, seen) {}

  std::vector<FilePlace> run() {
    std::vector<FilePlace> places(std::min(act_.items.size(), limits::kMaxResolvedItems));
    const ParentItems parent_items(act_.items, act_.cwd);
    std::vector<ParentItems::Items> parents;
    for (std::size_t i = 0; i < places.size(); ++i) {
      parents.push_back(parent_items.of(act_.items[i]));
      describe(act_.items[i], only_one(parents[i]), places[i]);
    }
    pair_with_parents(places, parents);
    pair_unnamed(places);
    for (FilePlace& place : places) resolve(place);
    if (act_.effect == FileAct::Effect::renamed) {
      name_unnamed(places);
      part_names(places);
      note_mounted(places);
    }
    return places;
  }

 private:
  void describe(const PathItem& item, const PathItem* parent, FilePlace& place) const {
    place.item = &item;
    place.parent = parent;
    place.is_directory = is_directory(item);
    if (const auto id = id_of(host_, item); id) {
      place.id = *id;
      place.has_id = true;
    }
    place.text = path_by_text(item, parent, act_.cwd);
  }

  // A name that leads back may have passed a link, and ends elsewhere than its text says. Where
  // another file is known to be there, it did.
  void forget_refuted_text(FilePlace& place) const {
    if (!leads_back(place.item->name) || place.text.empty()) return;
    const bool by_directory = is_child(*place.item);
    if (by_directory ? !place.has_parent_id : !place.has_id) return;
    const FileTable::Name* there = table_.find(
        host_, by_directory ? directory_name(place.text) : std::string_view(place.text));
    if (there == nullptr || !table_.is_certain(*there)) return;
    if (there->ids.front() != (by_directory ? place.parent_id : place.id)) place.text.clear();
  }

  // `parents`: those that each place may lie in.
  void pair_with_parents(std::vector<FilePlace>& places,
                         const std::vector<ParentItems::Items>& parents) {
    ParentItems::Items unclear;
    for (const ParentItems::Items& each : parents) {
      if (each.size() == 2) unclear = each;
    }
    if (!unclear.empty() && act_.effect == FileAct::Effect::renamed && act_.complete) {
      parents_.tell_apart(places, unclear);
    }
    if (unclear.empty()) parents_.note_order(places);
    for (FilePlace& place : places) {
      const auto id = place.parent == nullptr ? std::nullopt : id_of(host_, *place.parent);
      place.has_parent_id = id.has_value();
      if (id) place.parent_id = *id;
    }
  }

  // The threads that io_uring leaves an act to tell no name, but before each child its directory.
  // Beside names such items are a file system's own work on its layers. Source:
  // __audit_inode_child() of kernel/auditsc.c.
  void pair_unnamed(std::vector<FilePlace>& places) const {
    const bool has_names = std::any_of(act_.items.begin(), act_.items.end(),
                                       [](const PathItem& item) { return item.has_name; });
    if (has_names || !act_.complete) return;
    for (std::size_t i = 1; i < places.size(); ++i) {
      const FilePlace& before = places[i - 1];
      if (!is_child(*places[i].item) || before.item->nametype != "PARENT") continue;
      places[i].has_parent_id = before.has_id;
      places[i].parent_id = before.id;
    }
  }

  // A file of no name that took another's place, in the same directory, has that one's.
  static void name_unnamed(std::vector<FilePlace>& places) {
    for (FilePlace& to : places) {
      if (to.item->has_name || to.item->nametype != "CREATE" || !to.has_id) continue;
      const auto replaced = std::find_if(places.begin(), places.end(), [&](const FilePlace& other) {
        return other.item->nametype == "DELETE" && other.has_id && other.id != to.id &&
               other.has_parent_id && to.has_parent_id && other.parent_id == to.parent_id;
      });
      if (replaced == places.end() || replaced->path.empty()) continue;
      to.path = replaced->path;
      to.directory = replaced->directory;
      to.certain = replaced->certain;
      to.confirmed = replaced->confirmed;
    }
  }

  // What is known may be of later: that a directory has its new name already. Then it does not tell
  // the old one.
  void part_names(std::vector<FilePlace>& places) const {
    for (FilePlace& old : places) {
      if (old.path.empty() || !is_old_name(act_.items, *old.item)) continue;
      const bool is_new_name = std::any_of(places.begin(), places.end(), [&](const FilePlace& to) {
        return is_child(*to.item) && !is_old_name(act_.items, *to.item) && to.path == old.path &&
               to.text != old.text;
      });
      if (!is_new_name) continue;
      old.path = old.text == old.path ? std::string() : old.text;
      old.directory = directory_name(old.path);
      old.certain = old.confirmed = false;
      old.may_lead_elsewhere = leads_back(old.item->name);
      old.is_presumed = true;
    }
  }

  // A directory that is renamed by another name than the known one, which leads to it yet.
  void note_mounted(std::vector<FilePlace>& places) const {
    for (FilePlace& place : places) {
      if (!place.is_directory || !place.has_id || !is_child(*place.item)) continue;
      const KnownPath known = known_path(table_, place.id, true);
      place.stays = known.certain && is_named_otherwise(places, known.path) &&
                    seen_.is_still_at(known.path, place.id);
    }
  }

  static bool is_named_otherwise(const std::vector<FilePlace>& places, const std::string& path) {
    return std::all_of(places.begin(), places.end(), [&](const FilePlace& place) {
      return !is_child(*place.item) || (!place.path.empty() && place.path != path);
    });
  }

  void resolve(FilePlace& place) {
    const PathItem& item = *place.item;
    forget_refuted_text(place);
    if (act_.unnamed && item.nametype == "NORMAL") {
      place.directory = std::exchange(place.text, std::string());
      return;
    }
    KnownPath known;
    if (is_child(item)) {
      known = in_directory(place);
    } else if (place.has_id) {
      known = known_path(table_, place.id, place.is_directory);
    }
    // Of this file only: of others in the directory the name may hide that they are watched.
    if (place.text.empty() && !is_child(item)) known = by_parent(place, known);
    if (!hides(known, place) && seen_.is_at_name(place, known)) {
      known = {place.text, true, false, true};
    }
    KnownPath chosen = choose_path(known, place.text, place.is_directory, watched_);
    if (known.certain && chosen.path != known.path && seen_.leads_elsewhere(place)) chosen = known;
    place.may_lead_elsewhere = leads_back(item.name) && chosen.path != known.path;
    place.path = std::move(chosen.path);
    place.is_guessed = parents_.is_guess() && is_child(item);
    place.is_presumed = is_child(item) && (parents_.is_presumed() || may_lack_parent());
    place.certain = chosen.certain && !place.is_guessed;
    place.confirmed =
        chosen.confirmed && !place.is_guessed && !place.is_presumed && is_undisputed(place);
    if (!place.path.empty()) place.directory = directory_name(place.path);
  }

  // Of a file that was opened by its name in a directory, and was there already: the kernel's
  // record of the directory is that of the name's, unless the name was a link. So it is less than
  // what is known of the file itself, but for a watched name.
  KnownPath by_parent(const FilePlace& place, KnownPath known) {
    const std::string_view name = last_component(place.item->name);
    const auto parent = only_parent();
    const bool is_of_another = std::any_of(act_.items.begin(), act_.items.end(), is_child);
    if (!parent || is_of_another || act_.links || !is_usable(name) || place.is_directory) {
      return known;
    }
    const std::string directory = known_path(table_, *parent, true).path;
    if (directory.empty()) return known;
    std::string path = path_in(directory, name);
    const bool is_preferred = known.path.empty() || (watched_.matters(path, false) &&
                                                     !watched_.matters(known.path, false));
    return is_preferred ? KnownPath{std::move(path)} : known;
  }

  // Of a rename's two directories one is told alone: whichever that is, both names are in it.
  [[nodiscard]] bool may_lack_parent() const {
    return act_.effect == FileAct::Effect::renamed && !act_.complete;
  }

  // In a log that names the file otherwise, who knows which is right: a rule may have come by a
  // link, or from another namespace, and an unmount not be told. Live it is looked at, unless the
  // last look may be the reason.
  [[nodiscard]] bool is_undisputed(const FilePlace& place) const {
    if (place.text.empty()) return !seen_.is_before_look();
    return seen_.can_judge() || place.text == place.path;
  }

  // Whether by its text a file would get away from those that detections are about: a mount or a
  // rename that no rule reports can make a name look so.
  [[nodiscard]] bool hides(const KnownPath& known, const FilePlace& place) const {
    return watched_.matters(known.path, place.is_directory) &&
           !watched_.matters(place.text, place.is_directory);
  }

  KnownPath in_directory(FilePlace& place) {
    const std::string_view name = last_component(place.item->name);
    if (!place.item->has_name) return by_file(place);
    if (!is_usable(name)) return {};
    if (place.has_parent_id) {
      KnownPath directory = known_path(table_, place.parent_id, true);
      if (!directory.path.empty()) {
        directory.path = path_in(directory.path, name);
        return by_other_path(place, std::move(directory));
      }
    }
    // A directory has one name, so what is known of it itself will do.
    if (place.item->nametype != "DELETE") return {};
    const PathItem* before = before_.of(*place.item);
    const auto id = before == nullptr ? std::nullopt : id_of(host_, *before);
    if (!id || !is_directory(*before)) return {};
    KnownPath file = known_path(table_, *id, true);
    if (last_component(file.path) != name) return {};
    // But for one that is mounted there, and is there yet.
    const bool is_mounted =
        !place.text.empty() && place.text != file.path && seen_.is_still_at(file.path, *id);
    return is_mounted ? KnownPath{} : file;
  }

  // Of a file of no name that goes, if it is known under one alone in that directory. Not
  // confirmed: it may have another there, made before anything was known of it.
  KnownPath by_file(FilePlace& place) {
    place.directory =
        place.has_parent_id ? known_path(table_, place.parent_id, true).path : only_directory();
    if (place.item->nametype != "DELETE" || !place.has_parent_id || !place.has_id) return {};
    const FileTable::Entry* const file = table_.find(place.id);
    if (file == nullptr || file->is_directory != place.is_directory) return {};
    const FileTable::Name* only = nullptr;
    for (const FileTable::Name* name : names_of(*file)) {
      if (!may_lie_in(*name, place)) continue;
      if (only != nullptr) return {};
      only = name;
    }
    if (only == nullptr) return {};
    const bool is_certain = file->certain && only == file->name && !file->has_other_names;
    return {FileTable::path(*only), is_certain && !place.directory.empty(), false, false};
  }

  static std::vector<const FileTable::Name*> names_of(const FileTable::Entry& file) {
    std::vector<const FileTable::Name*> names{file.name};
    names.insert(names.end(), file.aliases.begin(), file.aliases.end());
    return names;
  }

  // Where the place's directory is not known, it may be that of a name in one that is not either.
  static bool may_lie_in(const FileTable::Name& name, const FilePlace& place) {
    if (name.parent == nullptr) return false;
    return place.directory.empty() ? name.parent->ids.empty()
                                   : place.directory == FileTable::path(*name.parent);
  }

  // The same in the directory's other path, if that matters and this does not.
  KnownPath by_other_path(const FilePlace& place, KnownPath known) const {
    const std::string other = table_.other_path(place.parent_id, true);
    if (other.empty() || watched_.matters(known.path, place.is_directory)) return known;
    std::string path = path_in(other, last_component(place.item->name));
    return watched_.matters(path, place.is_directory) ? KnownPath{std::move(path)} : known;
  }

  // Where all PARENT items of the event are one directory that is known.
  std::string only_directory() {
    const auto parent = only_parent();
    return parent ? known_path(table_, *parent, true).path : std::string();
  }

  std::optional<FileId> only_parent() const {
    std::optional<FileId> only;
    for (const PathItem& item : act_.items) {
      if (item.nametype != "PARENT") continue;
      const auto id = id_of(host_, item);
      if (!id || (only && *only != *id)) return std::nullopt;
      only = id;
    }
    return only;
  }

  const FileAct& act_;
  const WatchedFiles& watched_;
  FileTable& table_;
  const SeenPlaces& seen_;
  std::uint64_t host_;
  FilesBefore before_;
  RenameParents parents_;
};

}  // namespace

KnownPath choose_path(KnownPath known, const std::string& text, bool is_directory,
                      const WatchedFiles& watched) {
  if (text.empty()) return known;
  if (known.path.empty() || known.is_passing) return {text, false};
  const bool known_matters = watched.matters(known.path, is_directory);
  if (watched.matters(text, is_directory) != known_matters) {
    return known_matters ? known : KnownPath{text, false};
  }
  return known.certain ? known : KnownPath{text, false};
}

std::vector<FilePlace> find_places(const FileAct& act, const WatchedFiles& watched,
                                   FileTable& table, const SeenPlaces& seen) {
  return Finder(act, watched, table, seen).run();
}

}  // namespace ak
