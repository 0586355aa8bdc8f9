// The names of files, as a tree for each host, and which file (device and inode) was seen under
// which name: a bounded store without opinions (file_identities.h has them). At the cap the names
// that were longest of no use go first, a directory after what is in it; pinned ones stay.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/counters.h"
#include "base/limits.h"
#include "lineage/strays.h"

namespace ak {

// Which file, whatever its name.
struct FileId {
  std::uint64_t host = 0;  // FileTable::host_key()
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  auto operator<=>(const FileId&) const = default;
};

class FileTable {
 public:
  struct Name {
    Name* parent = nullptr;  // nullptr: a host's root
    std::string text;        // the last component
    std::uint64_t host = 0;
    std::map<std::string_view, Name*> children;
    std::vector<FileId> ids;         // a certain one stands alone
    std::optional<FileId> alias_of;  // a file that has this name too, and is found by another
    std::size_t certain = 0;         // certain ids here and below
    std::size_t height = 0;          // at least that of the tree below
    bool pinned = false;
    // Moments by the table's count of them. Saved is only whether the name is sure.
    struct Trust {
      std::uint64_t told = 0;             // it came to its directory, or was known to be there yet
      bool is_of_path = false;            // all of its path was told with it
      std::uint64_t doubted = 0;          // from then on it may have gone
      std::uint64_t content_doubted = 0;  // from then on what is below may be another directory's
      bool may_hold_others = false;       // a path below was told while this was not sure
    };
    Trust trust;
    bool is_presumed = false;          // doubted since FilePlace::is_presumed. Not saved
    mutable std::uint32_t number = 0;  // for save()
    std::list<Name>::iterator self;
  };

  // A file's entry. A certain one is known by more than a name in a record.
  struct Entry {
    Name* name = nullptr;
    bool certain = false;
    bool is_directory = false;
    bool has_other_names = false;  // it may have names that are not known. Not saved
    std::vector<Name*> aliases;    // its other names, which matter when the name goes. Not saved
  };

  // `counters` must outlive the table.
  explicit FileTable(Counters& counters, std::size_t max_names = limits::kMaxFiles,
                     std::size_t max_pinned = limits::kMaxPinnedFiles);
  FileTable(const FileTable&) = delete;
  FileTable& operator=(const FileTable&) = delete;

  static std::uint64_t host_key(std::string_view host);
  static std::uint64_t device(std::uint64_t major, std::uint64_t minor) {
    return (major << 32U) ^ minor;
  }

  // Whether the device's number may have gone to another file system since, which no record tells:
  // those without a disk of their own (overlay, tmpfs, but btrfs too) have major 0, and share the
  // numbers. Not where a certain file is on that device: that file system stays.
  [[nodiscard]] bool is_passing(const FileId& id) const {
    return (id.device >> 32U) == 0 && !certain_devices_.contains({id.host, id.device});
  }

  // nullptr when not known. Counts as a use. Entries and names are valid until the table is
  // changed.
  const Entry* find(const FileId& id);

  // The name at the absolute, normalised `path`; nullptr when there is none. No use.
  [[nodiscard]] Name* find(std::uint64_t host, std::string_view path) const;

  // The same as a file's entry, but no use; and whether the name has a certain one.
  [[nodiscard]] const Entry* peek(const FileId& id) const;
  [[nodiscard]] bool is_certain(const Name& name) const;

  // The file that has the name for certain, be it found by another; nullptr when none has.
  [[nodiscard]] const FileId* certain_file(const Name& name) const;

  // Whether the file has the name, be it found by another.
  [[nodiscard]] static bool has_file(const Name& name, const FileId& id);

  // A file that has the name, be it found by another; nullptr when none is known, but of what is
  // below.
  [[nodiscard]] static const FileId* file_of(const Name& name);

  // The name at `path`, made if need be: nullptr when it is too long or deep, or no room can be
  // made.
  Name* make(std::uint64_t host, std::string_view path);
  Name* make(Name& directory, std::string_view name);

  // From now on the file is found under that name, and no more under another. A certain file takes
  // the place of others of that name; what is not certain is refused where one is.
  void bind(const FileId& id, Name& name, bool certain, bool is_directory);

  // Notes another name of a known file, one of limits::kMaxFileAliases at most: more are not kept,
  // and counted as evicted. As bind() does, it takes the place of what is less certain and is
  // refused otherwise: then nullptr.
  Name* add_alias(const FileId& id, std::string_view path);

  // The name is no alias any more. It may be gone then.
  void remove_alias(Name& name);

  // The known file may be found by other names from now on.
  void note_other_names(const FileId& id);

  // Whether the path of the name, if its file is certain, rests on no move by a name alone, and no
  // record was lost since it was told.
  [[nodiscard]] bool is_confirmed(const Name& name) const;

  // Whether a certain file below is sure to be there; so it is taken to be where there are more
  // than limits::kMaxMovedNames names to look through.
  [[nodiscard]] bool holds_sure(const Name& name) const;

  // All of the path is known now to be the file's, by more than names. Of the directories on the
  // way that were doubted it is not known whether they are those that have the names.
  void confirm(Name& name);

