// A detection as a plain value: Elastic's rule file, compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eql/query.h"

namespace ak::detect {

enum class RuleSeverity { low = 21, medium = 47, high = 73, critical = 99 };
std::string_view severity_name(RuleSeverity severity);  // "low"

// One entry of ATT&CK.
struct ThreatEntry {
  std::string id, name, reference;
};
struct Technique : ThreatEntry {
  std::vector<ThreatEntry> subtechniques;
};
struct Threat {
  std::string framework;
  ThreatEntry tactic;
  std::vector<Technique> techniques;
};

// Which of its alerts repeat each other.
struct Suppression {
  std::vector<std::string> group_by;        // fields whose values alerts must share
  std::optional<std::int64_t> duration_ms;  // nothing: within one search, in Elastic
  bool groups_missing = true;  // alerts without a field of group_by repeat each other too
};

// What a detection says about itself.
struct RuleDescription {
  std::string id;    // the file's stem
  std::string uuid;  // rule_id
  std::string file;  // where it was read
  std::string name;
  std::string description;
  std::string note;  // triage guide, Markdown
  std::string setup;
  RuleSeverity severity = RuleSeverity::low;
  std::int64_t risk_score = 0;
  std::vector<std::string> references;
  std::vector<std::string> false_positives;
  std::vector<std::string> tags;
  std::vector<Threat> threats;
  std::optional<Suppression> suppression;
  bool is_building_block = false;  // what others build on; by itself not for people
  std::string query_text;
};

struct Rule : RuleDescription {
  Rule(RuleDescription described, eql::Query compiled)
      : RuleDescription(std::move(described)), query(std::move(compiled)) {}

  eql::Query query;
};

}  // namespace ak::detect
