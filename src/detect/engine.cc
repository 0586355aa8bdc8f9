#include "detect/engine.h"

#include <utility>

#include "base/limits.h"

namespace ak::detect {

Engine::Engine(Counters& counters, Handler handler)
    : handler_(std::move(handler)),
      sequences_(counters, [this](std::size_t rule, const Events& events) {
        tell(rule, *events.back(), events);
      }) {}

void Engine::set_rules(std::shared_ptr<const RuleSet> rules) {
  index_.emplace(rules->rules);
  sequences_.set_rules(rules->rules, *index_);
  rules_ = std::move(rules);
}

void Engine::add(const Event& event) {
  if (!index_) return;
  bool is_wanted = false;
  for (const RulePart* part : index_->find(event)) {
    if (!part->is_single) {
      is_wanted = true;
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

void Engine::tell(std::size_t rule, const Event& event, const std::vector<EventPtr>& events) {
  handler_({rules_, rules_->rules[rule], event, events});
}

}  // namespace ak::detect
