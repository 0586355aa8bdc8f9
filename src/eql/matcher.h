// One event against one `category where condition`, compiled.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "eql/pattern_key.h"
#include "event/event.h"

namespace ak::eql {

class Program;  // the compiled form

// A text in a value. Case is ignored (ASCII), whether the query ignores it or not.
struct Piece {
  std::string text;  // not empty but as a whole value
  Place place = Place::whole;
};

// What every event that a matcher takes has: one of the field's values has one of the pieces. For
// indexes that leave out whole queries.
struct RequiredText {
  Field field = Field::timestamp;
  std::vector<Piece> pieces;
};

// Cheap to copy; immutable, so any thread may use it.
class EventMatcher {
 public:
  explicit EventMatcher(std::shared_ptr<const Program> program);

  // Linear in condition × event.
  [[nodiscard]] bool matches(const Event& event) const;

  // The categories it can take; empty: any.
  [[nodiscard]] const std::vector<std::string>& categories() const;

  // All of them hold for every event that it takes; at most one a field.
  [[nodiscard]] const std::vector<RequiredText>& required() const;

 private:
  std::shared_ptr<const Program> program_;
};

}  // namespace ak::eql
