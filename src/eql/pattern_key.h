// The part of a pattern by which the texts that it can match are told from most others.
#pragma once

#include <cstdint>
#include <string_view>

namespace ak::eql {

// Where a piece of text stands in a value.
enum class Place : std::uint8_t {
  whole,     // it is the value
  begin,     // the value begins with it
  end,       // the value ends with it
  anywhere,  // it stands somewhere in the value
};

struct PatternKey {
  std::string_view literal;  // of the pattern's bytes; empty if it has only wildcards
  Place place = Place::anywhere;
};

// Every text that the pattern (eql/pattern.h) matches has the literal in that place. It is the
// longest run of literal characters; of runs as long as each other one at an end.
PatternKey key_of(std::string_view pattern);

}  // namespace ak::eql
