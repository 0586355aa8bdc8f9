#include "lineage/file_identities.h"

#include <algorithm>
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

void FileIdentities::look(std::string_view below, std::size_t max_files, Look when) {
  if (live_ == nullptr) return;
  const std::uint64_t host = FileTable::host_key(live_->host());
  const std::vector<WatchedFile> files = watched_.find(*live_, below, max_files);
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
    resolved.items[i] = {places[i].path, places[i].directory};
  }
  resolved.rename = judge_rename(act, places, table_);
  for (const MovedDirectory& directory : learn(act, places, resolved.rename, watched_, table_)) {
    const bool came = watched_.may_be_below(directory.path);
    const bool went = !directory.original.empty() && watched_.may_be_below(directory.original);
    if (!came && !went) continue;
    if (live_ != nullptr && live_->host() == act.host && is_still_there(directory)) {
      look(directory.path, limits::kMaxMovedFiles, Look::later);
    }
    tell_moved(act.host, directory, resolved);
  }
  return resolved;
}

// Its device may be numbered otherwise (btrfs, overlay).
bool FileIdentities::is_still_there(const MovedDirectory& directory) const {
  const auto file = live_->look(directory.path);
  return file && file->is_directory && file->inode == directory.id.inode;
}

void FileIdentities::tell_moved(std::string_view host, const MovedDirectory& directory,
                                ResolvedPaths& resolved) {
  const FileTable::Name* top = table_.find(FileTable::host_key(host), directory.path);
  if (top == nullptr) return;
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
    if (name->ids.empty() || table_.peek(name->ids.front())->is_directory) continue;
    ResolvedPaths::Moved file{directory.path + below, {}};
    if (!directory.original.empty()) file.original = directory.original + below;
    if (watched_.has(file.path) || watched_.has(file.original)) {
      resolved.moved.push_back(std::move(file));
    }
  }
  std::sort(resolved.moved.begin(), resolved.moved.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
}

}  // namespace ak
