#include "detect/sample_machine.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "detect/join_keys.h"

namespace ak::detect {
namespace {

// Gives every item an event of its own, if that can be done: a matching by augmenting paths.
class Assignment {
 public:
  explicit Assignment(const SampleState& state) : state_(state) {}

  bool find() {
    for (std::size_t item = 0; item < state_.events.size(); ++item) {
      tried_.clear();
      if (!assign(item)) return false;
    }
    return true;
  }

  [[nodiscard]] Events events() const {
    Events events;
    for (const auto& [event, item] : item_of_) events.push_back(event);
    std::sort(events.begin(), events.end(),
              [](const EventPtr& a, const EventPtr& b) { return order_of(*a) < order_of(*b); });
    return events;
  }

 private:
  // Recurses at most as deep as there are items.
  bool assign(std::size_t item) {
    for (const EventCopy& copy : state_.events[item]) {
      if (!tried_.insert(copy.event).second) continue;
      const auto holder = item_of_.find(copy.event);
      if (holder != item_of_.end() && !assign(holder->second)) continue;
      item_of_[copy.event] = item;
      return true;
    }
    return false;
  }

  const SampleState& state_;
  std::map<EventPtr, std::size_t> item_of_;
  std::set<EventPtr> tried_;
};

}  // namespace

std::size_t SampleState::bytes() const {
  std::size_t bytes = 0;
  for (const std::vector<EventCopy>& copies : events)
    for (const EventCopy& copy : copies) bytes += sizeof(EventCopy) + copy.bytes;
  return bytes;
}

SampleMachine::SampleMachine(const eql::Query& query, Counters& counters)
    : query_(query), sample_(*query_.sequence()), counters_(counters) {}

void SampleMachine::take(const EventPtr& event, const EventCopy& kept,
                         const std::vector<std::size_t>& items, std::vector<Events>& complete) {
  std::set<std::string> changed;
  for (const std::size_t item : items) {
    if (item >= sample_.items.size()) continue;
    for (const std::string& key : join_keys(sample_.items[item].keys, *event, counters_)) {
      auto& entry = table_.touch(key, order_of(*event));
      entry.state.events.resize(sample_.items.size());
      std::vector<EventCopy>& copies = entry.state.events[item];
      copies.push_back(kept);
      if (copies.size() > sample_.items.size()) copies.erase(copies.begin());
      changed.insert(key);
    }
  }
  for (const std::string& key : changed) {
    auto& entry = *table_.find(key);
    Assignment assignment(entry.state);
    if (assignment.find()) {
      Events events = assignment.events();
      std::replace(events.begin(), events.end(), kept.event, event);  // told whole
      complete.push_back(std::move(events));
      table_.erase(entry);
    } else {
      table_.count(entry);
    }
  }
}

std::optional<EventOrder> SampleMachine::oldest() const {
  const auto* entry = table_.oldest();
  if (entry == nullptr) return std::nullopt;
  return entry->touched;
}

void SampleMachine::forget_oldest() {
  table_.erase(*table_.oldest());
}

}  // namespace ak::detect
