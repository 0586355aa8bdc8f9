// How the PATH items of one event become the files' true paths. The seam where the identities of
// files and directories (device and inode) come in; lineage knows them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace ak {

// One PATH record, decoded.
struct PathItem {
  // Where the name begins. The records show a descriptor's number, not its directory.
  enum class Start {
    working_directory,  // if relative; from the root if absolute
    descriptor,         // if relative, at a directory that is not shown; from the root if absolute
    confined,           // at a directory that is not shown, absolute or not (RESOLVE_IN_ROOT)
  };

  std::string name;      // as the program gave it; empty when has_name is false
  bool has_name = true;  // false: (null), the program used a file descriptor
  std::string nametype;  // "NORMAL", "PARENT", "CREATE", "DELETE", "UNKNOWN"
  std::string inode;     // decimal; empty when the record has none
  std::string device;    // "fd:00"
  std::string mode;      // octal, "0100644"
  std::string uid, gid;
  std::string owner, group;  // names, from the enriched part
  Start start = Start::working_directory;
  bool shares_name = false;  // the record has none: the program gave another item's again
};

bool is_directory(const PathItem& item);
bool is_symlink(const PathItem& item);

// Whether the item is of a name in a directory, which has an item of its own.
bool is_child(const PathItem& item);

// Whether both have one inode; not where one is not told.
bool same_file(const PathItem& a, const PathItem& b);

// What one audit event says of files.
struct FileAct {
  enum class Effect {
    failed,   // or not known to have succeeded: names are resolved, nothing is learned
    none,     // names were looked up
    created,  // CREATE items are new files or directories
    linked,   // a CREATE item is another name of an existing file
    renamed,
    removed,
    watched,  // an audit rule was added on them
  };

  std::string_view host;
  std::string_view cwd;  // empty when unknown
  Effect effect = Effect::failed;
  bool unnamed = false;  // O_TMPFILE: the item's name is the directory's, its inode a new file's
  const std::vector<PathItem>& items;  // in the order of their item= numbers
  bool complete = true;                // false: records are known to be missing
  bool may_exchange = true;            // false: a call that exchanges no names
  TimeMs time = 0;                     // the event's
  bool is_own = false;                 // by this process: nothing is looked at for it
  // The order in which this machine's kernels usually tell a rename's two directories.
  bool names_old_first = false;
  // By link(2), done or not: a NORMAL item is what it links, which lies anywhere.
  bool links = false;
};

// Whether such an act gives names to files, or takes them away.
constexpr bool changes_names(FileAct::Effect effect) {
  using Effect = FileAct::Effect;
  return effect == Effect::created || effect == Effect::linked || effect == Effect::renamed ||
         effect == Effect::removed;
}

// Paths are absolute and normalised; empty when they cannot be known.
struct ResolvedPaths {
  struct Item {
    std::string path;
    std::string directory;   // known at times where the path is not
    bool confirmed = false;  // the path: by more than names in records
  };
  // A file that a renamed directory carried along.
  struct Moved {
    std::string path;
    std::string original;
    bool confirmed = false;  // false: it is known by names alone, or may have come later
    bool original_confirmed = false;
  };

  // What the records show as a rename to a free name: where both names look alike, an exchange of
  // two files is recorded as the same (renamed_names.h).
  enum class Rename { plain, exchange, unclear };

  std::vector<Item> items;  // one for each of the act's
  std::vector<Moved> moved;
  // Renamed directories of which nobody knows what they hold, where that would matter.
  std::vector<std::string> unseen_directories;
  Rename rename = Rename::plain;
};

class PathResolver {
 public:
  virtual ~PathResolver() = default;

  // To be called once for each event with PATH items, in the order of the stream: a resolver may
  // learn from one event for the next.
  virtual ResolvedPaths resolve(const FileAct& act) = 0;

  // Records of the host are lost that may have told of a name's change: of the next event to be
  // resolved, or of one that has none to resolve.
  virtual void note_loss(std::string_view /*host*/) {}
};

// By the text alone.
class TextPathResolver final : public PathResolver {
 public:
  ResolvedPaths resolve(const FileAct& act) override;
};

}  // namespace ak
