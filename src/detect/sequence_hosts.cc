#include "detect/sequence_hosts.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/limits.h"

namespace ak::detect {

SequenceHosts::SequenceHosts(Counters& counters, Handler handler)
    : counters_(counters), handler_(std::move(handler)) {}

void SequenceHosts::set_rules(const std::vector<Rule>& rules, RuleIndex& index) {
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  std::vector<std::pair<std::string, std::string>> names;
  has_rules_ = false;
  for (const Rule& rule : rules) {
    names.emplace_back(rule.id, rule.query_text);
    if (rule.query.sequence() == nullptr) continue;
    has_rules_ = true;
    places.emplace(names.back(), names.size() - 1);
  }
  for (auto& [name, host] : hosts_) {
    std::map<std::size_t, std::unique_ptr<StateMachine>> kept;
    for (auto& [rule, machine] : host.machines) {
      const auto place = places.find(names_[rule]);
      if (place == places.end()) {
        bytes_ -= machine->bytes();
      } else {
        kept.emplace(place->second, std::move(machine));
      }
    }
    host.machines = std::move(kept);
  }
  if (!has_rules_) hosts_.clear();
  names_ = std::move(names);
  rules_ = &rules;
  index_ = &index;
}

SequenceHosts::Host& SequenceHosts::host_of(const Event& event) {
  const std::string_view name = event.string(Field::host_name);
  auto found = hosts_.find(name);
  if (found == hosts_.end()) {
    if (hosts_.size() >= limits::kMaxSequenceHosts) forget_silent_host();
    found = hosts_.emplace(std::string(name), Host{}).first;
  }
  found->second.used = ++uses_;
  return found->second;
}

void SequenceHosts::forget_silent_host() {
  const auto silent =
      std::min_element(hosts_.begin(), hosts_.end(),
                       [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
  Host& host = silent->second;
  release(host, host.newest);
  for (auto& [rule, machine] : host.machines) {
    while (machine->oldest()) forget_oldest(*machine);
  }
  hosts_.erase(silent);
}

void SequenceHosts::add(const Event& event, bool is_wanted) {
  Host& host = host_of(event);
  host.newest = std::max(host.newest, event.time);
  if (is_wanted) host.sorter.put(std::make_shared<const Event>(event));
  release(host, host.newest - limits::kEventTimeoutMs);
}

void SequenceHosts::tick(TimeMs time) {
  for (auto& [name, host] : hosts_) release(host, time);
}

void SequenceHosts::finish() {
  for (auto& [name, host] : hosts_) release(host, host.newest);
}

bool SequenceHosts::is_waiting() const {
  return std::any_of(hosts_.begin(), hosts_.end(), [](const auto& entry) {
    return entry.second.may_wait || !entry.second.sorter.empty();
  });
}

void SequenceHosts::release(Host& host, TimeMs until) {
  while (const EventPtr event = host.sorter.take(until)) process(host, event);
  advance(host, until);
}

void SequenceHosts::process(Host& host, const EventPtr& event) {
  advance(host, event->time - 1);
  const std::vector<const RulePart*>& parts = index_->find_items(*event);
  std::vector<std::size_t> items;
  std::optional<EventCopy> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const RulePart& part = *parts[i];
    if (part.matcher.matches(*event)) items.push_back(part.item);
    const bool is_last = i + 1 == parts.size() || parts[i + 1]->rule != part.rule;
    if (!is_last || items.empty()) continue;
    if (!kept) kept = keep(event);
    take(host, part.rule, event, *kept, items);
    items.clear();
  }
}

void SequenceHosts::take(Host& host, std::size_t rule, const EventPtr& event, const EventCopy& kept,
                         const std::vector<std::size_t>& items) {
  std::unique_ptr<StateMachine>& machine = host.machines[rule];
  if (!machine) machine = make_state_machine((*rules_)[rule].query, counters_);
  std::vector<Events> complete;
  bytes_ -= machine->bytes();
  machine->take(event, kept, items, complete);
  bytes_ += machine->bytes();
  host.may_wait = host.may_wait || machine->is_waiting();
  keep_within_bounds(*machine);
  tell(rule, complete);
}

void SequenceHosts::advance(Host& host, TimeMs time) {
  if (!host.may_wait) return;
  host.may_wait = false;
  for (auto& [rule, machine] : host.machines) {
    std::vector<Events> complete;
    bytes_ -= machine->bytes();
    machine->advance(time, complete);
    bytes_ += machine->bytes();
    host.may_wait = host.may_wait || machine->is_waiting();
    tell(rule, complete);
  }
}

void SequenceHosts::tell(std::size_t rule, const std::vector<Events>& complete) {
  for (const Events& events : complete) handler_(rule, events);
}

void SequenceHosts::forget_oldest(StateMachine& machine) {
  bytes_ -= machine.bytes();
  machine.forget_oldest();
  bytes_ += machine.bytes();
  ++counters_.forgotten_sequences;
}

void SequenceHosts::keep_within_bounds(StateMachine& machine) {
  while (machine.bytes() > limits::kMaxRuleSequenceBytes) forget_oldest(machine);
  while (bytes_ > limits::kMaxSequenceBytes) {
    StateMachine* oldest = nullptr;
    for (auto& [name, host] : hosts_) {
      for (auto& [rule, held] : host.machines) {
        if (!held->oldest()) continue;
        if (oldest == nullptr || *held->oldest() < *oldest->oldest()) oldest = held.get();
      }
    }
    forget_oldest(*oldest);
  }
}

}  // namespace ak::detect
