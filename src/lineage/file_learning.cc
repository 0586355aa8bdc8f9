#include "lineage/file_learning.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "event/renamed_names.h"
#include "lineage/watched_files.h"

namespace ak {
namespace {

using Effect = FileAct::Effect;
using Rename = ResolvedPaths::Rename;
using Places = std::vector<FilePlace>;

class Learner {
 public:
  Learner(const FileAct& act, const Places& places, Rename rename, const WatchedFiles& watched,
          FileTable& table)
      : act_(act),
        places_(places),
        rename_(rename),
        watched_(watched),
        table_(table),
        host_(FileTable::host_key(act.host)) {}

  std::vector<MovedDirectory> run() {
    if (act_.effect == Effect::failed) return {};
    forget_reused();
    for (const FilePlace& place : places_) hear_directory(place);
    for (const FilePlace& place : places_) hear_name(place);
    switch (act_.effect) {
      case Effect::created:
        for (const FilePlace& place : places_) enter_created(place);
        break;
      case Effect::linked:
        for (const FilePlace& place : places_) enter_link(place);
        break;
      case Effect::removed:
        for (const FilePlace& place : places_) {
          if (place.item->nametype == "DELETE") remove(place);
        }
        break;
      case Effect::renamed:
        if (rename_ == Rename::unclear) {
          forget_both_names();
        } else {
          rename();
        }
        break;
      case Effect::failed:
      case Effect::none:
      case Effect::watched:
        break;
    }
    return std::move(moved_);
  }

 private:
  // A number whose file was another kind of file before, or is new, is another file's.
  void forget_reused() {
    for (const FilePlace& place : places_) {
      if (!place.has_id) continue;
      const bool is_new = (act_.effect == Effect::created && place.item->nametype == "CREATE") ||
                          (act_.unnamed && place.item->nametype == "NORMAL");
      const FileTable::Entry* entry = table_.find(place.id);
      if (entry != nullptr && (is_new || entry->is_directory != place.is_directory)) {
        forget(place.id, *entry);
      }
    }
  }

  // With what is below, unless that is known better than the file itself.
  void forget(const FileId& id, const FileTable::Entry& entry) {
    if (entry.certain || entry.name->certain == 0) {
      table_.drop(*entry.name);
    } else {
      table_.forget(id);
    }
  }

  // A name that leads back may lead through links: the text does not tell where it ends.
  static bool tells_itself(const FilePlace& place) {
    return !place.text.empty() && place.item->name.find("..") == std::string::npos;
  }

  // The directory of a name that tells its own.
  void hear_directory(const FilePlace& place) {
    if (!place.has_parent_id || !tells_itself(place)) return;
    hear(place.parent_id, std::string(directory_name(place.text)), true);
  }

  void hear_name(const FilePlace& place) {
    const bool is_looked_up = place.item->nametype == "NORMAL";
    const bool is_rule = act_.effect == Effect::watched && place.item->nametype == "PARENT";
    if (!is_looked_up && !is_rule) return;
    if (!place.has_id || !tells_itself(place)) return;
    if (act_.effect == Effect::watched) {
      enter_watched(place);
    } else {
      hear(place.id, place.text, place.is_directory);
    }
  }

  // The kernel itself looked the name up to add the rule; one that was looked at stays all the
  // same.
  void enter_watched(const FilePlace& place) {
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry != nullptr && entry->certain) return;
    const FileTable::Name* there = table_.find(host_, place.text);
    const bool is_taken = there != nullptr && table_.is_certain(*there);
    if (FileTable::Name* name = table_.make(host_, place.text); name != nullptr) {
      table_.bind(place.id, *name, !is_taken, place.is_directory);
    }
  }

  void hear(const FileId& id, const std::string& path, bool is_directory) {
    const FileTable::Entry* entry = table_.find(id);
    if (entry != nullptr) {
      if (entry->certain) return;
      const std::string known = FileTable::path(*entry->name);
      const bool is_passing = table_.is_passing(id);
      if (known == path || (!is_passing && watched_.matters(known, is_directory) &&
                            !watched_.matters(path, is_directory)))
        return;
    }
    if (FileTable::Name* name = table_.make(host_, path); name != nullptr) {
      table_.bind(id, *name, false, is_directory);
    }
  }

