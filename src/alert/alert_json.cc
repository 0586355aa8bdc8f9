// The alert as ECS 8 JSON: https://www.elastic.co/guide/en/ecs/8.11/ecs-field-reference.html
#include <algorithm>
#include <utility>

#include "alert/alert.h"
#include "alert/presentable.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "event/event_json.h"

namespace ak::alert {
namespace {

constexpr std::string_view kEcsVersion = "8.11.0";

// ECS has one flat list for each kind of ATT&CK entry: ids, names and references at equal places.
class ThreatLists {
 public:
  void add(const detect::ThreatEntry& entry) {
    if (entry.id.empty() || std::find(ids_.begin(), ids_.end(), entry.id) != ids_.end()) return;
    ids_.push_back(entry.id);
    names_.push_back(entry.name);
    references_.push_back(entry.reference);
  }

  void set(EcsDocument& document, const std::string& prefix) const {
    if (ids_.empty()) return;
    document.set(prefix + ".id", ids_);
    document.set(prefix + ".name", names_);
    document.set(prefix + ".reference", references_);
  }

 private:
  Strings ids_, names_, references_;
};

void set_threat(const detect::Rule& rule, EcsDocument& document) {
  if (rule.threats.empty()) return;
  ThreatLists tactics, techniques, subtechniques;
  for (const detect::Threat& threat : rule.threats) {
    tactics.add(threat.tactic);
    for (const detect::Technique& technique : threat.techniques) {
      techniques.add(technique);
      for (const detect::ThreatEntry& sub : technique.subtechniques) subtechniques.add(sub);
    }
  }
  document.set("threat.framework", rule.threats.front().framework);
  tactics.set(document, "threat.tactic");
  techniques.set(document, "threat.technique");
  subtechniques.set(document, "threat.technique.subtechnique");
}

void set_rule(const detect::Rule& rule, EcsDocument& document) {
  document.set("rule.id", rule.id);
  document.set("rule.uuid", rule.uuid);
  document.set("rule.name", rule.name);
  document.set("rule.description", rule.description);
  if (!rule.references.empty()) document.set("rule.reference", rule.references);
  // As Elastic marks them.
  if (rule.is_building_block) {
    document.set("kibana.alert.building_block_type", std::string("default"));
  }
}

// The values of the fields that are there, each once, in that order.
Strings distinct(const Event& event, std::initializer_list<Field> fields) {
  Strings values;
  for (const Field field : fields) {
    const std::string value(event.string(field));
    if (value.empty() || std::find(values.begin(), values.end(), value) != values.end()) continue;
    values.push_back(value);
  }
  return values;
}

void set_related(const Event& event, EcsDocument& document) {
  Strings users =
      distinct(event, {Field::user_name, Field::user_effective_name, Field::user_audit_name});
  if (users.empty()) {
    users = distinct(event, {Field::user_id, Field::user_effective_id, Field::user_audit_id});
  }
  const Strings hosts = distinct(event, {Field::host_name});
  if (!users.empty()) document.set("related.user", users);
  if (!hosts.empty()) document.set("related.hosts", hosts);
}

// What tells a sequence's events apart and what each did.
constexpr Field kShownOfEvents[] = {
    Field::event_id,
    Field::event_category,
    Field::event_type,
    Field::event_action,
    Field::event_outcome,
    Field::host_name,
    Field::process_pid,
    Field::process_entity_id,
    Field::process_name,
    Field::process_executable,
    Field::process_command_line,
    Field::process_parent_pid,
    Field::process_parent_name,
    Field::user_id,
    Field::user_name,
    Field::user_effective_id,
    Field::file_path,
    Field::file_original_path,
    Field::source_ip,
    Field::destination_ip,
    Field::destination_port,
    Field::container_id,
};

EcsDocument short_event(const Event& event, const FormatOptions& options) {
  const Event shown = presentable(event, options).event;
  EcsDocument document;
  document.set("@timestamp", format_time(event.time));
  for (const Field field : kShownOfEvents) {
    if (const Value* value = shown.find(field)) document.set(field_info(field).name, *value);
  }
  return document;
}

void set_events(const Alert& alert, const FormatOptions& options, EcsDocument& document) {
  if (alert.events.empty()) return;
  std::vector<EcsDocument> events;
  const std::size_t count = std::min(alert.events.size(), limits::kMaxAlertEvents);
  for (std::size_t i = 0; i < count; ++i) events.push_back(short_event(*alert.events[i], options));
  document.set("events", std::move(events));
}

void set_held_back(const detect::HeldBack& held, const std::string& prefix, EcsDocument& document) {
  if (held.count == 0) return;
  document.set(prefix + ".count", static_cast<std::int64_t>(held.count));
  document.set(prefix + ".first", format_time(held.first));
  document.set(prefix + ".last", format_time(held.last));
}

// What of its like was held back before it, and whether it would be itself.
void set_noise(const Alert& alert, EcsDocument& document) {
  set_held_back(alert.suppressed, "audisp_kube.suppressed", document);
  set_held_back(alert.rate_limited, "audisp_kube.rate_limited", document);
  if (alert.held_back_by.empty()) return;
  document.set("audisp_kube.held_back.by", alert.held_back_by);
  document.set("audisp_kube.held_back.reason", alert.held_back_reason);
}

}  // namespace

std::string to_json(const Alert& alert, const FormatOptions& options, bool* truncated) {
  const detect::Rule& rule = *alert.rule;
  const Presentable shown = presentable(alert.event, options);

  EcsDocument document;
  document.set("@timestamp", format_time(alert.event.time));
  document.set("message", describe(alert, shown.event));
  document.set("ecs.version", std::string(kEcsVersion));
  document.set("log.level", std::string(detect::severity_name(rule.severity)));
  document.add(shown.event);
  document.set("event.kind", std::string("alert"));
  document.set("event.created", format_time(alert.created));
  document.set("event.sequence", static_cast<std::int64_t>(alert.sequence));
  document.set("event.severity", static_cast<std::int64_t>(rule.severity));
  document.set("event.risk_score", rule.risk_score);
  set_rule(rule, document);
  set_threat(rule, document);
  set_related(shown.event, document);
  set_events(alert, options, document);
  set_noise(alert, document);

  Strings tags = rule.tags;
  if (has_unknown_parent(shown.event)) tags.emplace_back("parent-unknown");
  if (!tags.empty()) document.set("tags", std::move(tags));
  if (!shown.cut.empty()) document.set("labels.truncated", shown.cut);
  if (truncated != nullptr) *truncated = !shown.cut.empty();
  return document.text();
}

}  // namespace ak::alert
