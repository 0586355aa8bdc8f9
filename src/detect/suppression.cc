#include "detect/suppression.h"

#include <fmt/format.h>

#include <limits>

#include "base/text.h"
#include "event/schema.h"

namespace ak::detect {
namespace {

constexpr std::int64_t kUnitsMs[] = {1000, 60 * 1000, 60 * 60 * 1000};

std::optional<std::int64_t> read_duration(TomlTable& table) {
  table.require("value");
  table.require("unit");
  const auto unit = table.choice("unit", {"s", "m", "h"});
  const auto value = table.integer("value", 1, std::numeric_limits<std::int32_t>::max());
  table.report_unknown_keys(Severity::warning);
  if (!unit || !value) return std::nullopt;
  return *value * kUnitsMs[*unit];
}

}  // namespace

std::optional<Suppression> read_suppression(TomlTable& rule) {
  std::optional<TomlTable> table = rule.table("alert_suppression");
  if (!table) return std::nullopt;
  Suppression suppression;
  suppression.group_by = table->strings("group_by").value_or(std::vector<std::string>{});
  for (const std::string& name : suppression.group_by) {
    if (find_field(name) || is_never_present(name)) continue;
    const std::string_view meant = nearest(name, field_names());
    table->complain(Severity::warning, "W123", "group_by",
                    fmt::format("no event has a field \"{}\"", name),
                    meant.empty() ? "" : fmt::format("did you mean \"{}\"?", meant));
  }
  if (auto duration = table->table("duration")) suppression.duration_ms = read_duration(*duration);
  const auto strategy = table->choice("missing_fields_strategy", {"suppress", "doNotSuppress"});
  suppression.groups_missing = strategy.value_or(0) == 0;
  table->report_unknown_keys(Severity::warning);
  return suppression;
}

}  // namespace ak::detect
