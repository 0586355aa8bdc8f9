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
// without (an overlay file system's own work on its layers shows as unnamed CREATE and DELETE).
// nullptr when there is none.
const PathItem* find_item(const std::vector<PathItem>& items,
                          std::initializer_list<std::string_view> nametypes);

// The PARENT item that `child`, one of `items`, lies in; nullptr when there is none or it cannot be
// told. A rename or link has two PARENT items, in the kernel's lock order: the right one is found
// by name. Two different directories can bear one name (both given by descriptor): then nullptr.
const PathItem* parent_of(const std::vector<PathItem>& items, const PathItem& child,
                          std::string_view cwd);

}  // namespace ak
