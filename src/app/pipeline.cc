#include "app/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/quantity.h"

namespace ak::app {

namespace {

// Why the alert would not have been raised.
void explain(const detect::Judgement& judgement, alert::Alert& alert) {
  using Fate = detect::Judgement::Fate;
  if (judgement.fate == Fate::excepted) {
    const detect::Exception& exception = *judgement.exception;
    alert.held_back_by = "exception";
    alert.held_back_reason =
        fmt::format("{}:{}: {} ({})", exception.detection_place.file,
                    exception.detection_place.line, exception.reason, exception.author);
  } else if (judgement.fate == Fate::suppressed) {
    alert.held_back_by = "suppression";
    alert.held_back_reason =
        fmt::format("repeats an alert within {}", format_duration(judgement.window_ms));
  } else {
    alert.held_back_by = "rate_limit";
    alert.held_back_reason = "over the detection's rate limit";
  }
}

std::size_t count_of(const Event& event, Field field) {
  const Strings* values = event.strings(field);
  return values == nullptr ? 0 : values->size();
}

std::string_view first_action(const Event& event) {
  const Strings* actions = event.strings(Field::event_action);
  return actions == nullptr || actions->empty() ? std::string_view() : actions->front();
}

}  // namespace

Pipeline::Pipeline(const Options& options, Counters& counters)
    : options_(options),
      counters_(counters),
      normalize_options_{options.host_name, options.host_id, options.local, options.with_extra},
      files_(counters, options.files),
      framer_(std::in_place, counters),
      reader_(counters, [this](audit::AuditEvent& event) { process(event); }),
      lineage_(counters, options.live),
      engine_(counters, [this](const detect::Engine::Match& match) { alert(match); }),
      noise_(counters) {
  if (options.is_log) reader_.expect_stragglers();
}

void Pipeline::feed(std::string_view bytes) {
  framer_->feed(bytes);
  read_lines();
}

void Pipeline::end_source() {
  framer_->finish();
  read_lines();
  framer_.emplace(counters_);
}

void Pipeline::feed_line(std::string_view line) {
  ++counters_.lines;
  reader_.add(line);
}

void Pipeline::read_lines() {
  while (const auto line = framer_->next()) reader_.add(*line);
}

void Pipeline::process(const audit::AuditEvent& audit_event) {
  Normalized normalized = normalize(audit_event, files_, normalize_options_);
  lineage_.complete(normalized);
  if (normalized.host == options_.host_name) {
    ended_watches_.note(audit_event, normalized.events, files_.watched(), options_.files);
  }
  for (const Event& event : normalized.events) {
    counters_.unresolved_paths += count_of(event, Field::auditd_unresolved_paths);
    counters_.unconfirmed_paths += count_of(event, Field::auditd_unconfirmed_paths);
    if (event.find(Field::auditd_unresolved_content) != nullptr) ++counters_.unresolved_contents;
    if (event.find(Field::auditd_unresolved_open) != nullptr) ++counters_.unresolved_opens;
    if (event.find(Field::auditd_unresolved_exchange) != nullptr) ++counters_.unresolved_exchanges;
    if (normalized.host == options_.host_name) note_changes(event);
    if (event_handler_) event_handler_(event);
    evaluate(event);
  }
}

// Whether a watched name may be another file's by now, as records do not tell.
void Pipeline::note_changes(const Event& event) {
  if (event.string(Field::event_outcome) == "failure") return;
  const std::string_view act = first_action(event);
  if (act == "mounted" || act == "unmounted" ||
      event.find(Field::auditd_unresolved_exchange) != nullptr) {
    wanted_look_ = Look::at_once;
  } else if (act == "added-audit-rule" || act == "deleted-audit-rule") {
    wanted_look_ = std::max(wanted_look_, Look::soon);
  }
}

Pipeline::Look Pipeline::take_wanted_look() {
  const Look wanted = std::exchange(wanted_look_, Look::none);
  return files_.take_outdated() ? std::max(wanted, Look::soon) : wanted;
}

void Pipeline::evaluate(const Event& event) {
  Vitals* const vitals = options_.vitals;
  if (vitals == nullptr) {
    engine_.add(event);
    return;
  }
  const auto began = std::chrono::steady_clock::now();
  engine_.add(event);
  vitals->evaluation.add(std::chrono::steady_clock::now() - began);
  if (event.time > vitals->last_event) vitals->last_event = event.time;
}

void Pipeline::measure(Gauges& tables) const {
  tables.open_events = reader_.open_events();
  tables.processes = lineage_.processes();
  tables.sessions = lineage_.sessions();
  tables.files = files_.size();
  tables.sequence_bytes = engine_.sequence_bytes();
  tables.suppressed_groups = noise_.groups();
  tables.ended_watches = ended_watches_.size();
}

void Pipeline::finish() {
  flush();
  engine_.finish();
}

void Pipeline::alert(const detect::Engine::Match& match) {
  const detect::Judgement judgement = noise_.judge(match);
  const bool is_raised = judgement.fate == detect::Judgement::Fate::raised;
  if (!is_raised && !options_.all_matches) return;
  if (is_raised && raised_.take(match.event.string(Field::event_id), match.rule.id)) return;
  ++counters_.alerts;
  ++alert_count_;
  if (!alert_handler_) return;
  alert::Alert alert;
  alert.rules = match.rules;
  alert.rule = &match.rule;
  alert.event = match.event;
  alert.events = match.events;
  alert.sequence = alert_count_;
  alert.created = options_.clock == nullptr ? match.event.time : options_.clock->now();
  alert.suppressed = judgement.suppressed;
  alert.rate_limited = judgement.rate_limited;
  if (!is_raised) explain(judgement, alert);
  alert_handler_(alert);
}

}  // namespace ak::app
