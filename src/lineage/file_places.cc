#include "lineage/file_places.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/path_items.h"
#include "event/path_text.h"
#include "event/renamed_names.h"
#include "lineage/seen_places.h"
#include "lineage/watched_files.h"

namespace ak {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<FileId> id_of(std::uint64_t host, const PathItem& item) {
  if (item.mode.empty()) return std::nullopt;  // without it nobody knows a file from a directory
  const std::string_view device = item.device;
  const std::size_t colon = device.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto major = parse_number(device.substr(0, colon), 16);
  const auto minor = parse_number(device.substr(colon + 1), 16);
  const auto inode = parse_number(item.inode, 10);
  if (!major || !minor || !inode || *inode == 0) return std::nullopt;
  return FileId{host, FileTable::device(*major, *minor), *inode};
}

bool is_same_file(const PathItem& a, const PathItem& b) {
  return !a.inode.empty() && a.inode == b.inode && a.device == b.device;
}

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

std::string in(const std::string& directory, std::string_view name) {
  return (directory == "/" ? std::string() : directory) + "/" + std::string(name);
}

class Finder {
 public:
  Finder(const FileAct& act, const WatchedFiles& watched, FileTable& table, const SeenPlaces& seen)
      : act_(act),
        watched_(watched),
        table_(table),
        seen_(seen),
        host_(FileTable::host_key(act.host)) {}

  std::vector<FilePlace> run() {
    std::vector<FilePlace> places(std::min(act_.items.size(), limits::kMaxResolvedItems));
    if (act_.effect == FileAct::Effect::renamed) find_files_before();
    for (std::size_t i = 0; i < places.size(); ++i) describe(act_.items[i], places[i]);
    pair_with_parents(places);
    for (FilePlace& place : places) resolve(place);
    if (act_.effect == FileAct::Effect::renamed) part_names(places);
    return places;
  }

 private:
  void describe(const PathItem& item, FilePlace& place) const {
    place.item = &item;
    place.is_directory = is_directory(item);
    if (const auto id = id_of(host_, item); id) {
      place.id = *id;
      place.has_id = true;
    }
    place.text = path_by_text(item, parent_of(act_.items, item, act_.cwd), act_.cwd);
    place.leads_back = leads_back(item.name);
  }

  // A name that leads back may have passed a link, and ends elsewhere than its text says. Where
  // another file is known to be there, it did.
  void forget_refuted_text(FilePlace& place) const {
    if (!place.leads_back || place.text.empty()) return;
    const bool by_directory = is_child(*place.item);
    if (by_directory ? !place.has_parent_id : !place.has_id) return;
    const FileTable::Name* there = table_.find(
        host_, by_directory ? directory_name(place.text) : std::string_view(place.text));
    if (there == nullptr || !table_.is_certain(*there)) return;
    if (there->ids.front() != (by_directory ? place.parent_id : place.id)) place.text.clear();
  }

  // Which files had the two names of a rename before it, by what its items say together: an item
  // may have another's inode (renamed_names.h).
  void find_files_before() {
    const std::vector<RenamedName> names = renamed_names(act_.items);
    if (names.empty()) return;
    const RenamedName& moved = names.front();
    may_be_exchange_ = may_be_exchange(act_);
    if (!may_be_exchange_) file_at_old_name_ = moved.file;
    for (const PathItem& item : act_.items) {
      if (!item.has_name || item.nametype != "DELETE" || is_same_file(item, *moved.file)) continue;
      file_at_new_name_ = &item;
    }
  }

  void pair_with_parents(std::vector<FilePlace>& places) {
    std::vector<const PathItem*> unclear;
    for (FilePlace& place : places) {
      auto parents = parents_of(act_.items, *place.item, act_.cwd);
      if (parents.size() == 1) place.parent = parents.front();
      if (parents.size() == 2) unclear = std::move(parents);
    }
    if (!unclear.empty() && act_.effect == FileAct::Effect::renamed && act_.complete) {
      tell_apart(places, unclear);
    }
    if (unclear.empty()) note_order(places);
    for (FilePlace& place : places) {
      const auto id = place.parent == nullptr ? std::nullopt : id_of(host_, *place.parent);
      place.has_parent_id = id.has_value();
      if (id) place.parent_id = *id;
    }
  }

  // The PARENT items come in the order in which the kernel's code took the names, whichever that
  // is.
  void note_order(const std::vector<FilePlace>& places) {
    if (act_.effect != FileAct::Effect::renamed || !act_.complete) return;
    const PathItem* old_parent = nullptr;
    const PathItem* new_parent = nullptr;
    for (const FilePlace& place : places) {
      if (place.parent == nullptr) continue;
      (is_old_name(act_.items, *place.item) ? old_parent : new_parent) = place.parent;
    }
    if (old_parent == nullptr || new_parent == nullptr || old_parent == new_parent) return;
    table_.set_names_old_first(host_, old_parent < new_parent);
  }

