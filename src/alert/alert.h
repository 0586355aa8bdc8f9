// An alert as a value: an event that a detection matched, or the events of a sequence. Pure: its
// number and the present time are given to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "alert/redact_rules.h"
#include "detect/held_back.h"
#include "detect/rule_set.h"
#include "event/event.h"

namespace ak::alert {

struct Alert {
  std::shared_ptr<const detect::RuleSet> rules;  // keeps `rule` alive over a reload
  const detect::Rule* rule = nullptr;
  Event event;                                       // of a sequence or sample the last
  std::vector<std::shared_ptr<const Event>> events;  // of a sequence or sample all; else none
  std::uint64_t sequence = 0;  // counts this host's alerts from 1: a gap shows loss
  TimeMs created = 0;
  detect::HeldBack suppressed;    // repeats since the last alert of this one's group
  detect::HeldBack rate_limited;  // alerts over the limit since the last of the detection
  // Why it would not have been raised, if it is only shown because all were asked for.
  std::string held_back_by;  // "exception", "suppression", "rate_limit"; empty: it is raised
  std::string held_back_reason;
};

struct FormatOptions {
  bool redact = true;  // credentials on command lines become a short hash
  std::shared_ptr<const RedactRules> redact_more{};  // what a site calls so, too; may be null
};

// One ECS JSON object, without a newline; a sequence's events, the first
// limits::kMaxAlertEvents of them, in short under `events`. A value over
// limits::kMaxAlertValueBytes and a list over limits::kMaxAlertArgs or kMaxAlertArgsBytes lose
// their middle; labels.truncated names the fields, and `truncated` (may be null) tells whether
// there is one. REQUIRES (as do the functions below): alert.rule is set.
std::string to_json(const Alert& alert, const FormatOptions& options, bool* truncated = nullptr);

// For people at a terminal: a headline and indented details, ending in a newline. Every byte that
// came from a record is printable.
std::string to_text(const Alert& alert, const FormatOptions& options);

// The one line that says what happened: `message` in JSON, the headline in text.
std::string summary(const Alert& alert, const FormatOptions& options);

}  // namespace ak::alert
