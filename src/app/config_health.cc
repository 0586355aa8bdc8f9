#include "app/config_health.h"

#include <string_view>

#include "app/config_path.h"

namespace ak::app {
namespace {

constexpr std::int64_t kLongestMs = 24 * 3'600'000;

}  // namespace

void read_health(TomlTable& table, Config& config) {
  HealthOptions& health = config.health;
  read_path_or_none(table, "prometheus_file", health.prometheus_file);
  if (const auto ms = table.duration("prometheus_interval", 1000, kLongestMs)) {
    health.prometheus_interval = std::chrono::milliseconds(*ms);
  }
  if (const auto ms = table.duration("heartbeat", 0, kLongestMs)) {
    health.heartbeat_interval = std::chrono::milliseconds(*ms);
  }
}

}  // namespace ak::app
