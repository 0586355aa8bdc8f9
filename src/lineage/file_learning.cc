#include "lineage/file_learning.h"

#include <string>
#include <utility>

#include "base/path.h"
#include "lineage/file_naming.h"
#include "lineage/file_pins.h"

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
        naming_(act.host, watched, table) {}

  std::vector<MovedDirectory> run() {
    if (act_.effect == Effect::failed) return {};
    forget_reused();
    for (const FilePlace& place : places_) hear_directory(place);
    hear_directory_of_opened();
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
          if (place.item->nametype == "DELETE") naming_.remove(place);
        }
        break;
      case Effect::renamed: {
        auto moved = learn_rename(act_, places_, rename_, watched_, table_, naming_);
        for (const FilePlace& place : places_) {
          if (!place.item->has_name) enter_created(place);
        }
        return moved;
      }
      case Effect::failed:
      case Effect::none:
      case Effect::watched:
        break;
    }
    return {};
  }

 private:
  // A number whose file was another kind of file before, or is new, is another file's.
  void forget_reused() {
    for (const FilePlace& place : places_) {
      if (!place.has_id) continue;
      const bool is_new = (act_.effect == Effect::created && place.item->nametype == "CREATE") ||
                          (act_.unnamed && is_the_unnamed(place));
      const FileTable::Entry* entry = table_.find(place.id);
      if (entry != nullptr && (is_new || entry->is_directory != place.is_directory)) {
        naming_.forget(place.id, *entry);
      }
      if (is_new) table_.forget(place.id);
    }
  }

  // Its item has the directory's name and the file's number.
  static bool is_the_unnamed(const FilePlace& place) {
    return place.item->nametype == "NORMAL" && !place.is_directory;
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

  // The same of a file that was there when it was opened (O_CREAT). Where its name was a link, the
  // record has the directory of what that led to, under the link's name: better than nothing.
  void hear_directory_of_opened() {
    const FilePlace* parent = nullptr;
    const FilePlace* file = nullptr;
    for (const FilePlace& place : places_) {
      if (is_child(*place.item)) return;
      const FilePlace*& seen = place.item->nametype == "PARENT" ? parent : file;
      if (std::exchange(seen, &place) != nullptr) return;
    }
    const bool is_told = parent != nullptr && file != nullptr && parent->has_id &&
                         act_.effect == Effect::created && tells_itself(*file);
    if (!is_told || file->is_directory) return;
    const bool is_known = table_.find(parent->id) != nullptr;
    if (!is_known) hear(parent->id, std::string(directory_name(file->text)), true);
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
    if (entry != nullptr && entry->certain) {
      const bool is_there = FileTable::path(*entry->name) == place.text;
      if (is_there) table_.confirm(*entry->name);
      if (is_there || table_.is_confirmed(*entry->name)) return;
    }
    const FileTable::Name* there = table_.find(naming_.host(), place.text);
    const bool is_taken =
        there != nullptr && table_.is_certain(*there) && table_.is_confirmed(*there);
    if (FileTable::Name* name = table_.make(naming_.host(), place.text); name != nullptr) {
      table_.bind(place.id, *name, !is_taken, place.is_directory);
      if (!is_taken) table_.confirm(*name);
      pin_watched(watched_, table_, *name);
    }
  }

  void hear(const FileId& id, const std::string& path, bool is_directory) {
    if (!table_.other_path(id, is_directory).empty()) return;
    const FileTable::Entry* entry = table_.find(id);
    if (entry != nullptr) {
      if (entry->certain) return;
      const std::string known = FileTable::path(*entry->name);
      const bool is_passing = table_.is_passing(id);
      if (known == path || (!is_passing && watched_.matters(known, is_directory) &&
                            !watched_.matters(path, is_directory)))
        return;
    }
    const std::string former = entry == nullptr ? std::string() : FileTable::path(*entry->name);
    FileTable::Name* const name = table_.make(naming_.host(), path);
    if (name == nullptr) return;
    table_.bind(id, *name, false, is_directory);
    if (!is_directory && watched_.has_file(former) && !table_.is_passing(id))
      naming_.note_alias(id, former, false);
  }

  void enter_created(const FilePlace& place) {
    if (place.item->nametype != "CREATE" || !place.has_id || place.path.empty()) return;
    naming_.make_way(place);
    naming_.enter(place, place.id, place.is_directory);
  }

  void enter_link(const FilePlace& place) {
    if (place.item->nametype != "CREATE" || !place.has_id || place.path.empty()) return;
    const FileTable::Entry* entry = table_.find(place.id);
    if (entry == nullptr || naming_.takes_over(*entry, place)) {
      naming_.enter(place, place.id, place.is_directory);
    } else if (watched_.has(place.path)) {
      naming_.note_alias(place.id, place.path, place.certain);
    }
    table_.note_other_names(place.id);
  }

  const FileAct& act_;
  const Places& places_;
  Rename rename_;
  const WatchedFiles& watched_;
  FileTable& table_;
  FileNaming naming_;
};

}  // namespace

std::vector<MovedDirectory> learn(const FileAct& act, const Places& places, Rename rename,
                                  const WatchedFiles& watched, FileTable& table) {
  return Learner(act, places, rename, watched, table).run();
}

}  // namespace ak
