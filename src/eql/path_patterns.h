// Which files a query is about, as far as its text tells: what file.path, file.Ext.original.path
// and file.directory may be.
#pragma once

#include <string>
#include <vector>

#include "eql/condition.h"

namespace ak::eql {

// Absolute paths, in which `*` stands for any text, "/" too; sorted, once each. Only those whose
// first directory is certain: a pattern that takes files everywhere is about no file.
std::vector<std::string> path_patterns(const CheckedQuery& query);

}  // namespace ak::eql
