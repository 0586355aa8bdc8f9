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

void read_path_or_none(TomlTable& table, std::string_view key, std::string& path) {
  if (table.string(key) == "") {
    path.clear();
  } else {
    read_path(table, key, path);
  }
}

}  // namespace ak::app
