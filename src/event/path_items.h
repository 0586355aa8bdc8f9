// The PATH records of one event: read, and each child paired with the directory it lies in.
#pragma once

#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
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

// The PARENT items among the first limits::kMaxResolvedItems, by name: each name is resolved once,
// however many children there are.
class ParentItems {
 public:
  using Items = std::vector<const PathItem*>;

  // `items` and `cwd` must outlive it.
  ParentItems(const std::vector<PathItem>& items, std::string_view cwd);

  // Those of different directories that `child`, one of the items, may lie in, by name. A rename
  // has two, in the order in which the kernel's code took the names. Several can bear one name,
  // when a descriptor was used: the kernel then writes the working directory's. Names that are
  // shared (share_name()) go together.
  [[nodiscard]] Items of(const PathItem& child) const;

 private:
  // Items of different directories, of those with a name of their own and with a shared one.
  using BySharing = std::array<Items, 2>;

  std::string_view cwd_;
  std::map<std::string_view, BySharing> exact_;               // by the name as it is
  std::map<std::string, BySharing, std::less<>> equivalent_;  // by the path that it resolves to
  BySharing all_;
};

// The one of `parents`; nullptr when there is none or more than one.
const PathItem* only_one(const ParentItems::Items& parents);

// The last component of a name as a program gave it: of "a/b/" too it is "b".
std::string_view last_component(std::string_view name);

// Of a symlink's items, all there, those for its target and its own name, where the kernel takes
// the two for one since they look alike (`ln -s config /root/.kube/config`, `ln -s /evil/.kube
// /root/.kube`): its CREATE bears the target then, and the PARENT tells the directory. Source:
// __audit_inode_child() of kernel/auditsc.c, and so recorded.
void part_from_target(std::vector<PathItem>& items, std::string_view cwd);

}  // namespace ak
