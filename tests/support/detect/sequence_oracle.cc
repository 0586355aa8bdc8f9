#include "support/detect/sequence_oracle.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace ak::test {
namespace {

using eql::SequenceItem;
using Order = std::pair<TimeMs, std::uint64_t>;

class Oracle {
 public:
  Oracle(const eql::SequenceQuery& query, const std::vector<Event>& events)
      : query_(query), events_(events), gaps_(1) {
    for (const SequenceItem& item : query.items) {
      if (item.is_missing) {
        gaps_.back().push_back(&item);
        continue;
      }
      for (std::size_t run = 0; run < item.runs; ++run) {
        states_.push_back(&item);
        gaps_.emplace_back();
      }
    }
  }

  std::vector<std::vector<std::string>> run() {
    std::vector<std::vector<std::string>> found;
    for (std::size_t end = 0; end < events_.size(); ++end) {
      const Chain* chain = chain_at(states_.size() - 1, end);
      if (chain == nullptr || !holds(*chain)) continue;
      std::vector<std::string> ids;
      for (const std::size_t i : *chain) ids.emplace_back(events_[i].string(Field::event_id));
      found.push_back(ids);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  using Chain = std::vector<std::size_t>;  // the events of a pending sequence

  [[nodiscard]] Order order(std::size_t i) const { return {events_[i].time, events_[i].serial}; }

  std::optional<std::string> key(const SequenceItem& item, std::size_t i) const {
    if (!item.matcher.matches(events_[i])) return std::nullopt;
    std::string key;
    for (const eql::JoinKey& field : item.keys) {
      const Value* value = field.field ? events_[i].find(*field.field) : nullptr;
      if (value == nullptr && !field.is_optional) return std::nullopt;
      if (value == nullptr) {
        key += "null";
      } else if (const auto* number = std::get_if<std::int64_t>(value)) {
        key += std::to_string(*number);
      } else {
        key += '"' + std::get<std::string>(*value) + '"';
      }
      key += ';';
    }
    return key;
  }

  // The pending sequence that ends in that state with that event; nullptr: there is none.
  const Chain* chain_at(std::size_t state, std::size_t end) {
    const auto [place, is_new] = chains_.emplace(std::pair(state, end), Chain{});
    if (is_new) place->second = make_chain(state, end);
    return place->second.empty() ? nullptr : &place->second;
  }

  Chain make_chain(std::size_t state, std::size_t end) {
    const auto its_key = key(*states_[state], end);
    if (!its_key) return {};
    if (state == 0) return {end};
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      if (order(i) >= order(end) || key(*states_[state - 1], i) != its_key) continue;
      if (chain_at(state - 1, i) != nullptr) before = i;  // the last of them
    }
    if (!before) return {};
    // Another event between took it, or one of the same audit event that came earlier.
    for (std::size_t i = 0; i < end; ++i) {
      if (order(i) > order(*before) && key(*states_[state], i) == its_key) return {};
    }
    Chain chain = *chain_at(state - 1, *before);
    const bool is_late =
        query_.maxspan_ms && events_[end].time - events_[chain[0]].time > *query_.maxspan_ms;
    if (is_late || comes_between(gaps_[state], *its_key, *before, end) ||
        (query_.until && comes_between({&*query_.until}, *its_key, *before, end)))
      return {};
    chain.push_back(end);
    return chain;
  }

  [[nodiscard]] bool comes_between(const std::vector<const SequenceItem*>& items,
                                   const std::string& its_key, std::size_t first,
                                   std::size_t last) const {
    for (std::size_t i = 0; i < events_.size(); ++i) {
      if (order(i) <= order(first) || order(i) >= order(last)) continue;
      for (const SequenceItem* item : items)
        if (key(*item, i) == its_key) return true;
    }
    return false;
  }

  // Nothing came that must be missing before its first and after its last event.
  [[nodiscard]] bool holds(const Chain& chain) const {
    const std::size_t first = chain.front();
    const std::size_t last = chain.back();
    const std::string its_key = *key(*states_.back(), last);
    std::vector<const SequenceItem*> after = gaps_.back();
    const TimeMs deadline = events_[first].time + query_.maxspan_ms.value_or(0);
    if (!after.empty() && events_.back().time < deadline) return false;
    if (!after.empty() && query_.until) after.push_back(&*query_.until);
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const bool is_before = order(i) < order(first) &&
                             events_[last].time - events_[i].time <= query_.maxspan_ms.value_or(0);
      const bool is_after = order(i) > order(last) && events_[i].time <= deadline;
      for (const SequenceItem* item : gaps_.front())
        if (is_before && key(*item, i) == its_key) return false;
      for (const SequenceItem* item : after)
        if (is_after && key(*item, i) == its_key) return false;
    }
    return true;
  }

  const eql::SequenceQuery& query_;
  const std::vector<Event>& events_;
  std::vector<const SequenceItem*> states_;
  std::vector<std::vector<const SequenceItem*>> gaps_;
  std::map<std::pair<std::size_t, std::size_t>, Chain> chains_;
};

}  // namespace

std::vector<std::vector<std::string>> naive_sequences(const eql::Query& query,
                                                      const std::vector<Event>& events) {
  return Oracle(*query.sequence(), events).run();
}

}  // namespace ak::test
