// Which file is which, whatever it is called: completes names with what is known of the device and
// inode behind them. Bounded (limits::kMaxFiles); evictions are counted. One thread.
//
// What is known is of two kinds. Certain: watched files as they were looked at, what audit rules
// were added on, and what was created in, linked or moved into a directory that is known for
// certain. Heard: a name in a record, joined with the working directory. That name holds where the
// program was, in a container or a chroot perhaps, and as the links led then; so it never takes the
// place of what is certain. On a file system without a disk, of which nothing is certain, even the
// numbers are soon another's: there what was heard tells nothing of a file that comes with a name.
// A name that nothing confirms is given as it is, unless it begins at a descriptor: then the path
// is missing.
//
// A file with several names (links, bind mounts, other namespaces) counts under its watched name,
// if it has one; of several watched names under the one, and when that goes, under the next. A
// watched name in a record stays, whatever the identity says: who reads that name gets that file.
// But live it does not where the host's file of that name is another: then a chroot or a namespace
// has that name.
//
// Forgotten at deletion, and when the number comes again: a created file is no earlier one.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "base/time.h"
#include "event/path_resolver.h"
#include "lineage/file_learning.h"
#include "lineage/file_places.h"
#include "lineage/file_source.h"
#include "lineage/file_table.h"
#include "lineage/look_budget.h"
#include "lineage/moved_files.h"
#include "lineage/watched_files.h"

namespace ak {

class FileIdentities final : public PathResolver {
 public:
  using SteadyClock = std::function<LookBudget::Time()>;

  // `live`: asked for the watched files; nullptr in replay. Both outlive the FileIdentities.
  FileIdentities(Counters& counters, const FileSource* live,
                 std::size_t max_files = limits::kMaxFiles,
                 SteadyClock steady_clock = std::chrono::steady_clock::now);

  // Which files are the watched ones from now on; none until the first call.
  void watch(WatchedFiles files) { watched_ = std::move(files); }
  [[nodiscard]] const WatchedFiles& watched() const { return watched_; }

  // Looks at the watched files as they are now. Before the first event, and when the configuration
  // is loaded again; nothing without a live source. Of events before its end, which `clock` tells,
  // what it shows of a file's name may not be true yet: a watched name that they tell goes before
  // it.
  void look(const Clock* clock = nullptr);

  // Looks only where watched links lead, after load(): what was seen of files stands, and what is
  // there now may not yet be so for the events to come.
  void look_at_links();

  // Of a directory that was renamed, the watched files known to be in it are told; live, it is
  // looked at first, if it is still there and such looks have not taken too much time (LookBudget).
  // That shows what is there a moment later: a file that is known for certain under another name
  // keeps that until a record tells of its move, one that is younger than the act is not told, and
  // one that was changed since, and so may have come since, is told unconfirmed.
  ResolvedPaths resolve(const FileAct& act) override;

  // What is known, and that again in place of what is known: false when that is not what `in` has,
  // nothing is known then. look() is to follow. forget(): the identities may be others by now.
  void save(ByteWriter& out) const { table_.save(out); }
  [[nodiscard]] bool load(ByteReader& in);
  void forget() {
    table_.clear();
    covered_.clear();
  }

  // Nothing that was known is confirmed before it is told again, or seen by look().
  void note_loss(std::string_view host) override { table_.note_loss(FileTable::host_key(host)); }

  // Whether what is known of the watched files may be outdated since the last call, so that look()
  // is to be called: one of the names became a link or was one, a record was lost, or a directory
  // that was moved was not looked at.
  bool take_outdated();

  // Names remembered.
  [[nodiscard]] std::size_t size() const { return table_.size(); }

 private:
  enum class Look { now, later };
  struct Looked {
    std::vector<WatchedFile> files;
    bool is_cut = false;  // there may be more
  };
  Looked look(std::string_view below, std::size_t max_files, Look when);
  [[nodiscard]] bool is_at(const std::string& path, const FileSource::File& file) const;
  void note_displaced(const FileId& now, const FileTable::Name& name, const std::string& path);
  void note_links(const std::vector<WatchedFile>& files, const std::vector<WatchedLink>& dangling,
                  Look when);
  using Links = std::map<std::string, std::string, std::less<>>;
  void keep_links(const Links& former);
  void note_link(const std::string& path, const std::string& target, Look when);
  std::string learn_directory(const std::string& path, Look when);
  [[nodiscard]] bool leads_to_link(const std::string& directory) const;
  void tell_by_links(const FileAct& act, std::vector<FilePlace>& places);
  [[nodiscard]] bool stays(const FileTable::Entry& known, const WatchedFile& found) const;
  [[nodiscard]] bool is_there(const FileAct& act, const MovedDirectory& directory) const;
  [[nodiscard]] bool is_live(const FileAct& act) const;
  [[nodiscard]] bool holds(const FileAct& act, const FilePlace& place) const;
  std::optional<MovedFiles> look_in(const FileAct& act, const MovedDirectory& directory);
  struct KnownFile {
    std::string path;
    bool is_confirmed;
  };
  std::vector<KnownFile> known_in(const FileAct& act, const std::string& directory);
  bool tell_moved(const FileAct& act, const MovedDirectory& directory,
                  const std::vector<KnownFile>& recorded, const std::optional<MovedFiles>& seen,
                  ResolvedPaths& resolved);

  Counters& counters_;
  const FileSource* live_;
  WatchedFiles watched_;
  FileTable table_;
  SteadyClock steady_clock_;
  LookBudget look_budget_;                      // look_in()
  std::set<std::string, std::less<>> covered_;  // directories in whose place a look found another
  // What watched names lead to that are links to files, and those names.
  Links linked_;
  bool is_outdated_ = false;
  std::uint64_t told_loss_ = 0;  // FileTable::last_loss(), which take_outdated() told
  TimeMs looked_ = 0;            // when the last look at the watched files ended
};

}  // namespace ak
