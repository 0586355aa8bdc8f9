// The PATH records of one event: read, and each child paired with the directory it lies in.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "audit/audit_event.h"
#include "event/path_resolver.h"

namespace ak {

// In the order of their item= numbers.
std::vector<PathItem> read_path_items(const audit::AuditEvent& event);

// The first item of the first nametype of which there is one. Items with a name go before those
// without (an overlay file system's own work on its layers shows as unnamed CREATE and DELETE), and
// of these the ones with an inode first (io_uring's items have no names, and one a name that does
// not exist yet). nullptr when there is none.
const PathItem* find_item(const std::vector<PathItem>& items,
                          std::initializer_list<std::string_view> nametypes);

// The PARENT items of different directories that `child`, one of `items`, may lie in, by name. A
// rename has two, in the kernel's lock order. Several can bear one name, when a descriptor was
// used: the kernel then writes the working directory's. Names that are shared (share_name()) go
// together.
std::vector<const PathItem*> parents_of(const std::vector<PathItem>& items, const PathItem& child,
                                        std::string_view cwd);

// The one of parents_of(); nullptr when there is none or more than one.
const PathItem* parent_of(const std::vector<PathItem>& items, const PathItem& child,
                          std::string_view cwd);

// The last component of a name as a program gave it: of "a/b/" too it is "b".
std::string_view last_component(std::string_view name);

// Of a symlink's items, all there, those for its target and its own name, where the kernel takes
// the two for one since they look alike (`ln -s config /root/.kube/config`, `ln -s /evil/.kube
// /root/.kube`): its CREATE bears the target then, and the PARENT tells the directory. Source:
// __audit_inode_child() of kernel/auditsc.c, and so recorded.
void part_from_target(std::vector<PathItem>& items, std::string_view cwd);

}  // namespace ak
