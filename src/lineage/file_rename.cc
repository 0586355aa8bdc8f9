#include "lineage/file_rename.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/path_items.h"
#include "event/renamed_names.h"
#include "lineage/file_pins.h"
#include "lineage/rename_doubts.h"

namespace ak {
namespace {

using Rename = ResolvedPaths::Rename;
using Places = std::vector<FilePlace>;

class Renamer {
 public:
  Renamer(const FileAct& act, const Places& places, Rename rename, const WatchedFiles& watched,
          FileTable& table, FileNaming& naming)
      : act_(act),
        places_(places),
        rename_(rename),
        watched_(watched),
        table_(table),
        naming_(naming),
        doubts_(act, places, table, naming.host()) {}

  std::vector<MovedDirectory> run() {
    for (const FilePlace& place : places_) {
      if (place.has_id && place.item->nametype != "PARENT") table_.forget_other_path(place.id);
    }
    doubts_.doubt_all();
    if (rename_ == Rename::unclear) {
      forget_both_names();
    } else {
      move();
    }
    return std::move(moved_);
  }

 private:
  struct Move {
    const FilePlace* from;
    const FilePlace* to;
    FileId id;
    bool is_directory;
    bool was_known;  // false: or it is known no more
    bool was_certain;
    FileTable::Name* name;  // once it is detached
  };

  // Two files perhaps, and which has which name is not known. Neither has the one it had.
  void forget_both_names() {
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* from = place_of(places_, name.from);
      const FilePlace* to = place_of(places_, name.to);
      if (from == nullptr || to == nullptr) continue;
      const FileTable::Entry* entry = to->has_id ? table_.find(to->id) : nullptr;
      if (entry != nullptr && !entry->certain) naming_.forget(to->id, *entry);
      table_.presume(to->id);
      for (const FilePlace* place : {from, to}) {
        if (place->path.empty() || place->is_guessed) {
          forget_wherever(*place);
        } else {
          naming_.make_way(*place);
          doubts_.doubt(place->path, *place);
        }
      }
      if (to->is_directory && !to->path.empty())
        moved_.push_back({to->path, from->path, to->id, to->confirmed, from->confirmed});
    }
  }

  // Room for the directories is made before anything is detached, so that nothing detached can be
  // evicted.
  void move() {
    std::vector<Move> moves = find_moves();
    forget_replaced(moves);
    take_in_strays();
    for (const Move& move : moves) {
      if (!move.to->path.empty()) table_.make(naming_.host(), directory_name(move.to->path));
    }
    for (Move& move : moves) detach(move);
    for (Move& move : moves) {
      if (move.name != nullptr) attach(move);
    }
    for (const Move& move : moves) {
      if (!move.was_known && !naming_.is_refused(*move.to)) enter_stranger(*move.to, move.id);
      if (move.is_directory && !move.to->path.empty()) {
        moved_.push_back(
            {move.to->path, move.from->path, move.id, move.to->confirmed, move.from->confirmed});
      }
    }
    for (const auto& [id, to] : found_elsewhere_) take_place(id, *to);
  }

  // Files of which the record of the old name is lost.
  void take_in_strays() {
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* to = place_of(places_, name.to);
      if (name.from != nullptr || to == nullptr || !to->has_id) continue;
      if (const FileTable::Entry* entry = table_.find(to->id)) naming_.forget(to->id, *entry);
      if (to->path.empty() || naming_.is_refused(*to)) continue;
      enter_stranger(*to, to->id);
    }
  }

  // Of a file that goes by another name than the one that was renamed.
  void take_place(const FileId& id, const FilePlace& to) {
    const FileTable::Name* there = table_.find(naming_.host(), to.path);
    if (there != nullptr && !FileTable::has_file(*there, id)) naming_.make_way(to);
    if (watched_.has(to.path)) naming_.note_alias(id, to.path, to.certain && !to.is_presumed);
  }

  // Of a file that was there before, and of which nothing was known.
  void enter_stranger(const FilePlace& to, const FileId& id) {
    naming_.make_way(to);
    naming_.enter(to, id, to.is_directory);
    if (!to.is_directory) table_.note_other_names(id);
  }

