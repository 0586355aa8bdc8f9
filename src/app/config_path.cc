#include "app/config_path.h"

namespace ak::app {

void read_path(TomlTable& table, std::string_view key, std::string& path) {
  const auto text = table.string(key);
  if (!text) return;
  if (text->empty() || text->front() != '/') {
    table.complain(Severity::error, "E130", key, "a path must be absolute");
    return;
  }
  path = *text;
}

}  // namespace ak::app
