// Which of many matchers may take an event, as far as one field tells: those that ask nothing of
// the field, and those that ask for a text which its value has.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detect/part_set.h"
#include "eql/matcher.h"
#include "event/event.h"

namespace ak::detect {

// Whole values are looked up. For a piece of a value stand four of its bytes, so that one cheap
// pass over the value tells which of all pieces can be in it; a shorter piece is not asked for.
class FieldIndex {
 public:
  FieldIndex(Field field, std::size_t parts);

  // REQUIRES: required.field is this field; once for each part.
  void add(PartId part, const eql::RequiredText& required);

  // Takes out of `parts` those that cannot match an event with this value, nullptr if the field is
  // missing. Takes time linear in the value.
  void narrow(const Value* value, PartSet& parts);

  [[nodiscard]] Field field() const { return field_; }
  [[nodiscard]] bool has_pieces() const { return !filter_.empty(); }

 private:
  // Of one text: the parts that ask for it, as a set if they are many.
  struct Askers {
    std::vector<PartId> few;
    PartSet many;
    std::uint64_t seen = 0;  // the narrow() that has found it
  };
  // Case is folded (ASCII).
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
  };

  void add_asker(Askers& askers, PartId part) const;
  void add_gram(PartId part, const std::string& piece);
  void look_up(std::string_view text);
  void look_for_grams(std::string_view text);
  void mark(Askers& askers);

  static constexpr std::size_t kFilterBits = 1U << 14;

  Field field_;
  std::size_t parts_;
  PartSet unasked_;        // parts that ask nothing of the field
  PartSet asked_;          // all others
  PartSet by_pieces_;      // those of them that ask for pieces
  PartSet left_;           // of the present narrow()
  std::uint64_t run_ = 0;  // its number

  std::unordered_map<std::string, Askers, Hash, Equal> values_;
  std::size_t longest_ = 0;                 // bytes of a value that is asked for
  std::array<std::uint64_t, 64> shapes_{};  // of those values; both save hashing most others
  std::unordered_map<std::uint32_t, Askers> grams_;
  std::vector<std::uint64_t> filter_;  // a bit for each gram's hash; empty without grams
};

}  // namespace ak::detect
