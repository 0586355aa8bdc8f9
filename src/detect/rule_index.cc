#include "detect/rule_index.h"

#include <algorithm>
#include <limits>
#include <variant>

#include "base/text.h"

namespace ak::detect {
namespace {

std::string use_of(Field field, std::string_view text) {
  return std::to_string(static_cast<unsigned>(field)) + ':' + to_lower(text);
}

}  // namespace

std::size_t RuleIndex::Hash::operator()(std::string_view text) const {
  std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a, as base/text.h
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(ascii_lower(c))) * 0x100000001b3ULL;
  }
  return static_cast<std::size_t>(hash);
}

bool RuleIndex::Equal::operator()(std::string_view a, std::string_view b) const {
  return equals_ignoring_case(a, b);
}

RuleIndex::RuleIndex(const std::vector<Rule>& rules) {
  add_parts(rules);
  std::unordered_map<std::string, std::size_t> uses;  // how many parts ask for a field's text
  for (const RulePart& part : parts_) {
    for (const eql::RequiredText& required : part.matcher.required()) {
      for (const std::string& text : required.texts) ++uses[use_of(required.field, text)];
    }
  }
  for (PartId id = 0; id < parts_.size(); ++id) place(id, uses);
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

void RuleIndex::place(PartId id, const std::unordered_map<std::string, std::size_t>& uses) {
  const eql::EventMatcher& matcher = parts_[id].matcher;
  const eql::RequiredText* best = nullptr;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const eql::RequiredText& required : matcher.required()) {
    std::size_t most = 0;  // in the most crowded place that it would take
    for (const std::string& text : required.texts)
      most = std::max(most, uses.at(use_of(required.field, text)));
    if (most >= fewest) continue;
    fewest = most;
    best = &required;
  }
  if (best != nullptr) {
    for (const std::string& text : best->texts) put(best->field, text, id);
  } else if (!matcher.categories().empty()) {
    for (const std::string& category : matcher.categories())
      put(Field::event_category, category, id);
  } else {
    others_.push_back(id);
  }
}

void RuleIndex::put(Field field, const std::string& text, PartId id) {
  auto indexed = std::find_if(fields_.begin(), fields_.end(),
                              [&](const IndexedField& held) { return held.field == field; });
  if (indexed == fields_.end()) indexed = fields_.insert(fields_.end(), {field, {}, 0});
  indexed->parts[text].push_back(id);
  indexed->longest = std::max(indexed->longest, text.size());
}

void RuleIndex::collect(const IndexedField& indexed, std::string_view text) {
  if (text.size() > indexed.longest) return;
  const auto found = indexed.parts.find(text);
  if (found != indexed.parts.end())
    ids_.insert(ids_.end(), found->second.begin(), found->second.end());
}

const std::vector<const RulePart*>& RuleIndex::find(const Event& event) {
  ids_ = others_;
  for (const IndexedField& indexed : fields_) {
    const Value* value = event.find(indexed.field);
    if (value == nullptr) continue;
    if (const auto* text = std::get_if<std::string>(value)) collect(indexed, *text);
    if (const auto* texts = std::get_if<Strings>(value)) {
      for (const std::string& text : *texts) collect(indexed, text);
    }
  }
  std::sort(ids_.begin(), ids_.end());
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  found_.clear();
  for (const PartId id : ids_) found_.push_back(&parts_[id]);
  return found_;
}

}  // namespace ak::detect