  std::vector<Move> find_moves() {
    std::vector<Move> moves;
    for (const RenamedName& name : renamed_names(act_.items)) {
      const FilePlace* from = place_of(places_, name.from);
      const FilePlace* to = place_of(places_, name.to);
      const FilePlace* file = place_of(places_, name.file);
      if (from == nullptr || to == nullptr || file == nullptr || !file->has_id) continue;
      if (rename_ == Rename::exchange) std::swap(from, to);
      naming_.forget_alias(file->id, *from);
      const FileTable::Entry* entry = table_.find(file->id);
      if (file->stays) {
        table_.note_other_path(file->id, to->path, true);
        moved_.push_back({to->path, from->path, file->id, to->confirmed, from->confirmed});
        continue;
      }
      if (entry != nullptr && !naming_.takes_over(*entry, *to)) {
        if (is_other_name(*entry, *from, *to, *file)) {
          FilePlace old = *from;
          old.id = file->id;
          naming_.doubt_namesakes(old);
          found_elsewhere_.emplace_back(file->id, to);
          add_other(*from, *to, file->id, moves);
          continue;
        }
        if (!watched_.has(to->path) && naming_.go_by_alias(file->id)) {
          found_elsewhere_.emplace_back(file->id, to);
          add_other(*from, *to, file->id, moves);
          continue;
        }
      }
      moves.push_back(Move{from, to, file->id, file->is_directory, entry != nullptr,
                           entry != nullptr && entry->certain, nullptr});
      add_other(*from, *to, file->id, moves);
    }
    return moves;
  }

  // The other file of a hidden exchange, of which no record tells, if it is known: it went from
  // `to` to `from`.
  void add_other(const FilePlace& from, const FilePlace& to, const FileId& moved,
                 std::vector<Move>& moves) {
    if (rename_ != Rename::exchange) return;
    const FileTable::Name* there = table_.find(naming_.host(), to.path);
    const FileId* file = there == nullptr ? nullptr : table_.certain_file(*there);
    if (file == nullptr || *file == moved) return;
    const FileId id = *file;
    if (there->alias_of == id) {
      naming_.forget_alias(id, to);
      found_elsewhere_.emplace_back(id, &from);
      return;
    }
    if (!watched_.has(from.path) && naming_.go_by_alias(id)) {
      found_elsewhere_.emplace_back(id, &from);
      return;
    }
    moves.push_back(Move{&to, &from, id, table_.peek(id)->is_directory, true, true, nullptr});
  }

  // DELETE items of files that are not among the moved.
  void forget_replaced(const std::vector<Move>& moves) {
    const auto any_move = [&](const auto& is_it) {
      return std::any_of(moves.begin(), moves.end(), is_it);
    };
    for (const FilePlace& place : places_) {
      if (place.item->nametype != "DELETE" || place.stays) continue;
      if (place.has_id && any_move([&](const Move& m) { return m.id == place.id; })) continue;
      if (!any_move([&](const Move& m) { return m.from == &place; })) {
        naming_.remove(place);
      } else if (place.has_id) {
        forget_replaced(place, moves);
      }
    }
    for (const Move& move : moves) {
      if (move.to->path.empty()) forget_wherever(*move.to);
      if (move.from->path.empty()) forget_wherever(*move.from);
    }
  }

  // A name in its directory, of which the path need not be known, or in either.
  void forget_wherever(const FilePlace& child) {
    for (const FilePlace& place : places_) {
      if (child.parent != nullptr && child.parent != place.item) continue;
      FileTable::Name* const name = doubts_.find_in(place, child);
      if (name != nullptr && !is_untouched(*name)) table_.drop(*name);
    }
  }

  // Whether none of the records is of the file that has the name: each that was moved or replaced
  // has one, but where names look alike.
  [[nodiscard]] bool is_untouched(const FileTable::Name& name) const {
    const FileId* const file = table_.certain_file(name);
    if (!act_.complete || may_be_exchange(act_) || file == nullptr) return false;
    return std::none_of(places_.begin(), places_.end(),
                        [&](const FilePlace& place) { return place.has_id && place.id == *file; });
  }

