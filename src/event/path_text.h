// What a name says by itself, without any knowledge of the file system.
#pragma once

#include <string>
#include <string_view>

#include "event/path_resolver.h"

namespace ak {

// The path that the item's name makes with the working directory; `parent` is the item's own PARENT
// item, or nullptr. Empty when the text does not tell: for a name relative to a descriptor, for no
// name, for one that leads through /proc to wherever a process is or has open. What it says holds
// in the mount namespace and root of the program that gave it, and if no symbolic link is on the
// way.
std::string path_by_text(const PathItem& item, const PathItem* parent, std::string_view cwd);

}  // namespace ak
