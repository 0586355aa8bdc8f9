#include "detect/threat.h"

#include <fmt/format.h>

namespace ak::detect {
namespace {

// `form`: '0' stands for any digit, all else for itself.
bool has_form(std::string_view id, std::string_view form) {
  if (id.size() != form.size()) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool fits = form[i] == '0' ? id[i] >= '0' && id[i] <= '9' : id[i] == form[i];
    if (!fits) return false;
  }
  return true;
}

ThreatEntry read_entry(TomlTable& table, std::string_view form) {
  ThreatEntry entry;
  table.require("id");
  table.require("name");
  if (auto id = table.string("id")) {
    entry.id = std::move(*id);
    if (!has_form(entry.id, form)) {
      table.complain(Severity::warning, "W121", "id",
                     fmt::format("\"{}\" is no ATT&CK id here", entry.id),
                     fmt::format("an id like {} stands here", form));
    }
  }
  entry.name = table.string("name").value_or("");
  entry.reference = table.string("reference").value_or("");
  return entry;
}

Technique read_technique(TomlTable& table) {
  Technique technique;
  static_cast<ThreatEntry&>(technique) = read_entry(table, "T0000");
  for (TomlTable& sub : table.tables("subtechnique")) {
    ThreatEntry entry = read_entry(sub, "T0000.000");
    if (entry.id.substr(0, entry.id.find('.')) != technique.id) {
      sub.complain(Severity::warning, "W121", "id",
                   fmt::format("\"{}\" is no subtechnique of {}", entry.id, technique.id));
    }
    sub.report_unknown_keys(Severity::warning);
    technique.subtechniques.push_back(std::move(entry));
  }
  table.report_unknown_keys(Severity::warning);
  return technique;
}

}  // namespace

std::vector<Threat> read_threats(TomlTable& rule) {
  std::vector<Threat> threats;
  for (TomlTable& table : rule.tables("threat")) {
    Threat threat;
    threat.framework = table.string("framework").value_or("MITRE ATT&CK");
    table.require("tactic");
    if (auto tactic = table.table("tactic")) {
      threat.tactic = read_entry(*tactic, "TA0000");
      tactic->report_unknown_keys(Severity::warning);
    }
    for (TomlTable& technique : table.tables("technique")) {
      threat.techniques.push_back(read_technique(technique));
    }
    table.report_unknown_keys(Severity::warning);
    threats.push_back(std::move(threat));
  }
  return threats;
}

}  // namespace ak::detect
