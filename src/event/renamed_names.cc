#include "event/renamed_names.h"

#include <algorithm>

#include "base/limits.h"
#include "base/path.h"

namespace ak {
namespace {

// A rename has two at most; what a hostile log has beyond is not believed.
struct Children {
  std::vector<const PathItem*> deleted;
  std::vector<const PathItem*> created;
};

Children named_children(const std::vector<PathItem>& items) {
  constexpr std::size_t kMax = 2;
  Children found;
  for (const PathItem& item : items) {
    if (!item.has_name || !is_child(item)) continue;
    auto& like = item.nametype == "DELETE" ? found.deleted : found.created;
    if (like.size() < kMax) like.push_back(&item);
  }
  return found;
}

// The DELETE of the file that `created` is now. Where inodes are missing, or the kernel wrote the
// replaced file's, the first of another name.
const PathItem* old_name_of(const std::vector<const PathItem*>& deleted, const PathItem& created) {
  const auto found = [&](const auto& is_it) -> const PathItem* {
    const auto item = std::find_if(deleted.begin(), deleted.end(), is_it);
    return item == deleted.end() ? nullptr : *item;
  };
  if (const auto* item = found([&](const auto* each) { return same_file(*each, created); })) {
    return item;
  }
  if (const auto* item = found([&](const auto* each) { return each->name != created.name; })) {
    return item;
  }
  return deleted.empty() ? nullptr : deleted.front();
}

// Of an exchange that has one CREATE for both names: it bears the new name, and the inode of the
// file that was there before.
bool is_merged_exchange(const Children& children) {
  if (children.created.size() != 1 || children.deleted.size() != 2) return false;
  const PathItem& created = *children.created.front();
  const PathItem& old_name = *children.deleted[0];
  const PathItem& new_name = *children.deleted[1];
  return new_name.name == created.name && same_file(new_name, created) &&
         !same_file(old_name, created) && !old_name.inode.empty();
}

}  // namespace

std::vector<RenamedName> renamed_names(const std::vector<PathItem>& items) {
  const Children children = named_children(items);
  const auto& [deleted, created] = children;
  if (created.empty()) return {};
  if (is_merged_exchange(children)) {
    return {{deleted[0], created[0], deleted[0]}, {deleted[1], deleted[0], deleted[1]}};
  }
  if (created.size() == 1) return {{old_name_of(deleted, *created[0]), created[0], created[0]}};
  const bool is_whole = deleted.size() == 2;
  const PathItem* first =
      is_whole || deleted.empty() ? old_name_of(deleted, *created[0]) : deleted.front();
  const PathItem* second = is_whole ? old_name_of(deleted, *created[1]) : created[0];
  return {{first, created[0], created[0]}, {second, created[1], created[1]}};
}

bool is_old_name(const std::vector<PathItem>& items, const PathItem& child) {
  std::size_t place = 0;
  for (const PathItem& item : items) {
    if (&item == &child || place > 1) break;
    if (item.has_name && item.nametype == child.nametype) ++place;
  }
  return child.nametype == "DELETE" ? place == 0 : place == 1;
}

bool may_be_exchange(const FileAct& act) {
  if (act.effect != FileAct::Effect::renamed || !act.may_exchange || !act.complete) return false;
  const auto [deleted, created] = named_children(act.items);
  if (deleted.size() != 1 || created.size() != 1) return false;
  return same_file(*deleted[0], *created[0]) &&
         deleted[0]->name.size() == created[0]->name.size() &&
         base_name(deleted[0]->name) == base_name(created[0]->name);
}

void share_name(std::vector<PathItem>& items) {
  const auto named = [&](bool is_wanted_child) {
    return std::find_if(items.begin(), items.end(), [&](const PathItem& item) {
      return item.has_name && (is_wanted_child ? is_child(item) : item.nametype == "PARENT");
    });
  };
  const auto child = named(true);
  const auto parent = named(false);
  if (child == items.end() || parent == items.end()) return;
  for (PathItem& item : items) {
    // An overlay file system's own work on its layers has no names either.
    if (item.has_name || item.device != child->device) continue;
    if (!is_child(item) && item.nametype != "PARENT") continue;
    item.name = is_child(item) ? child->name : parent->name;
    item.has_name = true;
    item.shares_name = true;
  }
}

}  // namespace ak
