#include "lineage/file_identities.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/path.h"
#include "lineage/file_pins.h"
#include "lineage/file_places.h"
#include "lineage/judge_rename.h"
#include "lineage/known_path.h"
#include "lineage/seen_places.h"

namespace ak {
namespace {

// The names below a directory one after another, each before those in it. No list of them is made:
// there can be as many as the table has, and few of them are asked for.
class NamesBelow {
 public:
  explicit NamesBelow(const FileTable::Name& top) { enter(top); }

  // nullptr after the last.
  const FileTable::Name* next() {
    while (!open_.empty()) {
      Rest& rest = open_.back();
      if (rest.next == rest.end) {
        open_.pop_back();
        continue;
      }
      const FileTable::Name* name = rest.next->second;
      ++rest.next;
      enter(*name);
      return name;
    }
    return nullptr;
  }

 private:
  using Children = std::map<std::string_view, FileTable::Name*>;
  struct Rest {
    Children::const_iterator next;
    Children::const_iterator end;
  };

  void enter(const FileTable::Name& directory) {
    open_.push_back({directory.children.begin(), directory.children.end()});
  }

  std::vector<Rest> open_;  // what is left of each directory on the way
};

}  // namespace

FileIdentities::FileIdentities(Counters& counters, const FileSource* live, std::size_t max_files,
                               SteadyClock steady_clock)
    : counters_(counters),
      live_(live),
      table_(counters, max_files, std::min(limits::kMaxPinnedFiles, max_files / 4)),
      steady_clock_(std::move(steady_clock)) {}

void FileIdentities::look(const Clock* clock) {
  const auto former = std::exchange(linked_, {});
  const AllAnswered all_answered(live_);
  if (look("/", limits::kMaxPinnedFiles, Look::now).is_cut) ++counters_.evicted_files;
  if (!all_answered.holds()) keep_links(former);
  looked_ = clock == nullptr ? 0 : clock->now();
}

// Of what could not be looked at nobody knows that it has gone.
void FileIdentities::keep_links(const Links& former) {
  for (const auto& link : former) {
    if (linked_.size() >= limits::kMaxWatchedLinks) return;
    linked_.insert(link);
  }
}

// What it finds.
FileIdentities::Looked FileIdentities::look(std::string_view below, std::size_t max_files,
                                            Look when) {
  if (live_ == nullptr) return {};
  const std::uint64_t host = FileTable::host_key(live_->host());
  bool is_cut = false;
  std::vector<WatchedLink> dangling;
  std::vector<WatchedFile> files = watched_.find(*live_, below, max_files, &is_cut, &dangling);
  std::set<std::pair<std::uint64_t, std::uint64_t>> found;  // device and inode
  std::set<std::string> seen;  // under these names, a directory before what is in it
  // Own names first: a link's target may be watched under its own.
  for (const bool is_link : {false, true}) {
    for (const WatchedFile& watched : files) {
      const FileSource::File& file = watched.file;
      if (file.is_link != is_link || file.is_by_others_link) continue;
      const FileId id{host, FileTable::device(file.device_major, file.device_minor), file.inode};
      const FileTable::Entry* known = table_.find(id);
      const bool is_again = !found.emplace(id.device, id.inode).second;
      const std::string path =
          known == nullptr || !known->certain ? std::string() : FileTable::path(*known->name);
      const bool has_two =
          is_again || (!path.empty() && path != watched.path && !is_link && is_at(path, file));
      if (!path.empty() && (has_two || is_link || when == Look::later) && stays(*known, watched)) {
        if (file.is_directory) {
          table_.note_other_path(id, watched.path, true);
        } else if (FileTable::Name* other =
                       has_two ? table_.add_alias(id, watched.path) : nullptr) {
          pin_watched(watched_, table_, *other);
          if (when == Look::now) seen.insert(watched.path);
        }
        continue;
      }
      const bool is_known_so = path == watched.path && known->is_directory == file.is_directory;
      FileTable::Name* name = table_.make(host, watched.path);
      if (name == nullptr) continue;
      if (is_known_so) {
        const std::string other = table_.other_path(id, file.is_directory);
        if (!other.empty() && !is_at(other, file)) table_.forget_other_path(id);
      } else {
        if (when == Look::now && !is_link) note_displaced(id, *name, watched.path);
        table_.bind(id, *name, true, file.is_directory);
      }
      if (file.has_other_names) table_.note_other_names(id);
      pin_watched(watched_, table_, *name);
      seen.insert(watched.path);
    }
  }
  for (const std::string& path : seen) {
    if (FileTable::Name* name = table_.find(host, path)) table_.confirm(*name);
  }
  note_links(files, dangling, when);
  return {std::move(files), is_cut};
}

void FileIdentities::look_at_links() {
  linked_.clear();
  if (live_ == nullptr) return;
  std::vector<WatchedLink> dangling;
  const auto files = watched_.find(*live_, "/", limits::kMaxPinnedFiles, nullptr, &dangling);
  note_links(files, dangling, Look::later);
}

// A link to somebody else's file would let its maker choose how that is told.
void FileIdentities::note_links(const std::vector<WatchedFile>& files,
                                const std::vector<WatchedLink>& dangling, Look when) {
  for (const auto& [path, file] : files) {
    if (!file.is_link || file.is_by_others_link || file.is_directory) continue;
    note_link(path, file.target, when);
  }
  for (const WatchedLink& link : dangling) note_link(link.path, link.target, when);
}

// Of a name that a watched link leads to, nothing else would tell when another file has it.
void FileIdentities::note_link(const std::string& path, const std::string& target, Look when) {
  if (!watched_.has_file(path) || watched_.has_file(target)) return;
  if (linked_.size() >= limits::kMaxWatchedLinks) {
    ++counters_.evicted_files;
    return;
  }
  linked_.try_emplace(target, path);
  const std::string directory = learn_directory(std::string(directory_name(target)), when);
  const std::string known = path_in(directory, base_name(target));
  if (!watched_.has_file(known)) linked_.try_emplace(known, path);
}

// Names relative to a descriptor of it are told by that. The path that it is known by. Somebody may
// have laid a link on the way since the target was found.
std::string FileIdentities::learn_directory(const std::string& path, Look when) {
  const auto file = live_->look(path);
  if (!file || !file->is_directory || file->is_link || file->is_by_others_link) return path;
  const std::uint64_t host = FileTable::host_key(live_->host());
  const FileId id{host, FileTable::device(file->device_major, file->device_minor), file->inode};
  const FileTable::Entry* const known = table_.find(id);
  if (known != nullptr && known->certain) {
    if (when == Look::now && table_.find(host, path) == known->name) table_.confirm(*known->name);
    return FileTable::path(*known->name);
  }
  FileTable::Name* const name = table_.make(host, path);
  if (name == nullptr || (when == Look::later && table_.is_certain(*name))) return path;
  table_.bind(id, *name, true, true);
  if (when == Look::now) table_.confirm(*name);
  table_.pin(*name, FileTable::Pin::loose);
  return path;
}

// Whether a watched link, or what one leads to, lies in the directory.
bool FileIdentities::leads_to_link(const std::string& directory) const {
  const std::string top = directory + "/";
  return std::any_of(linked_.begin(), linked_.end(), [&](const auto& link) {
    return link.first.starts_with(top) || link.second.starts_with(top);
  });
}

// What has the name that a watched link leads to is told under the link's, whichever file it is by
// now.
void FileIdentities::tell_by_links(const FileAct& act, std::vector<FilePlace>& places) {
  if (!is_live(act)) return;
  for (FilePlace& place : places) {
    if (is_symlink(*place.item) && is_child(*place.item) && watched_.has_file(place.path)) {
      is_outdated_ = true;
    }
    const auto link = place.is_directory ? linked_.end() : linked_.find(place.path);
    if (link == linked_.end()) continue;
    place.path = link->second;
    place.directory = directory_name(place.path);
  }
}

bool FileIdentities::is_at(const std::string& path, const FileSource::File& file) const {
  const auto there = live_->look(path);
  return there && there->inode == file.inode && there->device_major == file.device_major &&
         there->device_minor == file.device_minor;
}

// What no record told to have gone from there is there yet, perhaps, below what was laid over it: a
// directory, and then what was in it. A file alone was replaced.
void FileIdentities::note_displaced(const FileId& now, const FileTable::Name& name,
                                    const std::string& path) {
  if (!table_.is_certain(name) || name.ids.front() == now) return;
  const FileId id = name.ids.front();
  const bool is_directory = table_.peek(id)->is_directory;
  if (is_directory && covered_.size() < limits::kMaxPinnedFiles) covered_.insert(path);
  if (is_directory || covered_.contains(directory_name(path))) {
    table_.note_other_path(id, path, is_directory);
  }
}

// Whether a file that is known already goes on under that name rather than under the one that it
// was found by, too.
bool FileIdentities::stays(const FileTable::Entry& known, const WatchedFile& found) const {
  const std::string path = FileTable::path(*known.name);
  if (path == found.path) return false;
  return found.file.is_directory ? watched_.has_all_in(path) || !watched_.has_all_in(found.path)
                                 : watched_.has_file(path) || !watched_.has_file(found.path);
}

bool FileIdentities::load(ByteReader& in) {
  forget();
  return table_.load(in);
}

bool FileIdentities::take_outdated() {
  if (live_ == nullptr) return false;
  const std::uint64_t loss = table_.last_loss(FileTable::host_key(live_->host()));
  const bool is_new = loss > std::exchange(told_loss_, loss);
  return std::exchange(is_outdated_, false) || is_new;
}

ResolvedPaths FileIdentities::resolve(const FileAct& act) {
  const FileSource* const live = is_live(act) ? live_ : nullptr;
  std::vector<FilePlace> places = find_places(act, watched_, table_, {act, live, looked_});
  ResolvedPaths resolved;
  resolved.items.resize(act.items.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    resolved.items[i].confirmed = holds(act, places[i]);
  }
  tell_by_links(act, places);
  for (std::size_t i = 0; i < places.size(); ++i) {
    resolved.items[i].path = places[i].path;
    resolved.items[i].directory = places[i].directory;
  }
  resolved.rename = judge_rename(act, places, table_);
  for (const MovedDirectory& directory : learn(act, places, resolved.rename, watched_, table_)) {
    if (leads_to_link(directory.path) || leads_to_link(directory.original)) is_outdated_ = true;
    const bool came = watched_.may_be_below(directory.path);
    const bool went = !directory.original.empty() && watched_.may_be_below(directory.original);
    if (!came && !went) continue;
    const std::vector<KnownFile> recorded = known_in(act, directory.path);
    const AllAnswered all_answered(live);
    const auto seen = look_in(act, directory);
    const std::size_t told = resolved.moved.size();
    const bool is_whole = tell_moved(act, directory, recorded, seen, resolved) && seen &&
                          all_answered.holds() && !seen->may_lack_files_of(act.time);
    if (came && !is_whole && resolved.moved.size() == told) {
      resolved.unseen_directories.push_back(directory.path);
    }
  }
  return resolved;
}

// Whether files can be looked at for the act. Not for this process's own, where a rule reports its
// looks: they would bring more of them without end.
bool FileIdentities::is_live(const FileAct& act) const {
  return live_ != nullptr && live_->host() == act.host && !act.is_own;
}

// Whether the path is the file's yet, or was until the name went, as far as it can be seen: what
// is known may have been made untrue by what no rule reports (an unmount, a rename further up).
bool FileIdentities::holds(const FileAct& act, const FilePlace& place) const {
  if (!place.confirmed || !is_live(act) || place.path == "/") return place.confirmed;
  const AllAnswered all_answered(live_);
  const auto directory = live_->look(std::string(directory_name(place.path)));
  // What is removed often goes with its directory.
  const bool may_be_gone = !directory && all_answered.holds();
  if (may_be_gone && place.item->nametype == "DELETE") return true;
  if (!directory || !directory->is_directory) return false;
  if (place.has_parent_id && directory->inode != place.parent_id.inode) return false;
  if (place.item->nametype != "NORMAL" || !place.has_id) return true;
  const auto file = live_->look(place.path);
  return file && file->inode == place.id.inode;
}

// Nothing where it is not there, or looks took so much time that it has to wait for the next one at
// all watched files.
std::optional<MovedFiles> FileIdentities::look_in(const FileAct& act,
                                                  const MovedDirectory& directory) {
  if (!is_there(act, directory)) return std::nullopt;
  const LookBudget::Time began = steady_clock_();
  if (!look_budget_.has_time(began)) {
    is_outdated_ = true;
    return std::nullopt;
  }
  Looked found = look(directory.path, limits::kMaxMovedFiles, Look::later);
  look_budget_.spend(began, steady_clock_());
  if (found.is_cut || found.files.size() >= limits::kMaxMovedFiles) ++counters_.untold_files;
  return MovedFiles(directory.path, std::move(found.files));
}

// Whether the directory is there yet, and can be looked at, and not one that got its number since.
// Its device may be numbered otherwise (btrfs, overlay).
bool FileIdentities::is_there(const FileAct& act, const MovedDirectory& directory) const {
  if (!is_live(act)) return false;
  const auto file = live_->look(directory.path);
  return file && file->is_directory && file->inode == directory.id.inode &&
         file->born <= act.time + kTickMs;
}

// False when it left out a file that is younger than the act.
bool FileIdentities::tell_moved(const FileAct& act, const MovedDirectory& directory,
                                const std::vector<KnownFile>& recorded,
                                const std::optional<MovedFiles>& seen, ResolvedPaths& resolved) {
  std::map<std::string, ResolvedPaths::Moved> files;
  std::set<std::string_view> recorded_paths;
  for (const KnownFile& known : recorded) {
    recorded_paths.insert(known.path);
    files[known.path] = {
        known.path, {}, known.is_confirmed && directory.confirmed, directory.original_confirmed};
  }
  for (const std::string& path : seen ? seen->files() : std::vector<std::string>()) {
    files.try_emplace(path, ResolvedPaths::Moved{path, {}, true, directory.original_confirmed});
  }
  bool is_whole = true;
  for (auto& [path, file] : files) {
    if (!directory.original.empty()) {
      file.original = directory.original + path.substr(directory.path.size());
    }
    if (!watched_.has(path) && !watched_.has(file.original)) continue;
    if (seen) {
      if (!recorded_paths.contains(path) && seen->is_younger_than(act.time, path)) {
        is_whole = false;
        continue;
      }
      const bool was_there = seen->was_there_at(act.time, path);
      file.confirmed = file.confirmed && was_there;
      file.original_confirmed = file.original_confirmed && was_there && !seen->is_behind_link(path);
    }
    resolved.moved.push_back(std::move(file));
  }
  return is_whole;
}

// The files known to be below: limits::kMaxMovedFiles at most, of limits::kMaxMovedNames names. How
// many there are beyond is not counted, since that alone would cost as much as the table has.
std::vector<FileIdentities::KnownFile> FileIdentities::known_in(const FileAct& act,
                                                                const std::string& directory) {
  std::vector<KnownFile> files;
  const FileTable::Name* top = table_.find(FileTable::host_key(act.host), directory);
  if (top == nullptr) return files;
  const std::size_t top_length = FileTable::path(*top).size();
  NamesBelow names(*top);
  std::size_t seen = 0;
  while (const FileTable::Name* name = names.next()) {
    const FileId* const id = FileTable::file_of(*name);
    const FileTable::Entry* entry = id == nullptr ? nullptr : table_.peek(*id);
    const bool is_file = entry != nullptr && !entry->is_directory;
    if (++seen > limits::kMaxMovedNames || (is_file && files.size() >= limits::kMaxMovedFiles)) {
      ++counters_.untold_files;
      break;
    }
    if (!is_file) continue;
    files.push_back({directory + FileTable::path(*name).substr(top_length),
                     entry->certain && table_.is_confirmed(*name)});
  }
  return files;
}

}  // namespace ak
