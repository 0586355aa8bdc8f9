#include "detect/rule_file.h"

#include <fmt/format.h>

#include <utility>

#include "base/toml.h"
#include "detect/query_position.h"
#include "detect/threat.h"
#include "eql/query.h"

namespace ak::detect {
namespace {

constexpr std::int64_t kHighestRisk = 100;

// Of the format, and without a meaning here. Source: Elastic's detection rule schema.
void accept_unused_keys(TomlTable& rule) {
  rule.accept({"actions",
               "alert_suppression",
               "anomaly_threshold",
               "author",
               "building_block_type",
               "concurrent_searches",
               "data_view_id",
               "enabled",
               "event_category_override",
               "exceptions_list",
               "filters",
               "from",
               "index",
               "interval",
               "investigation_fields",
               "items_per_search",
               "license",
               "machine_learning_job_id",
               "max_signals",
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

// Why the rule is not run, empty if it is.
std::string reason_to_skip(TomlTable& rule) {
  const TomlValue* type = rule.value("type");
  const TomlValue* language = rule.value("language");
  if (type != nullptr && type->kind == TomlValue::Kind::string && type->string != "eql") {
    return fmt::format("type \"{}\" is not run here", type->string);
  }
  if (language != nullptr && language->kind == TomlValue::Kind::string &&
      language->string != "eql") {
    return fmt::format("language \"{}\" is not run here", language->string);
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
  return out;
}

// The query's findings as complaints about the file. What is correct and merely not supported yet
// (E060) makes the rule skipped: it tells the reason.
std::optional<eql::Query> compile_query(const TomlDocument& document, const TomlValue& query,
                                        DiagnosticList& complaints, std::string& unsupported) {
  eql::Compilation compilation = eql::compile(query.string);
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
    query = compile_query(*document, *rule->value("query"), complaints, unsupported);
  }
  accept_unused_keys(*rule);
  rule->report_unknown_keys(Severity::warning);

  if (complaints.has_errors()) return {};
  if (!unsupported.empty()) return {std::nullopt, SkippedRule{id, file, unsupported}};
  return {Rule(std::move(description), std::move(*query)), std::nullopt};
}

}  // namespace ak::detect
