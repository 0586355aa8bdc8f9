#include "detect/engine.h"

#include <utility>

#include "base/limits.h"

namespace ak::detect {

PreparedRules prepare(std::shared_ptr<const RuleSet> rules) {
  auto index = std::make_unique<RuleIndex>(rules->rules);
  return {std::move(rules), std::move(index)};
}

Engine::Engine(Counters& counters, Handler handler)
    : handler_(std::move(handler)),
      sequences_(counters, [this](std::size_t rule, const Events& events) {
        tell(rule, *events.back(), events);
      }) {}

PreparedRules Engine::set_rules(PreparedRules fresh) {
  sequences_.set_rules(fresh.rules->rules, *fresh.index);
  return std::exchange(rules_, std::move(fresh));
}

void Engine::add(const Event& event) {
  if (rules_.index == nullptr) return;
  bool is_wanted = false;
  for (const RulePart* part : rules_.index->find(event)) {
    if (!part->is_single) {
      is_wanted = is_wanted || part->matcher.matches(event);
    } else if (part->matcher.matches(event)) {
      tell(part->rule, event, {});
    }
  }
  if (sequences_.has_rules()) sequences_.add(event, is_wanted);
}

// Events reach us late by what their assembly waits for records, and by what sorting waits.
void Engine::tick(TimeMs now) {
  sequences_.tick(now - 2 * limits::kEventTimeoutMs);
}

void Engine::finish() {
  sequences_.finish();
}

EngineState Engine::save() const {
  EngineState state;
  ByteWriter sequences;
  sequences_.save(state.events, sequences);
  state.sequences = sequences.take();
  return state;
}

bool Engine::load(ByteReader& in) {
  forget();
  EventList events;
  if (events.load(in)) sequences_.load(in, events);
  return !in.failed();
}

void write(const EngineState& state, ByteWriter& out) {
  state.events.save(out);
  out.raw(state.sequences);
}

void Engine::tell(std::size_t rule, const Event& event, const std::vector<EventPtr>& events) {
  handler_({rules_.rules, rules_.rules->rules[rule], event, events});
}

}  // namespace ak::detect