  void enter_created(const FilePlace& place) {
    if (place.item->nametype != "CREATE" || !place.has_id || place.path.empty()) return;
    make_way(place);
    enter(place, place.id, place.is_directory);
  }

  void enter_link(const FilePlace& place) {
    if (place.item->nametype != "CREATE" || !place.has_id || place.path.empty()) return;
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry == nullptr || takes_over(*entry, place)) {
      enter(place, place.id, place.is_directory);
    } else if (watched_.has(place.path)) {
      table_.add_alias(place.id, place.path);
    }
  }

  // Under a name that may lead elsewhere it is not learned.
  void enter(const FilePlace& place, const FileId& id, bool is_directory) {
    if (place.leads_back && place.is_mere_name) return;
    if (FileTable::Name* name = table_.make(host_, place.path); name != nullptr) {
      table_.bind(id, *name, place.certain, is_directory);
    }
  }

  // What was known under the name of a new file is no more, if the name is to be believed.
  void make_way(const FilePlace& place) {
    FileTable::Name* there = table_.find(host_, place.path);
    if (there == nullptr || (!place.certain && there->certain != 0)) return;
    const bool is_file = there->ids.size() == 1 && there->children.empty();
    if (!is_file || !go_by_alias(there->ids.front(), place.path)) table_.drop(*there);
  }

  // The file has lost that name: it is known by another from now on, if it has one. Not by one in a
  // directory that is known no more, since that may have been moved.
  bool go_by_alias(FileId id, const std::string& lost) {
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
    return true;
  }

  // Whether the file counts under its new name rather than under the known one.
  [[nodiscard]] bool takes_over(const FileTable::Entry& entry, const FilePlace& place) const {
    return watched_.has(place.path) && !watched_.has(FileTable::path(*entry.name));
  }

