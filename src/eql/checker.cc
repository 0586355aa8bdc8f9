#include "eql/checker.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/limits.h"
#include "eql/condition_checker.h"
#include "eql/errors.h"
#include "eql/field_names.h"

namespace ak::eql {
namespace {

class Checker {
 public:
  Checker(const Ast& ast, Findings& findings)
      : ast_(ast), findings_(findings), names_(findings), conditions_(ast, names_, findings) {}

  CheckedQuery run() {
    CheckedQuery query;
    if (ast_.sequence) {
      query.sequence = check_sequence(*ast_.sequence);
    } else {
      query.filter = check_filter(ast_.filter);
    }
    query.pipes = ast_.pipes;
    query.fields = names_.known();
    query.absent_fields = names_.absent();
    return query;
  }

 private:
  CheckedFilter check_filter(const EventFilter& filter) {
    if (!filter.category.empty() && !is_category(filter.category)) {
      findings_.add(Code::unknown_category, filter.category_span, {filter.category},
                    did_you_mean(filter.category, category_names(), findings_));
    }
    return {filter.category, conditions_.check(ast_.at(filter.condition))};
  }

  // --- sequences and samples

  CheckedSequence check_sequence(const Sequence& sequence) {
    CheckedSequence checked;
    checked.is_sample = sequence.is_sample;
    checked.maxspan_ms = sequence.maxspan_ms;
    check_items(sequence);
    check_places(sequence);
    for (const SequenceTerm& term : sequence.terms)
      checked.items.push_back(check_term(sequence, term));
    if (sequence.until) checked.until = check_term(sequence, *sequence.until);
    return checked;
  }

  static std::string_view word_of(const Sequence& sequence) {
    return sequence.is_sample ? "sample" : "sequence";
  }

  // Are there enough items to make a sequence, and not too many?
  void check_items(const Sequence& sequence) {
    const std::string_view word = word_of(sequence);
    std::int64_t events = 0;
    for (const SequenceTerm& term : sequence.terms) events += term.is_missing ? 0 : term.runs;
    if (events == 0) {
      findings_.add(Code::too_few_items, sequence.span, {word, "missing events only"});
    } else if (sequence.terms.size() == 1 && events == 1) {
      findings_.add(Code::too_few_items, sequence.span, {word, "one item only"});
    }
    if (sequence.terms.size() > limits::kMaxSequenceItems) {
      findings_.add(Code::too_many_items, sequence.terms[limits::kMaxSequenceItems].span,
                    {std::to_string(limits::kMaxSequenceItems)});
    }
  }

  // What one of the two forms, or a missing event, does not have.
  void check_places(const Sequence& sequence) {
    const auto reject = [&](Span span, std::string_view what, std::string_view where) {
      findings_.add(Code::not_in_place, span, {what, where});
    };
    for (const SequenceTerm& term : sequence.terms) {
      if (sequence.is_sample && term.is_missing) reject(term.span, "a missing event", "a sample");
      if (sequence.is_sample && term.runs > 1) reject(term.span, "runs", "a sample");
      if (term.is_missing && term.runs > 1) reject(term.span, "runs", "a missing event");
      if (term.is_missing && !sequence.is_sample && !sequence.maxspan_ms)
        findings_.add(Code::missing_needs_maxspan, term.span);
    }
    if (sequence.is_sample && sequence.maxspan_ms) reject(sequence.span, "maxspan", "a sample");
    if (sequence.is_sample && sequence.until) reject(sequence.until->span, "until", "a sample");
    if (sequence.is_sample && sequence.keys.empty() && sequence.terms[0].keys.empty())
      findings_.add(Code::sample_needs_keys, sequence.span);
    if (!sequence.until) return;
    if (sequence.until->is_missing) reject(sequence.until->span, "a missing event", "until");
    if (sequence.until->runs > 1) reject(sequence.until->span, "runs", "until");
  }

  CheckedItem check_term(const Sequence& sequence, const SequenceTerm& term) {
    CheckedItem item;
    item.filter = check_filter(term.filter);
    item.runs = static_cast<std::size_t>(term.runs);
    item.is_missing = term.is_missing;
    for (const NodeId key : sequence.keys) item.keys.push_back(check_key(ast_.at(key)));
    for (const NodeId key : term.keys) item.keys.push_back(check_key(ast_.at(key)));
    compare_with_first(sequence, term, item);
    return item;
  }

  JoinKey check_key(const Node& node) {
    const std::optional<NamedField> field = names_.resolve(node);
    return {field ? std::optional<Field>(field->field) : std::nullopt, node.optional};
  }

  // The keys of an item are as many as the first one's, and of their types.
  void compare_with_first(const Sequence& sequence, const SequenceTerm& term,
                          const CheckedItem& item) {
    if (first_keys_.empty() && &term == &sequence.terms[0]) {
      first_keys_ = item.keys;
      return;
    }
    if (item.keys.size() != first_keys_.size()) {
      findings_.add(Code::key_count, term.span,
                    {std::to_string(item.keys.size()), std::to_string(first_keys_.size())});
      return;
    }
    for (std::size_t i = sequence.keys.size(); i < item.keys.size(); ++i) {
      if (!item.keys[i].field || !first_keys_[i].field) continue;
      const FieldInfo& info = field_info(*item.keys[i].field);
      const FieldInfo& first = field_info(*first_keys_[i].field);
      if (info.type == first.type) continue;
      findings_.add(Code::key_type, ast_.at(term.keys[i - sequence.keys.size()]).span,
                    {info.name, type_name(info.type), first.name, type_name(first.type)});
    }
  }

  const Ast& ast_;
  Findings& findings_;
  FieldNames names_;
  ConditionChecker conditions_;
  std::vector<JoinKey> first_keys_;
};

}  // namespace

CheckedQuery check(const Ast& ast, Findings& findings) {
  return Checker(ast, findings).run();
}

}  // namespace ak::eql
