// A rename's PATH items: which is the old name, which the new, and which file has which name now.
//
// The kernel tells the old name as a DELETE, the file that was replaced as another, and the new
// name as a CREATE; an exchange has two of each. But it takes two names that look alike for one
// (both given without a directory, or of one length with the same last component), and then one
// item stands for both, with the inode that was told last. Source: __audit_inode_child() of
// kernel/auditsc.c, which vfs_rename() calls for the old name, the new one, and again for what was
// moved; and so recorded.
#pragma once

#include <string_view>
#include <vector>

#include "event/path_resolver.h"

namespace ak {

// A name that a file has since the rename.
struct RenamedName {
  const PathItem* from = nullptr;  // bears the file's name before it; nullptr: not recorded
  const PathItem* to = nullptr;    // bears its name now
  const PathItem* file = nullptr;  // has its inode; nullptr: not recorded
};

// One, or two for an exchange: what has the new name first. Only items with names count. None where
// the records have no new name.
std::vector<RenamedName> renamed_names(const std::vector<PathItem>& items);

// Whether `child`, a named DELETE or CREATE item of a rename, is the old name rather than the new.
// Both can be spelt alike, so its place among its like decides.
bool is_old_name(const std::vector<PathItem>& items, const PathItem& child);

// Whether what looks like a rename to a free name may be an exchange: the kernel takes the two
// names for one, and each item then has the inode of the file that came to the old name. Not where
// records are missing: they may be what tells.
bool may_be_exchange(const FileAct& act);

// Gives the items that have none the name of the others: a program that passes one string as both
// names (renameat(a, "x", b, "x")) has it recorded once.
void share_name(std::vector<PathItem>& items);

}  // namespace ak