  void remove(const FilePlace& place) {
    if (!place.path.empty()) make_way(place);
    if (!place.has_id) return;
    table_.remove_alias(place.id, place.path);
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry == nullptr) return;
    const bool is_it = place.path == FileTable::path(*entry->name);
    if (is_it && go_by_alias(place.id, place.path)) return;
    if (is_it || (place.path.empty() && may_be(place, *entry)) || place.is_directory) {
      forget(place.id, *entry);
    }
  }

  // Whether the removed name, of which the path is not known, may be the one that the file is known
  // under.
  [[nodiscard]] bool may_be(const FilePlace& place, const FileTable::Entry& entry) const {
    if (!entry.certain || !place.item->has_name) return true;
    const FileTable::Name* directory = entry.name->parent;
    if (directory == nullptr || entry.name->text != base_name(place.item->name)) return false;
    return !place.has_parent_id || !table_.is_certain(*directory);
  }

  struct Move {
    const FilePlace* from;
    const FilePlace* to;
    FileId id;
    bool is_directory;
    bool was_known;
    bool was_certain;
    FileTable::Name* name;  // once it is detached
  };

  // Two files perhaps, and which has which name is not known. Neither has the one it had.
  void forget_both_names() {
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* from = place_of(name.from);
      const FilePlace* to = place_of(name.to);
      if (from == nullptr || to == nullptr) continue;
      const FileTable::Entry* entry = to->has_id ? table_.find(to->id) : nullptr;
      if (entry != nullptr && !entry->certain) forget(to->id, *entry);
      for (const FilePlace* place : {from, to}) {
        if (place->path.empty()) {
          forget_wherever(*place);
        } else {
          make_way(*place);
        }
      }
      if (to->is_directory && !to->path.empty()) moved_.push_back({to->path, from->path, to->id});
    }
  }

  // Room for the directories is made before anything is detached, so that nothing detached can be
  // evicted.
  void rename() {
    std::vector<Move> moves = find_moves();
    forget_replaced(moves);
    take_in_strays();
    for (const Move& move : moves) {
      if (!move.to->path.empty()) table_.make(host_, directory_name(move.to->path));
    }
    for (Move& move : moves) detach(move);
    for (const Move& move : moves) {
      if (move.name != nullptr) attach(move);
    }
    for (const Move& move : moves) {
      if (!move.was_known && !is_refused(*move.to)) {
        make_way(*move.to);
        enter(*move.to, move.id, move.is_directory);
      }
      if (move.is_directory && !move.to->path.empty()) {
        moved_.push_back({move.to->path, move.from->path, move.id});
      }
    }
  }

  // Files of which the record of the old name is lost.
  void take_in_strays() {
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* to = place_of(name.to);
      if (name.from != nullptr || to == nullptr || !to->has_id) continue;
      if (const FileTable::Entry* entry = table_.find(to->id)) forget(to->id, *entry);
      if (to->path.empty() || is_refused(*to)) continue;
      make_way(*to);
      enter(*to, to->id, to->is_directory);
    }
  }

  std::vector<Move> find_moves() {
    std::vector<Move> moves;
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* from = place_of(name.from);
      const FilePlace* to = place_of(name.to);
      const FilePlace* file = place_of(name.file);
      if (from == nullptr || to == nullptr || file == nullptr || !file->has_id) continue;
      if (rename_ == Rename::exchange) std::swap(from, to);
      const FileTable::Entry* entry = table_.find(file->id);
      if (entry != nullptr && !takes_over(*entry, *to)) {
        if (is_other_name(*entry, *from, *file)) {
          rename_alias(file->id, *from, *to);
          continue;
        }
        if (!watched_.has(to->path) && go_by_alias(file->id, from->path)) continue;
      }
      moves.push_back(Move{from, to, file->id, file->is_directory, entry != nullptr,
                           entry != nullptr && entry->certain, nullptr});
      if (rename_ == Rename::exchange) add_other(*from, *to, moves);
    }
    return moves;
  }

  void rename_alias(const FileId& id, const FilePlace& from, const FilePlace& to) {
    table_.remove_alias(id, from.path);
    if (watched_.has(to.path)) table_.add_alias(id, to.path);
  }

  // The other file of a hidden exchange, of which no record tells, if it is known: it went from
  // `to` to `from`.
  void add_other(const FilePlace& from, const FilePlace& to, std::vector<Move>& moves) {
    const FileTable::Name* there = table_.find(host_, to.path);
    if (there == nullptr || !table_.is_certain(*there) || there->ids.front() == moves.back().id) {
      return;
    }
    const FileId id = there->ids.front();
    moves.push_back(Move{&to, &from, id, table_.peek(id)->is_directory, true, true, nullptr});
  }

  [[nodiscard]] const FilePlace* place_of(const PathItem* item) const {
    const auto found = std::find_if(places_.begin(), places_.end(), [&](const FilePlace& place) {
      return item != nullptr && place.item == item;
    });
    return found == places_.end() ? nullptr : &*found;
  }

  // DELETE items of files that are not among the moved.
  void forget_replaced(const std::vector<Move>& moves) {
    const auto any_move = [&](const auto& is_it) {
      return std::any_of(moves.begin(), moves.end(), is_it);
    };
    for (const FilePlace& place : places_) {
      if (place.item->nametype != "DELETE") continue;
      if (place.has_id && any_move([&](const Move& m) { return m.id == place.id; })) continue;
      if (!any_move([&](const Move& m) { return m.from == &place; })) {
        remove(place);
      } else if (place.has_id) {
        forget_replaced(place, moves);
      }
    }
    for (const Move& move : moves) {
      if (move.to->path.empty()) forget_wherever(*move.to);
      if (move.from->path.empty()) forget_wherever(*move.from);
    }
  }

  // A name in one of the directories, not known which.
  void forget_wherever(const FilePlace& child) {
    for (const FilePlace& place : places_) {
      if (place.item->nametype != "PARENT" || !place.has_id) continue;
      const FileTable::Entry* directory = table_.find(place.id);
      if (directory == nullptr || !directory->is_directory) continue;
      const auto there = directory->name->children.find(base_name(child.item->name));
      if (there != directory->name->children.end()) table_.drop(*there->second);
    }
  }

  // One whose item bears the old name: it had the new one.
  void forget_replaced(const FilePlace& place, const std::vector<Move>& moves) {
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry == nullptr || moves.empty()) return;
    const FilePlace& to = *moves.front().to;
    const bool is_it = to.path.empty() ? entry->name->text == base_name(to.item->name)
                                       : FileTable::path(*entry->name) == to.path;
    if (is_it && go_by_alias(place.id, to.path)) return;
    if (is_it || place.is_directory) forget(place.id, *entry);
  }

  void detach(Move& move) {
    const FileTable::Entry* entry = table_.find(move.id);
    if (entry == nullptr) {
      detach_name(move);
      return;
    }
    if (entry->name->parent == nullptr) return;
    if (!entry->certain && entry->name->certain != 0) {
      table_.forget(move.id);
      move.was_known = false;
      return;
    }
    move.name = entry->name;
    table_.detach(*move.name);
  }

  // A directory that was only heard of as being on the way to others.
  void detach_name(Move& move) {
    FileTable::Name* name = table_.find(host_, move.from->path);
    if (name == nullptr || name->parent == nullptr) return;
    if (name->certain != 0 && !move.from->certain) return;
    if (!name->ids.empty()) {  // another directory's name: that is gone
      table_.drop(*name);
      return;
    }
    move.name = name;
    move.was_known = true;
    table_.detach(*name);
  }

  // What is in a directory that was known for certain is no less so under its new name.
  void attach(const Move& move) {
    const FilePlace& to = *move.to;
    FileTable::Name* directory =
        to.path.empty() || is_refused(to) ? nullptr : table_.find(host_, directory_name(to.path));
    if (directory == nullptr) {
      table_.drop(*move.name);
      return;
    }
    FileTable::Name* name = table_.attach(*move.name, *directory, base_name(to.path));
    if (name == nullptr) return;
    const bool is_certain = to.certain || (move.was_certain && move.is_directory);
    table_.bind(move.id, *name, is_certain, move.is_directory);
  }

  // A mere name does not take the place of what is certain.
  bool is_refused(const FilePlace& to) {
    if (to.certain) return false;
    const FileTable::Name* there = table_.find(host_, to.path);
    return there != nullptr && there->certain != 0;
  }

  // A file that counts under another name than the one that was renamed; a directory has but one.
  [[nodiscard]] bool is_other_name(const FileTable::Entry& entry, const FilePlace& from,
                                   const FilePlace& file) const {
    if (file.is_directory || from.path.empty()) return false;
    const std::string known = FileTable::path(*entry.name);
    const bool stays = entry.certain || (watched_.has(known) && !table_.is_passing(file.id));
    return stays && from.path != known;
  }

  const FileAct& act_;
  const Places& places_;
  Rename rename_;
  const WatchedFiles& watched_;
  FileTable& table_;
  std::uint64_t host_;
  std::vector<MovedDirectory> moved_;
};

}  // namespace

