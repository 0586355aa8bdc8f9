// [[exception]] tables, read and checked, from the configuration and from files of their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/toml.h"
#include "detect/exception.h"

namespace ak::detect {

// Appends to `exceptions` those of the document's `exception` tables that are right, and complains
// about the others. `root` is the document's root table.
void read_exceptions(const TomlDocument& document, TomlTable& root, DiagnosticList& complaints,
                     std::vector<Exception>& exceptions);

// The same for a file that holds nothing else. `file`: its name as complaints show it.
void read_exception_file(std::string_view text, const std::string& file, DiagnosticList& complaints,
                         std::vector<Exception>& exceptions);

}  // namespace ak::detect
