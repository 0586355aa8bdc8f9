#include "app/config_catch_up.h"

#include "base/limits.h"

namespace ak::app {
namespace {

constexpr std::int64_t kMinAgeMs = 1000;
constexpr std::int64_t kMaxAgeMs = std::int64_t{30} * 24 * 60 * 60 * 1000;

}  // namespace

void read_catch_up(TomlTable& table, CatchUpOptions& options) {
  options.enabled = table.boolean("enabled").value_or(options.enabled);
  options.max_age_ms = table.duration("max_age", kMinAgeMs, kMaxAgeMs).value_or(options.max_age_ms);
  constexpr auto kMost = static_cast<std::int64_t>(limits::kMaxCatchUpBytes);
  if (const auto bytes = table.bytes("max_bytes", 0, kMost)) {
    options.max_bytes = static_cast<std::size_t>(*bytes);
  }
  const auto log = table.string("log");
  if (!log) return;
  if (!log->empty() && log->front() != '/') {
    table.complain(Severity::error, "E130", "log", "a path must be absolute");
    return;
  }
  options.log = *log;
}

}  // namespace ak::app
