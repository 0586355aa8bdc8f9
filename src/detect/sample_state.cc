// SampleMachine: saving and loading.
#include <utility>

#include "base/limits.h"
#include "detect/sample_machine.h"
#include "detect/sequence_state.h"

namespace ak::detect {

void SampleMachine::save(EventList& events, ByteWriter& out) const {
  out.number(table_.size());
  for (const auto& entry : table_.entries()) {
    out.text(entry.key);
    ak::detect::save(entry.touched, out);
    for (const std::vector<EventCopy>& copies : entry.state.events) {
      out.number(copies.size());
      for (const EventCopy& copy : copies) out.number(events.number_of(copy.event));
    }
  }
}

void SampleMachine::load(ByteReader& in, const EventList& events) {
  const std::size_t items = sample_.items.size();
  const std::size_t count = in.count(limits::kMaxRuleSequenceBytes);
  for (std::size_t i = 0; i < count && !in.failed(); ++i) {
    const std::string key(in.text());
    const std::optional<EventOrder> touched = load_order(in);
    auto& entry = table_.touch(key, touched.value_or(EventOrder{}));
    entry.state.events.assign(items, {});
    for (std::vector<EventCopy>& copies : entry.state.events) {
      const std::size_t kept = in.count(items);
      for (std::size_t copy = 0; copy < kept && !in.failed(); ++copy) {
        EventPtr event = events.read(in);
        if (!event) break;
        const std::size_t bytes = bytes_of(*event);
        copies.push_back({std::move(event), bytes});
      }
    }
    table_.count(entry);
  }
}

}  // namespace ak::detect
