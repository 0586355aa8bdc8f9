// Runs a rule set over a stream of events: single-event rules at once, sequences and samples as
// their last event comes. Constant memory (base/limits.h). One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/counters.h"
#include "detect/event_copy.h"
#include "detect/event_list.h"
#include "detect/rule_index.h"
#include "detect/rule_set.h"
#include "detect/sequence_hosts.h"

namespace ak::detect {

// A rule set with its index, which takes long to make of many rules: on whatever thread.
struct PreparedRules {
  std::shared_ptr<const RuleSet> rules;
  std::unique_ptr<RuleIndex> index;  // of `rules`
};
PreparedRules prepare(std::shared_ptr<const RuleSet> rules);

// What an engine remembers, to be kept over a restart. Taken in a moment: the events are shared.
struct EngineState {
  EventList events;
  std::string sequences;
};

// For Engine::load(). On any thread.
void write(const EngineState& state, ByteWriter& out);

class Engine {
 public:
  // What a rule found. Valid within the handler.
  struct Match {
    const std::shared_ptr<const RuleSet>& rules;
    const Rule& rule;
    const Event& event;                   // a sequence's last
    const std::vector<EventPtr>& events;  // of a sequence or sample, all of them; else empty
  };
  using Handler = std::function<void(const Match&)>;

  // The handler is called within add(), tick() and finish(), and must not call the engine.
  // `counters` outlives it.
  Engine(Counters& counters, Handler handler);

  // From now on. Until the first call nothing is found. A sequence that has the same id and the
  // same query text as one before goes on where that stood. Returns those that were until now:
  // letting go of many takes time too.
  PreparedRules set_rules(PreparedRules fresh);
  void set_rules(std::shared_ptr<const RuleSet> rules) { set_rules(prepare(std::move(rules))); }

  // The matches of single-event rules come within the call, in the set's order. Sequences take the
  // events in the order of their times, and therefore late: when the host's events are
  // limits::kEventTimeoutMs further.
  void add(const Event& event);

  // The present, for hosts that have fallen silent. Only live: in replay events tell the time.
  void tick(TimeMs now);

  // The end of the stream. A sequence that waits for an event to be missing until later than the
  // last event is not found.
  void finish();

  // What the rules remember, for write(); and what that wrote, in place of what they remember:
  // false when that is not what `in` has, nothing is remembered then. REQUIRES: set_rules().
  [[nodiscard]] EngineState save() const;
  [[nodiscard]] bool load(ByteReader& in);
  void forget() { sequences_.forget(); }

  // tick() can find something.
  [[nodiscard]] bool is_waiting() const { return sequences_.is_waiting(); }

  // Of pending sequences and samples.
  [[nodiscard]] std::size_t sequence_bytes() const { return sequences_.bytes(); }

 private:
  void tell(std::size_t rule, const Event& event, const std::vector<EventPtr>& events);

  Handler handler_;
  SequenceHosts sequences_;
  PreparedRules rules_;
};

}  // namespace ak::detect
