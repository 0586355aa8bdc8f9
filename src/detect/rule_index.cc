#include "detect/rule_index.h"

#include <algorithm>

namespace ak::detect {

RuleIndex::RuleIndex(const std::vector<Rule>& rules) {
  add_parts(rules);
  all_ = PartSet(parts_.size(), true);
  items_ = PartSet(parts_.size(), false);
  for (PartId id = 0; id < parts_.size(); ++id) {
    if (!parts_[id].is_single) items_.insert(id);
    const eql::EventMatcher& matcher = parts_[id].matcher;
    bool asks_category = false;
    for (const eql::RequiredText& required : matcher.required()) {
      require(id, required);
      asks_category = asks_category || required.field == Field::event_category;
    }
    if (asks_category || matcher.categories().empty()) continue;
    eql::RequiredText category{Field::event_category, {}};
    for (const std::string& name : matcher.categories())
      category.pieces.push_back({name, eql::Place::whole});
    require(id, category);
  }
  std::stable_partition(fields_.begin(), fields_.end(),
                        [](const FieldIndex& field) { return !field.has_pieces(); });
}

void RuleIndex::add_parts(const std::vector<Rule>& rules) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const eql::Query& query = rules[rule].query;
    if (const eql::EventMatcher* matcher = query.matcher()) {
      parts_.push_back({rule, 0, true, *matcher});
      continue;
    }
    const eql::SequenceQuery& sequence = *query.sequence();
    for (std::size_t item = 0; item < sequence.items.size(); ++item)
      parts_.push_back({rule, item, false, sequence.items[item].matcher});
    if (sequence.until)
      parts_.push_back({rule, sequence.items.size(), false, sequence.until->matcher});
  }
}

void RuleIndex::require(PartId part, const eql::RequiredText& required) {
  auto field = std::find_if(fields_.begin(), fields_.end(),
                            [&](const FieldIndex& held) { return held.field() == required.field; });
  if (field == fields_.end())
    field = fields_.insert(fields_.end(), FieldIndex(required.field, parts_.size()));
  field->add(part, required);
}

const std::vector<const RulePart*>& RuleIndex::find(const Event& event, const PartSet& among) {
  left_ = among;
  for (FieldIndex& field : fields_) field.narrow(event.find(field.field()), left_);
  found_.clear();
  left_.for_each([&](PartId id) { found_.push_back(&parts_[id]); });
  return found_;
}

}  // namespace ak::detect