  // The file came to the name in its directory now: by a name that nothing confirms, unless
  // `is_told`.
  void renew(Name& name, bool is_told);

  // It is not sure any more that the file has the name, or that what is below is there.
  void doubt(Name& name);

  // The same, since it rests on what was only presumed (FilePlace::is_presumed); of all names of
  // the file.
  void presume(Name& name);
  void presume(const FileId& id);

  // A record of the host is lost that may have told of other names: of what was known until now
  // nothing is confirmed before it is told again.
  void note_loss(std::uint64_t host);
  [[nodiscard]] std::uint64_t last_loss(std::uint64_t host) const;  // 0: none; grows

  // What had that name went from a place that is not known.
  using Stray = Strays::What;
  void note_stray(std::uint64_t host, std::string_view text, Stray what) {
    strays_.note(what, host, text, ++moments_);
  }

  // Takes the name out of the tree, with all that is below; to be attached again or dropped.
  // REQUIRES: name.parent.
  void detach(Name& name);

  // Puts a detached name there. What had the place is dropped; so is `name` if it gets too deep,
  // which counts as evicted, or would lie in itself: then nullptr.
  Name* attach(Name& name, Name& directory, std::string_view text);

  // Forgets the name, attached or not, and all that is below.
  void drop(Name& name);

  // Forgets the file under whatever name; the name too if it then says nothing.
  void forget(const FileId& id);

  // Remembers beside the names another path of a file or directory, of as many as may be pinned
  // (then any goes): where it was before something else was seen there, which may be laid over it,
  // or where it is mounted, too. Until it is bound for certain, or forgotten. Not saved. What is
  // too long, or finds no room within limits::kMaxOtherPathsBytes, is counted as evicted.
  void note_other_path(const FileId& id, std::string path, bool is_directory);
  [[nodiscard]] std::string other_path(const FileId& id, bool is_directory) const;  // "": none
  void forget_other_path(const FileId& id);

  // The name and those above never make room from now on; nothing if that would be more names than
  // the cap, or for a loose pin than half of it.
  enum class Pin { firm, loose };
  void pin(Name& name, Pin how = Pin::firm);

  // The name may make room again, as if it had been used just now. REQUIRES: no name below is
  // pinned.
  void unpin(Name& name);

  static std::string path(const Name& name);

  // Whether the host's records of a rename tell the old name's directory before the new one's;
  // nothing until one has shown it.
  [[nodiscard]] std::optional<bool> names_old_first(std::uint64_t host) const;
  void set_names_old_first(std::uint64_t host, bool old_first);

  // Everything, for load().
  void save(ByteWriter& out) const;

  // What save() wrote. False when that is not what `in` has; then nothing is known. REQUIRES:
  // size() is 0.
  [[nodiscard]] bool load(ByteReader& in);

  void clear();

  [[nodiscard]] std::size_t size() const { return names_.size() + pinned_.size(); }
  [[nodiscard]] std::size_t files() const { return entries_.size(); }

 private:
  struct Saved;

  bool adopt(const std::vector<Saved>& all);
  [[nodiscard]] bool is_sure(const Name& name) const;
  [[nodiscard]] bool may_become_unsure(const Name& name) const;
  [[nodiscard]] std::uint64_t doubts_of(const Name& name) const;
  [[nodiscard]] std::uint64_t last_stray(const Name& name, Stray what) const;
  [[nodiscard]] std::uint64_t last_stray(const Name& name) const;
  void doubt_content_for_strays(Name& name);
  [[nodiscard]] Name* root_of(std::uint64_t host) const;
  Name* root(std::uint64_t host);
  Name* add(Name* parent, std::uint64_t host, std::string_view text);
  bool make_room(const Name* keep);
  bool has_room_below(const Name& directory, Name& detached);
  void touch(Name& name);
  void erase(Name& name);
  void erase_entry(FileId id);
  void remove(Name& name);
  void prune(Name* name, const Name* keep = nullptr);
  bool has_room_for(const std::string& other_path);
  void end_alias(Name& name);
  void end_aliases(Entry& entry);
  void count_device(const FileId& id, bool is_more);
  static void count_certain(Name* name, std::size_t certain, bool is_more);

  Counters& counters_;
  std::size_t max_names_;
  std::size_t max_pinned_;
  std::list<Name> names_;  // least recently used first
  std::list<Name> pinned_;
  struct Host {
    Name* root = nullptr;
    std::optional<bool> old_first;  // names_old_first()
    std::uint64_t last_loss = 0;    // note_loss(). Not saved
  };
  std::unordered_map<std::uint64_t, Host> hosts_;  // those whose root is known
  // Ordered: a user chooses the inodes of a file system that he serves himself (FUSE), and could
  // choose those of one bucket.
  std::map<FileId, Entry> entries_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> certain_devices_;  // their files
  struct OtherPath {
    std::string path;
    bool is_directory = false;
  };
  std::map<FileId, OtherPath> other_paths_;
  std::size_t other_path_bytes_ = 0;
  std::uint64_t moments_ = 0;  // Name::Trust
  Strays strays_;
};

}  // namespace ak
