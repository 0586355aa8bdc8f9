#include "event/path_resolver.h"

#include "base/path.h"

namespace ak {

std::string TextPathResolver::resolve(std::string_view /*host*/, const PathItem& item,
                                      const PathItem* parent, std::string_view cwd) const {
  if (!item.has_name || item.name.empty()) return {};
  if (item.name.front() == '/') return normalize_path(item.name);
  if (!cwd.empty() && cwd.front() == '/') return resolve_path(cwd, item.name);
  const bool parent_is_known =
      parent != nullptr && parent->has_name && !parent->name.empty() && parent->name.front() == '/';
  return parent_is_known ? resolve_path(parent->name, base_name(item.name)) : std::string();
}

}  // namespace ak