  // One whose item bears the old name: it had the new one.
  void forget_replaced(const FilePlace& place, const std::vector<Move>& moves) {
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry == nullptr || moves.empty()) return;
    const FilePlace& to = *moves.front().to;
    const bool is_it = naming_.is_name_of(to, *entry);
    if (is_it && naming_.go_by_alias(place.id)) return;
    if (is_it || place.is_directory) naming_.forget(place.id, *entry);
  }

  void detach(Move& move) {
    const FileTable::Entry* entry = table_.find(move.id);
    if (entry == nullptr) {
      move.was_known = false;  // a look had found it at its new name already, where way was made
      detach_name(move);
      return;
    }
    if (move.is_directory) doubts_.doubt_namesake(*move.from, *entry->name);
    if (entry->name->parent == nullptr) return;
    // In a chroot or a namespace another has that name: surely, where a file has a directory's.
    const bool is_anothers = is_file_named_as_directory(move, *entry->name);
    const bool is_doubtful = FileTable::path(*entry->name) != move.from->path ||
                             (entry->name->ids.size() > 1 && !move.from->certain);
    if (!entry->certain && (is_anothers || (is_doubtful && table_.holds_sure(*entry->name)))) {
      if (!is_anothers) table_.doubt(*entry->name);
      table_.forget(move.id);
      move.was_known = false;
      return;
    }
    move.name = entry->name;
    table_.detach(*move.name);
  }

  static bool is_file_named_as_directory(const Move& move, const FileTable::Name& name) {
    return !move.is_directory && !name.children.empty();
  }

  // A directory that was only heard of as being on the way to others.
  void detach_name(Move& move) {
    FileTable::Name* name = table_.find(naming_.host(), move.from->path);
    if (name == nullptr || name->parent == nullptr) return;
    if (is_file_named_as_directory(move, *name)) return;
    if (doubts_.is_in_another(*name, *move.from)) return;
    if (name->certain != 0 && !move.from->certain) {
      table_.doubt(*name);
      return;
    }
    if (!name->ids.empty()) {  // another directory's name: that is gone
      table_.drop(*name);
      return;
    }
    move.name = name;
    move.was_known = true;
    table_.detach(*name);
  }

  // Files in a directory that went, which have another name where it matters. No more are looked
  // for than are told. `is_lost`: nobody knows where it went.
  void go_by_watched_names(const FileTable::Name& directory, bool is_lost) {
    std::vector<FileId> files;
    std::vector<const FileTable::Name*> waiting{&directory};
    for (std::size_t seen = 0; !waiting.empty() && seen < limits::kMaxMovedNames; ++seen) {
      const FileTable::Name* name = waiting.back();
      waiting.pop_back();
      for (const auto& [text, child] : name->children) {
        if (seen + waiting.size() >= limits::kMaxMovedNames) break;
        waiting.push_back(child);
      }
      for (const FileId& id : name->ids) {
        if (!table_.peek(id)->aliases.empty()) files.push_back(id);
      }
    }
    for (const FileId& id : files) {
      const FileTable::Entry* const entry = table_.peek(id);
      if (entry == nullptr) continue;  // it went by what took its name for certain
      const FileTable::Name& name = *entry->name;
      if (is_lost || !watched_.has_file(FileTable::path(name))) naming_.go_by_alias(id);
    }
  }

  // What is in a directory that was known for certain is no less so under its new name.
  void attach(Move& move) {
    const FilePlace& to = *move.to;
    // A directory is exchanged with another, or comes where none is.
    if (move.is_directory && naming_.is_refused(to)) doubts_.doubt(to.path, to);
    const bool has_place = !to.path.empty() && !naming_.is_refused(to);
    FileTable::Name* directory = has_place ? find_directory(to) : nullptr;
    if (directory == nullptr) {
      go_by_watched_names(*move.name, true);
      table_.drop(*move.name);
      move.was_known = !has_place || to.certain;
      return;
    }
    FileTable::Name* name = table_.attach(*move.name, *directory, base_name(to.path));
    if (name == nullptr) {
      // Unless it was to lie in itself: what is known is not true then.
      move.was_known = to.certain && find_directory(to) == nullptr;
      return;
    }
    const bool is_certain = to.certain || (move.was_certain && move.is_directory);
    table_.renew(*name, to.certain);
    if (to.is_presumed) table_.presume(*name);
    table_.bind(move.id, *name, is_certain, move.is_directory);
    settle_pins(watched_, table_, *name);
    if (move.is_directory) go_by_watched_names(*name, false);
  }

  [[nodiscard]] FileTable::Name* find_directory(const FilePlace& place) const {
    return table_.find(naming_.host(), directory_name(place.path));
  }

  // A file that counts under another name than the one that was renamed; a directory has but one.
  // Not one that a look has found at its new name already.
  [[nodiscard]] bool is_other_name(const FileTable::Entry& entry, const FilePlace& from,
                                   const FilePlace& to, const FilePlace& file) const {
    const std::string known = FileTable::path(*entry.name);
    if (file.is_directory || known == to.path) return false;
    const bool stays = entry.certain || (watched_.has_file(known) && !table_.is_passing(file.id));
    return (stays || from.path.empty()) && !naming_.is_name_of(from, entry);
  }

  const FileAct& act_;
  const Places& places_;
  Rename rename_;
  const WatchedFiles& watched_;
  FileTable& table_;
  FileNaming& naming_;
  RenameDoubts doubts_;
  std::vector<MovedDirectory> moved_;
  std::vector<std::pair<FileId, const FilePlace*>> found_elsewhere_;  // renamed, and new names
};

}  // namespace

std::vector<MovedDirectory> learn_rename(const FileAct& act, const Places& places, Rename rename,
                                         const WatchedFiles& watched, FileTable& table,
                                         FileNaming& naming) {
  return Renamer(act, places, rename, watched, table, naming).run();
}

}  // namespace ak
