#include "lineage/file_pins.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/path.h"

namespace ak {
namespace {

using Name = FileTable::Name;

// Nothing: not at all. Few can come unseen where a detection means the file, or every file in the
// directory; not so directories on the way, and mere names, which are pinned loosely if at all.
std::optional<FileTable::Pin> pin_for(const WatchedFiles& watched, const FileTable& table,
                                      const Name& name, const std::string& path) {
  const FileId* const file = FileTable::file_of(name);
  if (file == nullptr) return std::nullopt;  // a directory on the way, pinned with what it leads to
  const bool is_way = table.peek(*file)->is_directory;
  if (!watched.matters(path, is_way)) return std::nullopt;
  const bool is_meant = !is_way || watched.has_all_in(path);
  if (table.certain_file(name) != nullptr)
    return is_meant ? FileTable::Pin::firm : FileTable::Pin::loose;
  if (!is_meant || table.is_passing(*file)) return std::nullopt;
  return FileTable::Pin::loose;
}

void pin_at(const WatchedFiles& watched, FileTable& table, Name& name, const std::string& path) {
  if (const auto pin = pin_for(watched, table, name, path)) table.pin(name, *pin);
}

using Names = std::vector<std::pair<Name*, std::string>>;

// The name and those below that are pinned or may have to be, each after its directory. Pinned ones
// first, and all of them; of the others those that lie where files matter, of
// limits::kMaxMovedFiles.
Names names_to_settle(const WatchedFiles& watched, Name& top) {
  Names names;
  std::deque<std::pair<Name*, std::string>> waiting{{&top, FileTable::path(top)}};
  while (!waiting.empty()) {
    names.push_back(std::move(waiting.front()));
    waiting.pop_front();
    const auto& [name, path] = names.back();
    const bool may_matter = watched.may_be_below(path);
    for (const auto& [text, child] : name->children) {
      if (child->pinned) {
        waiting.emplace_front(child, path_in(path, text));
      } else if (may_matter && names.size() + waiting.size() < limits::kMaxMovedFiles) {
        waiting.emplace_back(child, path_in(path, text));
      }
    }
  }
  return names;
}

}  // namespace

void pin_watched(const WatchedFiles& watched, FileTable& table, Name& name) {
  pin_at(watched, table, name, FileTable::path(name));
}

void settle_pins(const WatchedFiles& watched, FileTable& table, Name& top) {
  const Names names = names_to_settle(watched, top);
  // A directory after what is in it, which leaves it the more recent.
  for (auto each = names.rbegin(); each != names.rend(); ++each) table.unpin(*each->first);
  std::size_t settled = 0;
  for (const auto& [name, path] : names) {
    if (++settled > limits::kMaxMovedFiles) break;
    pin_at(watched, table, *name, path);
  }
}

}  // namespace ak
