#include "event/path_items.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/path.h"
#include "event/audit_fields.h"

namespace ak {
namespace {

// No syscall names more than two directories; what a hostile log has beyond is not compared.
constexpr std::size_t kMaxParents = 3;

PathItem read_path_item(const audit::Record& record) {
  PathItem item;
  const audit::Field* name = record.find("name");
  item.has_name = name != nullptr && !is_null(*name);
  if (item.has_name) item.name = name->interpreted.empty() ? name->value : name->interpreted;
  item.nametype = field_value(&record, "nametype");
  if (item.nametype.empty()) item.nametype = field_value(&record, "objtype");  // RHEL 7's kernel
  item.inode = field_value(&record, "inode");
  item.device = field_value(&record, "dev");
  item.mode = field_value(&record, "mode");
  item.uid = field_id(&record, "ouid");
  item.gid = field_id(&record, "ogid");
  item.owner = field_name(&record, "ouid");
  item.group = field_name(&record, "ogid");
  return item;
}

bool is_parent(const PathItem& item) {
  return item.nametype == "PARENT" && item.has_name;
}

// What the kernel logs as the PARENT of `name`: all up to the last slash, or the working directory.
std::string parent_name(std::string_view name, std::string_view cwd) {
  while (name.size() > 1 && name.back() == '/') name.remove_suffix(1);
  const std::size_t slash = name.rfind('/');
  return std::string(slash == std::string_view::npos ? cwd : name.substr(0, slash + 1));
}

// Only the first of those that are the same directory.
void add_distinct(std::vector<const PathItem*>& directories, const PathItem& directory) {
  const bool is_known =
      std::any_of(directories.begin(), directories.end(),
                  [&](const PathItem* other) { return same_file(directory, *other); });
  if (!is_known && directories.size() < kMaxParents) directories.push_back(&directory);
}

// Kernels before Linux 3.10 tell no item's kind. A program names one; where there are more items,
// it may bear the inode of its directory. (Of these, and of a rename's two, more is not told
// apart.)
void suppose_kind(std::vector<PathItem>& items) {
  PathItem* named = nullptr;
  for (PathItem& item : items) {
    if (!item.nametype.empty() || (item.has_name && named != nullptr)) return;
    if (item.has_name) named = &item;
  }
  if (named == nullptr) return;
  if (items.size() > 1) named->inode = named->device = named->mode = {};
  named->nametype = "NORMAL";
}

}  // namespace

std::vector<PathItem> read_path_items(const audit::AuditEvent& event) {
  std::vector<std::pair<std::int64_t, PathItem>> numbered;
  for (const audit::Record& record : event.records) {
    if (record.type != record_type::kPath) continue;
    const auto number = field_number(&record, "item");
    numbered.emplace_back(number.value_or(std::numeric_limits<std::int64_t>::max()),
                          read_path_item(record));
  }
  std::stable_sort(numbered.begin(), numbered.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<PathItem> items;
  items.reserve(numbered.size());
  for (auto& [number, item] : numbered) items.push_back(std::move(item));
  suppose_kind(items);
  return items;
}

const PathItem* find_item(const std::vector<PathItem>& items,
                          std::initializer_list<std::string_view> nametypes) {
  const auto find = [&](const auto& is_wanted) -> const PathItem* {
    for (const std::string_view nametype : nametypes) {
      const auto found = std::find_if(items.begin(), items.end(), [&](const PathItem& item) {
        return item.nametype == nametype && is_wanted(item);
      });
      if (found != items.end()) return &*found;
    }
    return nullptr;
  };
  const auto* named = find([](const PathItem& item) { return item.has_name; });
  if (named != nullptr) return named;
  const auto* known = find([](const PathItem& item) { return !item.inode.empty(); });
  return known != nullptr ? known : find([](const PathItem&) { return true; });
}

void part_from_target(std::vector<PathItem>& items, std::string_view cwd) {
  const auto named = [&](std::string_view nametype) {
    return std::find_if(items.begin(), items.end(), [&](const PathItem& item) {
      return item.has_name && item.nametype == nametype;
    });
  };
  const auto created = named("CREATE");
  const auto parent = named("PARENT");
  if (created == items.end() || parent == items.end() || named("UNKNOWN") != items.end()) return;
  PathItem target;
  target.name = std::exchange(created->name, std::string(base_name(created->name)));
  target.nametype = "UNKNOWN";
  if (parent->name != cwd && parent->name.ends_with('/')) created->name.insert(0, parent->name);
  items.push_back(std::move(target));
}

ParentItems::ParentItems(const std::vector<PathItem>& items, std::string_view cwd) : cwd_(cwd) {
  for (std::size_t i = 0; i < std::min(items.size(), limits::kMaxResolvedItems); ++i) {
    const PathItem& item = items[i];
    if (!is_parent(item)) continue;
    const std::size_t sharing = item.shares_name ? 1 : 0;
    add_distinct(exact_[item.name][sharing], item);
    add_distinct(equivalent_[resolve_path(cwd, item.name)][sharing], item);
    add_distinct(all_[sharing], item);
  }
}

ParentItems::Items ParentItems::of(const PathItem& child) const {
  if (!child.has_name || !is_child(child)) return {};
  const std::size_t sharing = child.shares_name ? 1 : 0;
  const std::string expected = parent_name(child.name, cwd_);
  const auto exact = exact_.find(expected);
  if (exact != exact_.end() && !exact->second[sharing].empty()) return exact->second[sharing];
  const auto equivalent = equivalent_.find(resolve_path(cwd_, expected));
  if (equivalent != equivalent_.end() && !equivalent->second[sharing].empty()) {
    return equivalent->second[sharing];
  }
  return cwd_.empty() ? all_[sharing] : Items{};
}

const PathItem* only_one(const ParentItems::Items& parents) {
  return parents.size() == 1 ? parents.front() : nullptr;
}

std::string_view last_component(std::string_view name) {
  while (name.size() > 1 && name.ends_with('/')) name.remove_suffix(1);
  return base_name(name);
}

}  // namespace ak