  // Two directories bear one name, since one was given by a descriptor. The old name lies in one,
  // the new in the other: the one way round that nothing known speaks against. When both would do,
  // the order of the records decides.
  void tell_apart(std::vector<FilePlace>& places, const std::vector<const PathItem*>& parents) {
    const bool is_named_first = can_be(places, parents, true, true);
    const bool is_named_second = can_be(places, parents, false, true);
    bool first = can_be(places, parents, true, false);
    bool second = can_be(places, parents, false, false);
    if (!first && !second) {  // the names are of another mount, or of before an unreported rename
      believes_names_ = false;
      first = can_be(places, parents, true, false);
      second = can_be(places, parents, false, false);
      if (!first && !second) return;
    }
    if (is_named_first != is_named_second) {
      first = is_named_first;
    } else if (first && second) {
      std::optional<bool> by_order = first_is_old_by_order(parents);
      if (!by_order) by_order = first_is_old_if_new_matters(places, parents);
      if (!by_order) return;
      first = *by_order;
    }
    for (FilePlace& place : places) {
      if (place.parent == nullptr && is_named_child(*place.item)) {
        place.parent = parents[is_old_name(act_.items, *place.item) == first ? 0 : 1];
      }
    }
  }

  // Where the order is only the usual one, and is that of no plain rename of a file that is known:
  // nothing. It was exchanged, or the order is the other.
  std::optional<bool> first_is_old_by_order(const std::vector<const PathItem*>& parents) {
    const std::optional<bool> shown = table_.names_old_first(host_);
    if (shown || !may_be_exchange_) return shown.value_or(false);
    const PathItem& file = *renamed_names(act_.items).front().file;
    return is_known_in(file, *parents[0]) ? std::nullopt : std::optional<bool>(false);
  }

  // Where nothing tells: the one way round by which a watched name is the new one. A detection must
  // not be blind to it.
  std::optional<bool> first_is_old_if_new_matters(const std::vector<FilePlace>& places,
                                                  const std::vector<const PathItem*>& parents) {
    const auto matters_in = [&](const PathItem& parent) {
      const auto id = id_of(host_, parent);
      const std::string directory = id ? path_of(*id, true).path : std::string();
      return !directory.empty() &&
             std::any_of(places.begin(), places.end(), [&](const FilePlace& place) {
               return is_named_child(*place.item) && !is_old_name(act_.items, *place.item) &&
                      watched_.matters(in(directory, last_component(place.item->name)),
                                       place.is_directory);
             });
    };
    const bool in_first = matters_in(*parents[0]);
    if (in_first == matters_in(*parents[1])) return std::nullopt;
    pairing_is_guessed_ = true;
    return !in_first;
  }

  bool is_known_in(const PathItem& file, const PathItem& directory) {
    const auto file_id = id_of(host_, file);
    const auto directory_id = id_of(host_, directory);
    const FileTable::Entry* known = file_id ? table_.find(*file_id) : nullptr;
    const FileTable::Entry* there = directory_id ? table_.find(*directory_id) : nullptr;
    return known != nullptr && there != nullptr && known->name->parent == there->name &&
           known->name->text == last_component(file.name);
  }

  static bool is_named_child(const PathItem& item) { return is_child(item) && item.has_name; }

  // Whether the old name can lie in the first of `parents` and the new in the second, or the other
  // way round. `by_name`: a directory that the names tell must then be the one known by that name,
  // which in a container it is not.
  bool can_be(const std::vector<FilePlace>& places, const std::vector<const PathItem*>& parents,
              bool first_is_old, bool by_name) {
    return std::all_of(places.begin(), places.end(), [&](const FilePlace& place) {
      if (!is_named_child(*place.item)) return true;
      const bool is_old = is_old_name(act_.items, *place.item);
      const PathItem* parent = parents[is_old == first_is_old ? 0 : 1];
      if (place.parent != nullptr) return place.parent == parent;
      return can_lie_in(place, *parent) && !(by_name && is_known_as_other(place, *parent));
    });
  }

  bool is_known_as_other(const FilePlace& child, const PathItem& parent) {
    const FileTable::Name* named = table_.find(host_, directory_name(child.text));
    if (named == nullptr || !table_.is_certain(*named)) return false;
    const auto id = id_of(host_, parent);
    return !id || named->ids.front() != *id;
  }

