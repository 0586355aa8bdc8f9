// OCSF's published rules for what we write (ocsf-1.3.0.txt beside this), and whether a document
// keeps them.
#pragma once

#include <string>
#include <vector>

#include "base/json_value.h"

namespace ak::test {

// What the document does against the rules, a complaint each; none if it is valid: a required
// attribute missing, an attribute or object that the schema does not have there, a value of another
// type or outside its closed list, a constraint not met.
std::vector<std::string> ocsf_complaints(const JsonValue& document);

}  // namespace ak::test
