// Finds for an event the few detections that can match it, so that the cost of an event grows far
// slower than their number. Each matcher stands under the texts that one of its fields must have
// (eql::EventMatcher::required()), the field that fewest others ask for the same texts of; one
// that requires no text stands under its categories.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detect/rule.h"
#include "eql/matcher.h"
#include "event/event.h"

namespace ak::detect {

// One matcher of one rule.
struct RulePart {
  std::size_t rule = 0;  // its index in the rule set
  std::size_t item = 0;  // sequence, sample: of SequenceQuery::items; its size: `until`
  bool is_single = true;
  eql::EventMatcher matcher;
};

class RuleIndex {
 public:
  // Copies what it needs.
  explicit RuleIndex(const std::vector<Rule>& rules);

  // The parts that may match the event, and surely those that do; in the rules' order, and the
  // items'. Valid until the next call.
  const std::vector<const RulePart*>& find(const Event& event);

 private:
  using PartId = std::uint32_t;

  // Case is folded: a superset of those that ask for the case too.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
  };
  using Texts = std::unordered_map<std::string, std::vector<PartId>, Hash, Equal>;
  struct IndexedField {
    Field field = Field::timestamp;
    Texts parts;
    std::size_t longest = 0;  // bytes of a text; a longer value is not even hashed
  };

  void add_parts(const std::vector<Rule>& rules);
  void place(PartId id, const std::unordered_map<std::string, std::size_t>& uses);
  void put(Field field, const std::string& text, PartId id);
  void collect(const IndexedField& indexed, std::string_view text);

  std::vector<RulePart> parts_;
  std::vector<IndexedField> fields_;
  std::vector<PartId> others_;  // of any category, and of no required text
  std::vector<PartId> ids_;     // of the last find()
  std::vector<const RulePart*> found_;
};

}  // namespace ak::detect