  bool can_lie_in(const FilePlace& child, const PathItem& parent) {
    const auto id = id_of(host_, parent);
    const FileTable::Entry* directory = id ? table_.find(*id) : nullptr;
    if (directory == nullptr) return true;
    if (directory->certain && believes_names_ && !child.text.empty() &&
        FileTable::path(*directory->name) != directory_name(child.text)) {
      return false;
    }
    const PathItem* before = file_before(*child.item);
    const auto file_id = before == nullptr ? std::nullopt : id_of(host_, *before);
    const FileTable::Entry* file = file_id ? table_.find(*file_id) : nullptr;
    // Where it is known to be under its name, it is, unless a second link may bear the same.
    return file == nullptr || !(file->certain || is_directory(*before)) ||
           file->name->text != last_component(child.item->name) ||
           file->name->parent == directory->name;
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
      old.is_mere_name = true;
    }
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
      known = path_of(place.id, place.is_directory);
    }
    // Of this file only: of others in the directory the name may hide that they are watched.
    if (place.text.empty() && !is_child(item)) known = by_parent(place, known);
    if (!hides(known, place) && seen_.is_at_name(place, known)) {
      known = {place.text, true, false, true};
    }
    KnownPath chosen = choose_path(known, place.text, place.is_directory, watched_);
    if (known.certain && chosen.path != known.path && seen_.leads_elsewhere(place)) chosen = known;
    place.is_mere_name = chosen.path != known.path;
    place.path = std::move(chosen.path);
    place.is_guessed = pairing_is_guessed_ && is_child(item);
    place.certain = chosen.certain && !place.is_guessed;
    place.confirmed = chosen.confirmed && !place.is_guessed && is_undisputed(place);
    if (!place.path.empty()) place.directory = directory_name(place.path);
  }

  // Of a file that was opened by its name in a directory, and was there already: the kernel's
  // record of the directory is that of the name's, unless the name was a link. So it is less than
  // what is known of the file itself, but for a watched name.
  KnownPath by_parent(const FilePlace& place, KnownPath known) {
    const std::string_view name = last_component(place.item->name);
    const auto parent = only_parent();
    const bool is_of_another = std::any_of(act_.items.begin(), act_.items.end(), is_child);
    if (!parent || is_of_another || !is_usable(name) || place.is_directory) return known;
    const std::string directory = path_of(*parent, true).path;
    if (directory.empty()) return known;
    std::string path = in(directory, name);
    const bool is_preferred = known.path.empty() || (watched_.matters(path, false) &&
                                                     !watched_.matters(known.path, false));
    return is_preferred ? KnownPath{std::move(path)} : known;
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
    if (!place.item->has_name) {
      place.directory = only_directory();
      return {};
    }
    if (!is_usable(name)) return {};
    if (place.has_parent_id) {
      KnownPath directory = path_of(place.parent_id, true);
      if (!directory.path.empty()) {
        directory.path = in(directory.path, name);
        return by_other_path(place, std::move(directory));
      }
    }
    // A directory has one name, so what is known of it itself will do.
    if (place.item->nametype != "DELETE") return {};
    const PathItem* before = file_before(*place.item);
    const auto id = before == nullptr ? std::nullopt : id_of(host_, *before);
    if (!id || !is_directory(*before)) return {};
    KnownPath file = path_of(*id, true);
    return last_component(file.path) == name ? file : KnownPath{};
  }

  // The same in the directory's other path, if that matters and this does not.
  KnownPath by_other_path(const FilePlace& place, KnownPath known) const {
    const std::string other = table_.other_path(place.parent_id, true);
    if (other.empty() || watched_.matters(known.path, place.is_directory)) return known;
    std::string path = in(other, last_component(place.item->name));
    return watched_.matters(path, place.is_directory) ? KnownPath{std::move(path)} : known;
  }

  // Where all PARENT items of the event are one directory that is known.
  std::string only_directory() {
    const auto parent = only_parent();
    return parent ? path_of(*parent, true).path : std::string();
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

  // The item of the file that had that name before the act; nullptr when it is not known.
  const PathItem* file_before(const PathItem& child) const {
    if (act_.effect != FileAct::Effect::renamed) return &child;
    return is_old_name(act_.items, child) ? file_at_old_name_ : file_at_new_name_;
  }

  // An inode number that was a directory's and is a file's now is another's.
  KnownPath path_of(const FileId& id, bool is_directory) {
    const FileTable::Entry* entry = table_.find(id);
    if (entry == nullptr || !entry->certain) {
      std::string other = table_.other_path(id, is_directory);
      if (!other.empty()) return {std::move(other), false, table_.is_passing(id)};
    }
    if (entry == nullptr || entry->is_directory != is_directory) return {};
    const bool is_passing = !entry->certain && table_.is_passing(id);
    const bool is_confirmed = entry->certain && FileTable::is_confirmed(*entry->name);
    return {FileTable::path(*entry->name), entry->certain, is_passing, is_confirmed};
  }

  const FileAct& act_;
  const WatchedFiles& watched_;
  FileTable& table_;
  const SeenPlaces& seen_;
  std::uint64_t host_;
  const PathItem* file_at_old_name_ = nullptr;  // not known: nullptr
  const PathItem* file_at_new_name_ = nullptr;
  bool may_be_exchange_ = false;
  bool believes_names_ = true;       // in which directories a rename's names lie
  bool pairing_is_guessed_ = false;  // of a rename's names with its directories
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
