#include "event/path_resolver.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/path_items.h"
#include "event/path_text.h"
#include "event/renamed_names.h"

namespace ak {

bool is_child(const PathItem& item) {
  return item.nametype == "CREATE" || item.nametype == "DELETE";
}

bool same_file(const PathItem& a, const PathItem& b) {
  return !a.inode.empty() && a.inode == b.inode && a.device == b.device;
}

namespace {

// The file's kind, in front of the permission bits: "40755" of "040755", also of "0040755". Source:
// S_IFMT of linux/stat.h.
bool has_kind(const PathItem& item, std::string_view kind) {
  constexpr std::size_t kPermissionDigits = 4;
  const std::size_t first = std::min(item.mode.find_first_not_of('0'), item.mode.size());
  const std::string_view mode = std::string_view(item.mode).substr(first);
  return mode.size() == kind.size() + kPermissionDigits && mode.starts_with(kind);
}

}  // namespace

bool is_directory(const PathItem& item) {
  return has_kind(item, "4");  // S_IFDIR
}

bool is_symlink(const PathItem& item) {
  return has_kind(item, "12");  // S_IFLNK
}

ResolvedPaths TextPathResolver::resolve(const FileAct& act) {
  ResolvedPaths resolved;
  if (may_be_exchange(act)) resolved.rename = ResolvedPaths::Rename::unclear;
  resolved.items.resize(act.items.size());
  const ParentItems parents(act.items, act.cwd);
  for (std::size_t i = 0; i < std::min(act.items.size(), limits::kMaxResolvedItems); ++i) {
    const PathItem& item = act.items[i];
    std::string path = path_by_text(item, only_one(parents.of(item)), act.cwd);
    ResolvedPaths::Item& result = resolved.items[i];
    if (act.unnamed) {
      result.directory = std::move(path);
      continue;
    }
    result.directory = directory_name(path);
    result.path = std::move(path);
  }
  return resolved;
}

}  // namespace ak
