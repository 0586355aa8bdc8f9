// Which matches become alerts: exceptions, then suppression of repeats, then rate limits. By the
// events' times alone, so that a replay decides as the daemon did.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/counters.h"
#include "detect/engine.h"
#include "detect/exceptions.h"
#include "detect/held_back.h"
#include "detect/rate_limiter.h"
#include "detect/suppressor.h"

namespace ak::detect {

// What the configuration says.
struct NoisePolicy {
  Exceptions exceptions;
  TimeMs window_ms = 60'000;  // of detections without one of their own; 0: none
  RateLimit rate_limit;       // of each detection on each host
  std::map<std::string, RateLimit> rate_limits{};  // of those, by id, that have another
};

// What becomes of a match.
struct Judgement {
  enum class Fate { raised, excepted, suppressed, rate_limited };

  Fate fate = Fate::raised;
  const Exception* exception = nullptr;  // if excepted; lives as long as the policy
  TimeMs window_ms = 0;                  // if suppressed
  HeldBack suppressed;                   // if raised: since the last alert of its group
  HeldBack rate_limited;                 // since the last alert of its detection
};

// All that is remembered from alert to alert, as plain values.
struct NoiseState {
  std::vector<Suppressor::Group> groups;
  std::vector<RateLimiter::Bucket> buckets;
};

class NoiseFilter {
 public:
  // `counters` outlives it.
  explicit NoiseFilter(Counters& counters) : counters_(counters), suppressor_(counters) {}

  // From now on; what is remembered stays. nullptr: everything is raised, as before the first call.
  void set_policy(std::shared_ptr<const NoisePolicy> policy) { policy_ = std::move(policy); }

  Judgement judge(const Engine::Match& match);

  // How many groups of alerts are remembered.
  [[nodiscard]] std::size_t groups() const { return suppressor_.size(); }

  [[nodiscard]] NoiseState save() const { return {suppressor_.save(), rates_.save()}; }
  void restore(const NoiseState& state);

 private:
  [[nodiscard]] const RateLimit& limit_of(const std::string& rule_id) const;

  Counters& counters_;
  std::shared_ptr<const NoisePolicy> policy_;
  Suppressor suppressor_;
  RateLimiter rates_;
};

}  // namespace ak::detect
