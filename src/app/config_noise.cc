#include "app/config_noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace ak::app {
namespace {

constexpr TimeMs kDayMs = 24LL * 60 * 60 * 1000;

// A detection's own limit has the general one's burst, in proportion.
detect::RateLimit in_proportion(std::int64_t per_minute, const detect::RateLimit& general) {
  constexpr std::int64_t kMinutesWithout = 10;  // where there is no general limit
  detect::RateLimit limit;
  limit.per_minute = per_minute;
  const std::int64_t burst = general.per_minute > 0
                                 ? per_minute * general.burst / general.per_minute
                                 : per_minute * kMinutesWithout;
  limit.burst = std::clamp<std::int64_t>(burst, 1, limits::kMaxAlertBurst);
  return limit;
}

std::vector<std::string> read_options(TomlTable& table) {
  std::vector<std::string> names;
  for (const std::string& written :
       table.strings("redact_options").value_or(std::vector<std::string>{})) {
    std::string name = alert::option_name(written);
    if (name.empty()) {
      table.complain(Severity::error, "E145", "redact_options",
                     fmt::format("\"{}\" is not an option's name", written));
    } else {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<alert::RedactPattern> read_patterns(TomlTable& table) {
  std::vector<alert::RedactPattern> patterns;
  for (const std::string& expression :
       table.strings("redact_patterns").value_or(std::vector<std::string>{})) {
    Result<alert::RedactPattern> pattern = alert::RedactPattern::compile(expression);
    if (pattern) {
      patterns.push_back(std::move(pattern).value());
    } else {
      table.complain(Severity::error, "E146", "redact_patterns",
                     fmt::format("the pattern \"{}\" {}", expression, pattern.error().message),
                     "its one group (…) takes the credential; other parentheses are (?:…)");
    }
  }
  return patterns;
}

template <typename T>
void cap(TomlTable& table, std::string_view key, std::vector<T>& items, std::size_t most) {
  if (items.size() <= most) return;
  table.complain(Severity::error, "E147", key,
                 fmt::format("\"alerts.{}\" has more than {}", key, most));
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(most), items.end());
}

}  // namespace

void read_suppression(TomlTable& table, NoiseConfig& config) {
  config.suppression_window_ms = table.duration("window", 0, limits::kMaxSuppressionDays * kDayMs)
                                     .value_or(config.suppression_window_ms);
}

void read_rate_limit(TomlTable& table, NoiseConfig& config) {
  detect::RateLimit& general = config.rate_limit;
  general.per_minute =
      table.integer("per_minute", 0, limits::kMaxAlertsPerMinute).value_or(general.per_minute);
  general.burst = table.integer("burst", 1, limits::kMaxAlertBurst).value_or(general.burst);
  std::optional<TomlTable> detections = table.table("detections");
  if (!detections) return;
  for (const TomlEntry& entry : table.value("detections")->entries) {
    if (const auto number = detections->integer(entry.key, 0, limits::kMaxAlertsPerMinute)) {
      config.rate_limits[entry.key] = in_proportion(*number, general);
    }
  }
}

std::shared_ptr<const alert::RedactRules> read_redact_rules(TomlTable& table) {
  alert::RedactRules rules{read_options(table), read_patterns(table)};
  cap(table, "redact_options", rules.options, limits::kMaxRedactOptions);
  cap(table, "redact_patterns", rules.patterns, limits::kMaxRedactPatterns);
  if (rules.options.empty() && rules.patterns.empty()) return nullptr;
  return std::make_shared<const alert::RedactRules>(std::move(rules));
}

std::shared_ptr<const detect::NoisePolicy> make_noise_policy(
    const NoiseConfig& config, const std::string& exceptions_directory,
    std::vector<Diagnostic>& diagnostics) {
  detect::NoisePolicy policy;
  policy.exceptions = detect::Exceptions(
      detect::load_exceptions(exceptions_directory, config.exceptions, diagnostics));
  policy.window_ms = config.suppression_window_ms;
  policy.rate_limit = config.rate_limit;
  policy.rate_limits = config.rate_limits;
  return std::make_shared<const detect::NoisePolicy>(std::move(policy));
}

std::vector<Diagnostic> unknown_detections(const detect::NoisePolicy& policy,
                                           const detect::RuleSet& rules) {
  std::vector<Diagnostic> warnings = policy.exceptions.unknown_detections(rules);
  const std::vector<std::string_view> known = detect::known_ids(rules);
  for (const auto& [id, limit] : policy.rate_limits) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    Diagnostic warning;
    warning.file = "configuration";
    warning.severity = Severity::warning;
    warning.code = "W143";
    warning.message = fmt::format("there is no detection \"{}\" to limit", id);
    const std::string_view meant = nearest(id, known);
    if (!meant.empty()) warning.hint = fmt::format("did you mean \"{}\"?", meant);
    warnings.push_back(std::move(warning));
  }
  return warnings;
}

}  // namespace ak::app
