#include "detect/noise.h"

namespace ak::detect {

const RateLimit& NoiseFilter::limit_of(const std::string& rule_id) const {
  const auto found = policy_->rate_limits.find(rule_id);
  return found == policy_->rate_limits.end() ? policy_->rate_limit : found->second;
}

// An alert over the rate limit begins no window: else it would have its group's next ones
// suppressed as repeats of an alert that nobody saw.
Judgement NoiseFilter::judge(const Engine::Match& match) {
  Judgement judgement;
  if (policy_ == nullptr) return judgement;
  const Event& event = match.event;

  judgement.exception = policy_->exceptions.find(match.rule.id, event, match.events);
  if (judgement.exception != nullptr) {
    ++counters_.excepted_alerts;
    judgement.fate = Judgement::Fate::excepted;
    return judgement;
  }
  const std::optional<AlertGroup> group = group_of(match.rule, event, policy_->window_ms);
  if (group && suppressor_.repeats(*group, event.time)) {
    ++counters_.suppressed_alerts;
    judgement.fate = Judgement::Fate::suppressed;
    judgement.window_ms = group->window_ms;
    return judgement;
  }
  std::string kind = match.rule.id;
  kind += '\0';
  kind += event.string(Field::host_name);
  const std::optional<HeldBack> admitted = rates_.admit(kind, limit_of(match.rule.id), event.time);
  if (!admitted) {
    ++counters_.rate_limited_alerts;
    judgement.fate = Judgement::Fate::rate_limited;
    return judgement;
  }
  judgement.rate_limited = *admitted;
  if (group) judgement.suppressed = suppressor_.raise(*group, event.time);
  return judgement;
}

void NoiseFilter::restore(const NoiseState& state) {
  suppressor_.restore(state.groups);
  rates_.restore(state.buckets);
}

}  // namespace ak::detect
