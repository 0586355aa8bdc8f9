// SequenceHosts: saving and loading.
#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "detect/sequence_hosts.h"

namespace ak::detect {

// Hosts go out in the order of their use.
void SequenceHosts::save(EventList& events, ByteWriter& out) const {
  std::vector<std::pair<const std::string*, const Host*>> hosts;
  for (const auto& [name, host] : hosts_) hosts.emplace_back(&name, &host);
  std::sort(hosts.begin(), hosts.end(),
            [](const auto& a, const auto& b) { return a.second->used < b.second->used; });
  out.number(hosts.size());
  for (const auto& [name, host] : hosts) {
    out.text(*name);
    save(*host, events, out);
  }
}

// What a machine remembers is set apart by its size, so that it can be passed over when its rule
// is no more.
void SequenceHosts::save(const Host& host, EventList& events, ByteWriter& out) const {
  out.integer(host.newest);
  host.sorter.save(events, out);
  out.number(host.machines.size());
  for (const auto& [rule, machine] : host.machines) {
    const auto& [id, query_text] = names_[rule];
    out.text(id);
    out.hash(fnv1a(query_text));
    ByteWriter state;
    machine->save(events, state);
    out.text(state.bytes());
  }
}

void SequenceHosts::forget() {
  hosts_.clear();
  bytes_ = 0;
}

void SequenceHosts::load(ByteReader& in, const EventList& events) {
  const std::size_t count = in.count(limits::kMaxSequenceHosts);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    Host& host = hosts_[std::string(in.text())];
    host.used = ++uses_;
    load(host, in, events);
  }
  if (in.failed() || !has_rules_) forget();
}

void SequenceHosts::load(Host& host, ByteReader& in, const EventList& events) {
  host.newest = in.integer();
  host.sorter.load(in, events);
  const std::size_t machines = in.count(limits::kMaxRuleFiles);
  for (std::size_t i = 0; i < machines && !in.failed(); ++i) load_machine(host, in, events);
}

void SequenceHosts::load_machine(Host& host, ByteReader& in, const EventList& events) {
  const std::string_view id = in.text();
  const std::uint64_t query_hash = in.hash();
  const std::string_view state = in.text();
  const auto found = std::find_if(names_.begin(), names_.end(), [&](const auto& name) {
    return name.first == id && fnv1a(name.second) == query_hash;
  });
  if (in.failed() || found == names_.end()) return;
  const auto rule = static_cast<std::size_t>(found - names_.begin());
  if ((*rules_)[rule].query.sequence() == nullptr || host.machines.count(rule) != 0) return;
  auto machine = make_state_machine((*rules_)[rule].query, counters_);
  ByteReader bytes(state);
  machine->load(bytes, events);
  if (bytes.failed() || !bytes.at_end()) return in.fail();
  bytes_ += machine->bytes();
  host.may_wait = host.may_wait || machine->is_waiting();
  StateMachine& kept = *(host.machines[rule] = std::move(machine));
  keep_within_bounds(kept);
}

}  // namespace ak::detect
