#include "lineage/file_identities.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lineage/file_places.h"

namespace ak {

FileIdentities::FileIdentities(Counters& counters, const FileSource* live, std::size_t max_files)
    : counters_(counters), live_(live), table_(counters, max_files) {}

void FileIdentities::look() {
  look("/", limits::kMaxPinnedFiles, Look::now);
}

// What it finds.
std::vector<WatchedFile> FileIdentities::look(std::string_view below, std::size_t max_files,
                                              Look when) {
  if (live_ == nullptr) return {};
  const std::uint64_t host = FileTable::host_key(live_->host());
  std::vector<WatchedFile> files = watched_.find(*live_, below, max_files);
  std::set<std::pair<std::uint64_t, std::uint64_t>> found;  // device and inode
  // Own names first: a link's target may be watched under its own.
  for (const bool is_link : {false, true}) {
    for (const WatchedFile& watched : files) {
      const FileSource::File& file = watched.file;
      if (file.is_link != is_link) continue;
      const FileId id{host, FileTable::device(file.device_major, file.device_minor), file.inode};
      const FileTable::Entry* known = table_.find(id);
      const bool is_again = !found.emplace(id.device, id.inode).second;
      if (known != nullptr && known->certain && (is_link || is_again || when == Look::later) &&
          stays(*known, watched)) {
        if (is_again && !file.is_directory) table_.add_alias(id, watched.path);
        continue;
      }
      FileTable::Name* name = table_.make(host, watched.path);
      if (name == nullptr) continue;
      table_.bind(id, *name, true, file.is_directory);
      table_.pin(*name);
    }
  }
  return files;
}

// Whether a file that is known already goes on under that name rather than under the one that it
// was found by, too.
bool FileIdentities::stays(const FileTable::Entry& known, const WatchedFile& found) const {
  const std::string path = FileTable::path(*known.name);
  if (path == found.path) return false;
  return found.file.is_directory ? watched_.has_all_in(path) || !watched_.has_all_in(found.path)
                                 : watched_.has(path) || !watched_.has(found.path);
}

bool FileIdentities::load(ByteReader& in) {
  table_.clear();
  return table_.load(in);
}

ResolvedPaths FileIdentities::resolve(const FileAct& act) {
  const std::vector<FilePlace> places = find_places(act, watched_, table_, live_);
  ResolvedPaths resolved;
  resolved.items.resize(act.items.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    resolved.items[i] = {places[i].path, places[i].directory, places[i].certain};
  }
  resolved.rename = judge_rename(act, places, table_);
  for (const MovedDirectory& directory : learn(act, places, resolved.rename, watched_, table_)) {
    const bool came = watched_.may_be_below(directory.path);
    const bool went = !directory.original.empty() && watched_.may_be_below(directory.original);
    if (!came && !went) continue;
    std::vector<WatchedFile> found;
    if (live_ != nullptr && live_->host() == act.host && is_still_there(directory)) {
      found = look(directory.path, limits::kMaxMovedFiles, Look::later);
    }
    tell_moved(act, directory, found, resolved);
  }
  return resolved;
}

// Its device may be numbered otherwise (btrfs, overlay).
bool FileIdentities::is_still_there(const MovedDirectory& directory) const {
  const auto file = live_->look(directory.path);
  return file && file->is_directory && file->inode == directory.id.inode;
}

void FileIdentities::tell_moved(const FileAct& act, const MovedDirectory& directory,
                                const std::vector<WatchedFile>& found, ResolvedPaths& resolved) {
  const FileTable::Name* top = table_.find(FileTable::host_key(act.host), directory.path);
  if (top == nullptr) return;
  std::map<std::string_view, const FileSource::File*> seen_there;
  for (const WatchedFile& watched : found) seen_there[watched.path] = &watched.file;
  std::vector<std::pair<const FileTable::Name*, std::string>> waiting{{top, ""}};
  for (std::size_t seen = 0; !waiting.empty(); ++seen) {
    const auto [name, below] = std::move(waiting.back());
    waiting.pop_back();
    if (seen > limits::kMaxMovedFiles) {
      ++counters_.untold_files;
      continue;
    }
    for (const auto& [text, child] : name->children) {
      waiting.emplace_back(child, below + "/" + std::string(text));
    }
    const FileTable::Entry* entry = name->ids.empty() ? nullptr : table_.peek(name->ids.front());
    if (entry == nullptr || entry->is_directory) continue;
    ResolvedPaths::Moved file{directory.path + below, {}, entry->certain};
    if (!directory.original.empty()) file.original = directory.original + below;
    if (const auto there = seen_there.find(file.path); there != seen_there.end()) {
      if (there->second->born > act.time) continue;
      const TimeMs changed = there->second->changed;
      if (changed == 0 || changed >= act.time) file.confirmed = false;
    }
    if (watched_.has(file.path) || watched_.has(file.original)) {
      resolved.moved.push_back(std::move(file));
    }
  }
  std::sort(resolved.moved.begin(), resolved.moved.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
}

}  // namespace ak
