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

bool is_directory(const PathItem& item) {
  // S_IFDIR of linux/stat.h in front of the permission bits: "040755", also "0040755".
  const std::size_t first = item.mode.find_first_not_of('0');
  return first != std::string::npos && item.mode.size() - first == 5 && item.mode[first] == '4';
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
