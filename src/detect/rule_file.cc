#include "detect/rule_file.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "base/toml.h"
#include "detect/query_position.h"
#include "detect/suppression.h"
#include "detect/threat.h"
#include "eql/kuery.h"
#include "eql/query.h"

namespace ak::detect {
namespace {

constexpr std::int64_t kHighestRisk = 100;

// Of the format, and without a meaning here. Source: Elastic's detection rule schema.
void accept_unused_keys(TomlTable& rule) {
  rule.accept({"actions",
               "anomaly_threshold",
               "author",
               "concurrent_searches",
               "data_view_id",
               "enabled",
               "event_category_override",
               "exceptions_list",
               "from",
               "index",
               "interval",
               "items_per_search",
               "license",
               "machine_learning_job_id",
               "meta",
               "namespace",
               "new_terms",
               "outcome",
               "output_index",
               "related_integrations",
               "required_fields",
               "response_actions",
               "risk_score_mapping",
               "rule_name_override",
               "saved_id",
               "severity_mapping",
               "threat_filters",
               "threat_index",
               "threat_indicator_path",
               "threat_language",
               "threat_mapping",
               "threat_query",
               "threshold",
               "throttle",
               "tiebreaker_field",
               "timeline_id",
               "timeline_title",
               "timestamp_field",
               "timestamp_override",
               "timestamp_override_fallback_disabled",
               "to",
               "version"});
}

// Also of the format and without a meaning here, but checked: what their author meant must be told
// from a mistake.
void check_other_keys(TomlTable& rule) {
  (void)rule.integer("max_signals", 1, std::numeric_limits<std::int64_t>::max());
  if (auto fields = rule.table("investigation_fields")) {
    (void)fields->strings("field_names");
    fields->report_unknown_keys(Severity::warning);
  }
  const TomlValue* filters = rule.value("filters");
  if (filters != nullptr && !filters->items.empty()) {
    rule.complain(Severity::warning, "W122", "filters",
                  "Kibana's filters are not applied: the detection may match more than is meant",
                  "say the same in the query");
  }
}

std::string text_of(TomlTable& table, std::string_view key) {
  const TomlValue* value = table.value(key);
  return value != nullptr && value->kind == TomlValue::Kind::string ? value->string : "";
}

// A rule of type "eql" is written in EQL, one of type "query" in KQL unless it says otherwise.
bool is_kuery(TomlTable& rule) {
  return text_of(rule, "type") == "query";
}

// Why the rule is not run, empty if it is.
std::string reason_to_skip(TomlTable& rule) {
  const std::string type = text_of(rule, "type");
  const std::string language = text_of(rule, "language");
  if (!type.empty() && type != "eql" && type != "query") {
    return fmt::format("type \"{}\" is not run here", type);
  }
  if (!language.empty() && language != "eql" && language != "kuery") {
    return fmt::format("language \"{}\" is not run here", language);
  }
  if (!type.empty() && !language.empty() && (language == "kuery") != is_kuery(rule)) {
    return fmt::format("language \"{}\" is not run in a rule of type \"{}\"", language, type);
  }
  return {};
}

RuleDescription read_description(TomlTable& rule) {
  constexpr RuleSeverity kSeverities[] = {RuleSeverity::low, RuleSeverity::medium,
                                          RuleSeverity::high, RuleSeverity::critical};
  for (const std::string_view key :
       {"name", "description", "rule_id", "type", "query", "severity", "risk_score"}) {
    rule.require(key);
  }
  RuleDescription out;
  out.name = rule.string("name").value_or("");
  out.description = rule.string("description").value_or("");
  out.uuid = rule.string("rule_id").value_or("");
  if (const auto severity = rule.choice("severity", {"low", "medium", "high", "critical"})) {
    out.severity = kSeverities[*severity];
  }
  out.risk_score = rule.integer("risk_score", 0, kHighestRisk).value_or(0);
  out.note = rule.string("note").value_or("");
  out.setup = rule.string("setup").value_or("");
  out.references = rule.strings("references").value_or(std::vector<std::string>{});
  out.false_positives = rule.strings("false_positives").value_or(std::vector<std::string>{});
  out.tags = rule.strings("tags").value_or(std::vector<std::string>{});
  out.threats = read_threats(rule);
  out.suppression = read_suppression(rule);
  out.is_building_block = rule.choice("building_block_type", {"default"}).has_value();
  return out;
}

// The query's findings as complaints about the file. What is correct and merely not supported yet
// (E060) makes the rule skipped: it tells the reason.
std::optional<eql::Query> compile_query(const TomlDocument& document, const TomlValue& query,
                                        bool as_kuery, DiagnosticList& complaints,
                                        std::string& unsupported) {
  eql::Compilation compilation =
      as_kuery ? eql::compile_kuery(query.string) : eql::compile(query.string);
  for (const eql::Finding& finding : compilation.findings) {
    if (finding.code == "E060") unsupported = finding.message;
  }
  if (!unsupported.empty() || compilation.findings.empty()) return std::move(compilation.query);

  const QueryPosition position(document.text, query.span, query.string);
  for (eql::Finding& finding : compilation.findings) {
    complaints.add(document.diagnose(finding.severity, std::move(finding.code),
                                     position.find(finding.offset, finding.width),
                                     std::move(finding.message), std::move(finding.hint)));
  }
  return std::move(compilation.query);
}

}  // namespace

RuleFile read_rule_file(std::string_view text, const std::string& id, const std::string& file,
                        DiagnosticList& complaints) {
  const std::optional<TomlDocument> document = parse_toml(text, file, complaints);
  if (!document) return {};
  TomlTable root(*document, complaints);
  root.accept({"metadata", "tests", "transform", "internal"});
  root.require("rule");
  std::optional<TomlTable> rule = root.table("rule");
  root.report_unknown_keys(Severity::warning);
  if (!rule) return {};

  std::string unsupported = reason_to_skip(*rule);
  if (!unsupported.empty()) return {std::nullopt, SkippedRule{id, file, unsupported}};

  RuleDescription description = read_description(*rule);
  description.id = id;
  description.file = file;
  (void)rule->string("type");
  (void)rule->string("language");
  std::optional<eql::Query> query;
  if (const auto query_text = rule->string("query")) {
    description.query_text = *query_text;
    query =
        compile_query(*document, *rule->value("query"), is_kuery(*rule), complaints, unsupported);
  }
  check_other_keys(*rule);
  accept_unused_keys(*rule);
  rule->report_unknown_keys(Severity::warning);

  if (complaints.has_errors()) return {};
  if (!unsupported.empty()) return {std::nullopt, SkippedRule{id, file, unsupported}};
  return {Rule(std::move(description), std::move(*query)), std::nullopt};
}

}  // namespace ak::detect