Rename judge_rename(const FileAct& act, const Places& places, const FileTable& table) {
  if (!may_be_exchange(act)) return Rename::plain;
  const FilePlace* from = nullptr;
  const FilePlace* to = nullptr;
  for (const FilePlace& place : places) {
    if (!place.item->has_name) continue;
    if (place.item->nametype == "DELETE") from = &place;
    if (place.item->nametype == "CREATE") to = &place;
  }
  if (from == nullptr || to == nullptr || !to->has_id || from->path == to->path) {
    return Rename::unclear;
  }
  const FileTable::Entry* entry = table.peek(to->id);
  const std::string known = entry == nullptr ? std::string() : FileTable::path(*entry->name);
  if (!known.empty() && known == to->path) return Rename::exchange;
  if (!known.empty() && known == from->path) return Rename::plain;
  const FileTable::Name* at_old_name =
      from->path.empty() ? nullptr : table.find(to->id.host, from->path);
  return at_old_name != nullptr && table.is_certain(*at_old_name) ? Rename::exchange
                                                                  : Rename::unclear;
}

std::vector<MovedDirectory> learn(const FileAct& act, const Places& places, Rename rename,
                                  const WatchedFiles& watched, FileTable& table) {
  return Learner(act, places, rename, watched, table).run();
}

}  // namespace ak
