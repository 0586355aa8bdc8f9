// Finds for an event the few detections that can match it, so that the cost of an event grows far
// slower than their number: of all matchers those are left that no field of the event rules out
// (eql::EventMatcher::required(), and their categories).
#pragma once

#include <cstddef>
#include <vector>

#include "detect/field_index.h"
#include "detect/part_set.h"
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
  const std::vector<const RulePart*>& find(const Event& event) { return find(event, all_); }

  // The same of sequences and samples only.
  const std::vector<const RulePart*>& find_items(const Event& event) { return find(event, items_); }

 private:
  void add_parts(const std::vector<Rule>& rules);
  void require(PartId part, const eql::RequiredText& required);
  const std::vector<const RulePart*>& find(const Event& event, const PartSet& among);

  std::vector<RulePart> parts_;
  std::vector<FieldIndex> fields_;  // those that need no search of a value come first
  PartSet all_;
  PartSet items_;  // of sequences and samples
  PartSet left_;   // of the last find()
  std::vector<const RulePart*> found_;
};

}  // namespace ak::detect
