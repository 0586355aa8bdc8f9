// Regular expressions by the book: the set of places that a part of the expression can lead to from
// a set of places. Knows what the generator makes: characters, ".", […], (…|…), * + {n,m}.
#pragma once

#include <string>
#include <vector>

namespace ak::test {

// Both in characters. Does the expression match the whole text?
bool naive_regex(const std::vector<std::string>& expression, const std::vector<std::string>& text);

}  // namespace ak::test
